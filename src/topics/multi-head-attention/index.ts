import { defineTopic } from '../../state/topic';
import { controls } from './controls';
import type { HeadsLabels } from './text';

const allIn = { out: 'chosen', knocked: [], query: null, key: null } as const;

export default defineTopic<HeadsLabels, typeof controls>({
  slug: 'multi-head-attention',
  order: 3,
  path: 4,
  group: 'built',
  title: { en: 'Multi-head attention', zh: '多头注意力' },
  teaser: { en: 'knock one out', zh: '关掉一个试试' },
  question: { en: 'Why many heads?', zh: '为什么要有多个头？' },
  pictureWords: {
    caption: { en: '{shown} of {all} heads on your sentence', zh: '读你这句话的 {all} 个头中的 {shown} 个' },
  },
  controls,
  steps: [
    { ...allIn, open: 'previousToken', view: 'arcs' },
    { open: 'induction', view: 'induction' },
    { open: 'costliest', out: 'opened', view: 'loss' },
    { out: 'cheapest', view: 'loss' },
    { ...allIn, open: 'costliest', view: 'average' },
    { view: 'cost', h: 1 },
  ],
  model: { en: 'story', zh: 'text-zh' },
  ownModels: 'attention',
  load: () => import('./Panel.svelte'),
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

import { defineTopic } from '../../state/topic';
import { controls } from './controls';
import type { RopeLabels } from './text';

const atHome = { m: null, n: null, shift: 0, query: null, key: null } as const;

export default defineTopic<RopeLabels, typeof controls>({
  slug: 'rope',
  order: 7,
  path: 3,
  group: 'built',
  title: { en: 'Rotary position embedding', zh: '旋转位置编码' },
  teaser: { en: 'clocks you can turn', zh: '可以亲手拨动的钟' },
  question: { en: 'What is rotary position embedding?', zh: '什么是旋转位置编码（RoPE）？' },
  pictureWords: {
    fast: { en: 'pair {pair} turns fast', zh: '第 {pair} 对转得快' },
    slow: { en: 'pair {pair} slow', zh: '第 {pair} 对转得慢' },
  },
  controls,
  steps: [
    { ...atHome, view: 'clocks', m: 7, pair: 1, measure: false, rerun: false, base: 10_000 },
    { ...atHome, view: 'turned', pair: 1 },
    { ...atHome, view: 'distance', shift: 100 },
    { ...atHome, view: 'turned', pair: 16 },
    { ...atHome, view: 'base', base: 1_000_000, rerun: true },
    {
      view: 'beyond',
      base: 10_000,
      rerun: false,
      measure: true,
      methods: [0, 1, 2, 4, 5],
      scale: 4,
      length: '768',
    },
  ],
  model: { en: 'story', zh: 'text-zh' },
  load: () => import('./Panel.svelte'),
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

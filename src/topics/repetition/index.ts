import { defineTopic } from '../../state/topic';
import { controls } from './controls';
import type { RepetitionLabels } from './text';

const noCures = {
  rep: null,
  presence: null,
  frequency: null,
  ngram: null,
  T: null,
  topP: null,
  alpha: null,
  pick: 'likeliest',
} as const;

export default defineTopic<RepetitionLabels, typeof controls>({
  slug: 'repetition',
  order: 11,
  path: 8,
  group: 'out',
  title: { en: 'Repetition', zh: '复读机' },
  teaser: { en: 'drive it into a loop, cure it', zh: '先逼它复读，再治好它' },
  question: { en: 'Why does it repeat itself?', zh: '它为什么会变成复读机？' },
  pictureWords: {
    caption: {
      en: 'greedy, {count} on; orange: said before',
      zh: '贪心续写 {count} 个词元；橙色：说过的',
    },
  },
  controls,
  steps: [
    {
      ...noCures,
      prompt: { en: controls.prompt.default, zh: controls.prompt.defaultZh },
      view: 'loop',
      at: null,
    },
    { ...noCures, view: 'loop' },
    { ...noCures, view: 'induction', at: null },
    { ...noCures, view: 'next', at: null, rep: 1.3 },
    { ...noCures, view: 'texts', T: 2 },
    { ...noCures, view: 'texts', alpha: 0.6, k: 4 },
  ],
  model: { en: 'story', zh: 'text-zh' },
  load: () => import('./Panel.svelte'),
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

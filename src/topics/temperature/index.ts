import { defineTopic } from '../../state/topic';
import { controls } from './controls';
import type { TemperatureLabels } from './text';

const noCuts = { topK: null, topP: null, minP: null, typical: null, order: 'first' } as const;

export default defineTopic<TemperatureLabels, typeof controls>({
  slug: 'temperature',
  order: 6,
  path: 7,
  group: 'out',
  title: { en: 'Temperature', zh: '温度' },
  teaser: { en: 'sharpen, flatten, cut, draw', zh: '变尖、变平、截断、抽样' },
  question: { en: 'What does the temperature do?', zh: '温度系数到底改变了什么？' },
  controls,
  steps: [
    { ...noCuts, T: 1, draws: 0, token: null, pinT: null, t1: 0.3, t2: 0.8, t3: 1.6, shown: null },
    { T: 0.5 },
    { T: 0, draws: 1000 },
    { T: 2, draws: 0 },
    { T: 1, topP: 0.9, draws: 1000, seed: 7 },
    { T: 2, topP: 0.9, order: 'last', draws: 0 },
  ],
  model: { en: 'story', zh: 'text-zh' },
  ownModels: 'logits',
  load: () => import('./Panel.svelte'),
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

import { defineTopic } from '../../state/topic';
import { controls, free } from './controls';
import type { RlhfLabels } from './text';

export default defineTopic<RlhfLabels, typeof controls>({
  slug: 'rlhf',
  order: 5,
  path: 10,
  group: 'taught',
  title: { en: 'Learning from preferences', zh: '从偏好中学习' },
  teaser: { en: 'RLHF and DPO, in this page', zh: 'RLHF 与 DPO，就在本页里跑' },
  question: { en: 'How do people’s choices tune it?', zh: '人的偏好怎样把它调好？' },
  pictureWords: {
    caption: { en: 'if you prefer “{word}”: reward 1, β 0.5', zh: '假如你偏爱“{word}”：奖励 1，β 0.5' },
    kl: { en: 'KL {value} nats', zh: 'KL {value} 奈特' },
  },
  controls,
  steps: [
    { view: 'pairs' },
    { view: 'reward', source: 'polite' },
    { view: 'loop', method: 'ppo', beta: 0.05, rate: 0.0015, epochs: 3 },
    { view: 'loop', method: 'ppo', rate: 0.004, epochs: 6 },
    { view: 'plot', method: 'ppo', ...free },
    { view: 'plot', method: 'dpo', beta: 0.1, rate: 0.001 },
  ],
  model: null,
  load: () => import('./Panel.svelte'),
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

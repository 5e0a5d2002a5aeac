import { defineTopic } from '../../state/topic';

export default defineTopic({
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
  controls: {},
  steps: [],
  model: null,
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

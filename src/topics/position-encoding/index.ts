import { defineTopic } from '../../state/topic';

export default defineTopic({
  slug: 'position-encoding',
  order: 10,
  path: 2,
  group: 'built',
  title: { en: 'Why positions', zh: '为什么需要位置' },
  teaser: { en: 'drag the words about', zh: '把词拖来拖去' },
  question: { en: 'Why does it need positions?', zh: '它为什么需要位置信息？' },
  pictureWords: {
    first: { en: 'position 0', zh: '位置 0' },
    last: { en: 'position {last}', zh: '位置 {last}' },
  },
  controls: {},
  steps: [],
  model: null,
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

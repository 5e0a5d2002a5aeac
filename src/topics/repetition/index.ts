import { defineTopic } from '../../state/topic';

export default defineTopic({
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
  controls: {},
  steps: [],
  model: null,
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

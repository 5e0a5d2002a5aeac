import { defineTopic } from '../../state/topic';

export default defineTopic({
  slug: 'training-steps',
  order: 9,
  path: 9,
  group: 'taught',
  title: { en: 'The training steps', zh: '训练的几个阶段' },
  teaser: { en: 'one model at every age', zh: '同一个模型的各个年龄' },
  question: { en: 'What are the training steps?', zh: '训练分哪几步？' },
  pictureWords: {
    caption: { en: 'held-out loss, tokens read: {tokens}', zh: '留出集损失，已读词元 {tokens}' },
    first: { en: 'start', zh: '起点' },
    last: { en: 'now', zh: '现在' },
  },
  controls: {},
  steps: [],
  model: null,
});

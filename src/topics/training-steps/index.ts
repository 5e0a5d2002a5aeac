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
    caption: { en: 'held-out bits a byte, {tokens} M tokens', zh: '留出集每字节比特数，{tokens} 百万词元' },
    none: { en: 'no record of the run yet', zh: '还没有训练记录' },
  },
  controls: {},
  steps: [],
  model: null,
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

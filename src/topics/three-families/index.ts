import { defineTopic } from '../../state/topic';

export default defineTopic({
  slug: 'three-families',
  order: 4,
  path: 5,
  group: 'shape',
  title: { en: 'Three families', zh: '三大家族' },
  teaser: { en: 'one sentence, three models', zh: '同一句话，三种模型' },
  question: { en: 'Encoder, decoder, or both?', zh: '编码器、解码器，还是两者都要？' },
  pictureWords: {
    encoder: { en: 'fill', zh: '填空' },
    decoder: { en: 'continue', zh: '续写' },
    both: { en: 'translate', zh: '翻译' },
    caption: { en: 'who may look at whom: the mask', zh: '谁能看见谁：由掩码决定' },
  },
  controls: {},
  steps: [],
  model: null,
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

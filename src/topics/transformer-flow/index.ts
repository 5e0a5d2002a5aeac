import { defineTopic } from '../../state/topic';

export default defineTopic({
  slug: 'transformer-flow',
  order: 2,
  path: 1,
  group: 'built',
  title: { en: 'The Transformer, start to finish', zh: 'Transformer 全流程' },
  teaser: { en: 'the Transformer, every tensor', zh: '每一个张量都能打开' },
  question: { en: 'From text to the next word, start to finish', zh: '从一段文字到下一个词，全程怎么走？' },
  pictureWords: {
    embedding: { en: 'embedding', zh: '嵌入' },
    layer: { en: 'layer', zh: '层' },
    caption: { en: 'the last token’s vector, 24 of {width} numbers', zh: '末词元向量 {width} 维中的 24 维' },
  },
  controls: {},
  steps: [],
  model: null,
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

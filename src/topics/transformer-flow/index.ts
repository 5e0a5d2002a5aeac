import { defineTopic } from '../../state/topic';
import { controls } from './controls';
import { Frames } from './frames';
import { shippedShape } from './machine';
import type { FlowLabels } from './text';

const frames = new Frames(shippedShape);
const closed = { cellRow: null, cellCol: null } as const;

export default defineTopic<FlowLabels, typeof controls>({
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
  controls,
  steps: [
    { ...closed, frame: frames.of('encoder.position', 'input'), open: true, row: 2 },
    { ...closed, frame: frames.of('encoder.0.self', 'pattern'), open: true, head: 1 },
    { ...closed, frame: frames.of('encoder.0.norm1', 'norm'), open: true },
    { ...closed, frame: frames.of('decoder.0.self', 'masked', 3), open: true },
    { ...closed, frame: frames.of('decoder.1.cross', 'k', 3), open: true, crossLayer: 2 },
    { ...closed, frame: frames.of('decoder.choose', 'token', 3), open: false, unit: 'token' },
  ],
  model: 'translate',
  load: () => import('./Panel.svelte'),
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

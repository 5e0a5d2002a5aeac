import { defineTopic } from '../../state/topic';

export default defineTopic({
  slug: 'temperature',
  order: 6,
  path: 7,
  group: 'out',
  title: { en: 'Temperature', zh: '温度' },
  teaser: { en: 'sharpen, flatten, cut, draw', zh: '变尖、变平、截断、抽样' },
  question: { en: 'What does the temperature do?', zh: '温度系数到底改变了什么？' },
  controls: {},
  steps: [],
  model: null,
});

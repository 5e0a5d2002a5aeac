import { defineTopic } from '../../state/topic';

export default defineTopic({
  slug: 'rope',
  order: 7,
  path: 3,
  group: 'built',
  title: { en: 'Rotary position embedding', zh: '旋转位置编码' },
  teaser: { en: 'clocks you can turn', zh: '可以亲手拨动的钟' },
  question: { en: 'What is rotary position embedding?', zh: '什么是旋转位置编码（RoPE）？' },
  pictureWords: {
    fast: { en: 'pair {pair} turns fast', zh: '第 {pair} 对转得快' },
    slow: { en: 'pair {pair} slow', zh: '第 {pair} 对转得慢' },
  },
  controls: {},
  steps: [],
  model: null,
});

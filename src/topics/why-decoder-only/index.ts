import { defineTopic } from '../../state/topic';

export default defineTopic({
  slug: 'why-decoder-only',
  order: 8,
  path: 6,
  group: 'shape',
  title: { en: 'Why decoder-only', zh: '为何只用解码器' },
  teaser: { en: 'with and without the cache', zh: '有缓存与没有缓存' },
  question: { en: 'Why are most now decoder-only?', zh: '为什么现在的大模型大多只用解码器？' },
  pictureWords: {
    plain: { en: 'no cache {count}', zh: '无缓存 {count}' },
    cached: { en: 'cache {count}', zh: '有缓存 {count}' },
    caption: { en: 'scores computed, word after word', zh: '逐词生成，累计算过的注意力分数' },
  },
  controls: {},
  steps: [],
  model: null,
});

import { defineTopic } from '../../state/topic';
import { controls } from './controls';
import type { DecoderLabels } from './labels';

export default defineTopic<DecoderLabels, typeof controls>({
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
  controls,
  steps: [
    { view: 'cache', length: '64', run: true },
    { view: 'triangle', layer: 1, head: 1, rows: null, cache: true },
    { view: 'signal', maskSeed: 1 },
    { view: 'rank', tolerance: 1e-3 },
    { view: 'chat', talk: true },
  ],
  model: { en: 'story', zh: 'text-zh' },
  load: () => import('./Panel.svelte'),
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

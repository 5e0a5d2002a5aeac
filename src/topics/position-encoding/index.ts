import { defineTopic } from '../../state/topic';
import { controls } from './controls';
import type { PositionLabels } from './text';

const words = { prompt: controls.prompt.default, order: controls.order.default } as const;

export default defineTopic<PositionLabels, typeof controls>({
  slug: 'position-encoding',
  order: 10,
  path: 2,
  group: 'built',
  title: { en: 'Why positions', zh: '为什么需要位置' },
  teaser: { en: 'drag the words about', zh: '把词拖来拖去' },
  question: { en: 'Why does it need positions?', zh: '它为什么需要位置信息？' },
  pictureWords: {
    first: { en: 'position 0', zh: '位置 0' },
    last: { en: 'position {last}', zh: '位置 {last}' },
  },
  controls,
  steps: [
    { ...words, view: 'order', model: 'none', mask: false, positions: true, layer: 4, measure: false },
    { ...words, view: 'order', model: 'rope', mask: false, positions: true, layer: 4 },
    { prompt: words.prompt, order: '5.4.3.2.1.6', view: 'layers', model: 'none', mask: true },
    { view: 'added', model: 'sinusoidal', at: 40 },
    { view: 'curves', model: 'none' },
    { view: 'beyond', model: 'none', long: 'first', measure: true },
  ],
  model: 'position-none',
  load: () => import('./Panel.svelte'),
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

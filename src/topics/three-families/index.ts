import { defineTopic } from '../../state/topic';
import { controls } from './controls';
import type { FamiliesLabels } from './text';

const sentence = {
  prompt: controls.prompt.default,
  changed: controls.changed.default,
  cross: true,
  target: null,
  at: null,
} as const;

export default defineTopic<FamiliesLabels, typeof controls>({
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
  controls,
  steps: [
    { ...sentence, view: 'task' },
    { changed: 'The little dog ran after the red box.' },
    { ...sentence, cross: false, part: 'cross' },
    { ...sentence, view: 'prefix', prefix: 3 },
    { ...sentence, view: 'task', blanks: [7] },
    { view: 'scored', seed: 1 },
  ],
  model: 'story',
  load: () => import('./Panel.svelte'),
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

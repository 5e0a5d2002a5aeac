import { defineTopic } from '../../state/topic';
import { controls } from './controls';
import type { TrainingLabels } from './labels';

export default defineTopic<TrainingLabels, typeof controls>({
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
  controls,
  steps: [
    { view: 'stages', form: 'instruction', prompt: 'Name three animals.', T: 0.7, seed: 3, run: true },
    { view: 'curve', checkpoint: 'untrained', form: 'text', prompt: 'Once upon a time' },
    { view: 'curve', checkpoint: 'five', form: 'text', prompt: 'Once upon a time' },
    { view: 'data', data: 'asked', example: 1, score: true },
    { view: 'pretrain' },
    { view: 'tune' },
  ],
  model: 'story',
  load: () => import('./Panel.svelte'),
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

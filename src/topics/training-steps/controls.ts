import type { ControlSpec } from '../../state/controls.svelte';
import { pretrainingKeys } from './stages';

/** The pictures of the main pane, in the lesson's order. */
export const views = ['stages', 'curve', 'data', 'pretrain', 'tune'] as const;
export type View = (typeof views)[number];

/** Whose data is on show. */
export const dataKinds = ['raw', 'asked', 'judged'] as const;
export type DataKind = (typeof dataKinds)[number];

/** Examples of each stage's data that are on board. */
export const EXAMPLES = 9;

/** Everything a link to this topic can say. */
export const controls = {
  prompt: { kind: 'text', default: 'Name three animals.', maxLength: 10_000 },
  /** Whether the text is put to the models as an instruction, or as it stands. */
  form: { kind: 'choice', default: 'instruction', options: ['instruction', 'text'] },
  view: { kind: 'choice', default: 'stages', options: views },
  T: { kind: 'number', default: 0.7, min: 0, max: 2 },
  seed: { kind: 'number', default: 3, min: 0, max: 9999, integer: true },
  /** Whether every stage writes; the models are fetched then. */
  run: { kind: 'toggle', default: false },
  /** The pretraining checkpoint on show. */
  checkpoint: { kind: 'choice', default: 'one', options: pretrainingKeys },
  data: { kind: 'choice', default: 'raw', options: dataKinds },
  /** Which example of the data, from 1. */
  example: { kind: 'number', default: 1, min: 1, max: EXAMPLES, integer: true },
  /** Whether base and chat model are scored on prompts and answers. */
  score: { kind: 'toggle', default: false },
  /** What the character model learns; empty is the text on board. */
  text: { kind: 'text', default: '', maxLength: 10_000 },
  rate: { kind: 'number', default: 0.003, min: 0.0005, max: 0.05 },
  trainSeed: { kind: 'number', default: 1, min: 0, max: 9999, integer: true },
  /** Pairs for tuning it, a line each: question | answer. */
  pairs: {
    kind: 'text',
    default:
      'Who has a kite? | Ben has a kite.\nWho has a drum? | Mia has a drum.\nWho has a doll? | Tom has a doll.\nWho has a boat? | Sue has a boat.\nWho has a lamp? | Leo has a lamp.\nWho has a bell? | Amy has a bell.',
    defaultZh:
      '谁有花？|小红有花。\n谁有狗？|小明有狗。\n谁有鱼？|小虎有鱼。\n谁有书？|小雪有书。\n谁有茶？|外婆有茶。\n谁有船？|爸爸有船。',
    maxLength: 2000,
  },
  /** What the character model is asked, before and after tuning. */
  ask: { kind: 'text', default: 'Who has a drum?', defaultZh: '谁有狗？', maxLength: 60 },
} as const satisfies Record<string, ControlSpec>;

export type TrainingControls = typeof controls;

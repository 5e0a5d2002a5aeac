import type { ControlSpec } from '../../state/controls.svelte';

/** Tokens of a sentence that are read: three columns of rows and matrices have room for no more. */
export const SHOWN = 40;

/** The pictures of the second pane, in the lesson's order. */
export const views = ['task', 'scored', 'prefix', 'models'] as const;
export type View = (typeof views)[number];

/** Where the known models are sorted to; a prefix LM has one stack and a mixed mask. */
export const kinds = ['encoder', 'decoder', 'encoder-decoder', 'prefix'] as const;
export type Kind = (typeof kinds)[number];

/** Everything a link to this topic can say. Layers, heads and positions count from 1, words from 0. */
export const controls = {
  prompt: { kind: 'text', default: 'The little dog ran after the red ball.', maxLength: 10_000 },
  /** The sentence after the edit; empty while nothing is changed. */
  changed: { kind: 'text', default: 'The little cat ran after the red ball.', maxLength: 10_000 },
  view: { kind: 'choice', default: 'task', options: views },
  layer: { kind: 'number', default: 4, min: 1, max: 6, integer: true },
  head: { kind: 'number', default: 4, min: 1, max: 6, integer: true },
  /** Which attention of the encoder-decoder is drawn. */
  part: { kind: 'choice', default: 'cross', options: ['source', 'cross', 'target'] },
  /** Whether the decoder of the translation model may look at the source. */
  cross: { kind: 'toggle', default: true },
  /** The target token, from 1, that stands replaced by its runner-up. */
  target: { kind: 'optional-number', default: null, min: 1, max: 64, integer: true },
  /** The position whose guesses are listed, from 1. */
  at: { kind: 'optional-number', default: null, min: 1, max: SHOWN, integer: true },
  /** Words left blank for the encoder. */
  blanks: { kind: 'set', default: [2], size: SHOWN },
  /** Tokens in the prefix, inside which every token sees every other. */
  prefix: { kind: 'number', default: 4, min: 0, max: SHOWN, integer: true },
  /** Seed of what masked training hides. */
  seed: { kind: 'number', default: 1, min: 0, max: 9999, integer: true },
  family: { kind: 'choice', default: 'all', options: ['all', ...kinds] },
  search: { kind: 'text', default: '', maxLength: 60 },
} as const satisfies Record<string, ControlSpec>;

export type FamiliesControls = typeof controls;

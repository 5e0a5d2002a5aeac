import type { ControlSpec } from '../../state/controls.svelte';

/** Ways of telling a model where its tokens stand; one matched model each. */
export const kinds = ['none', 'sinusoidal', 'learned', 'alibi', 'rope'] as const;
export type Kind = (typeof kinds)[number];

/** The pictures of the main pane, in the lesson's order. */
export const views = ['order', 'layers', 'added', 'curves', 'beyond'] as const;
export type View = (typeof views)[number];

/** Words that are laid out to be moved; more would not fit a wall. */
export const MOST_WORDS = 14;

/** Trained window of the matched models, in tokens, and the longest text they are pushed to. */
export const WINDOW = 128;
export const FARTHEST = 512;

/** Everything a link to this topic can say. Layers count from 1; positions count from 0, as in the formulas. */
export const controls = {
  prompt: { kind: 'text', default: 'the dog chased the big cat', maxLength: 10_000 },
  /** Original place of the word at each place, counted from 1 and joined by full stops; empty is as written. */
  order: { kind: 'text', default: '1.6.3.4.5.2', maxLength: 60 },
  model: { kind: 'choice', default: 'none', options: kinds },
  /** Off feeds the model inputs that tell it no positions. */
  positions: { kind: 'toggle', default: true },
  mask: { kind: 'toggle', default: false },
  view: { kind: 'choice', default: 'order', options: views },
  /** After which layer the outputs are compared. */
  layer: { kind: 'number', default: 4, min: 1, max: 4, integer: true },
  /** The position that the others are compared with. */
  at: { kind: 'number', default: 40, min: 0, max: WINDOW - 1, integer: true },
  /** What past the trained length is read live: a text that ships, or the reader's own. */
  long: { kind: 'choice', default: 'first', options: ['first', 'second', 'own'] },
  /** Whether that text is being read by the models. */
  measure: { kind: 'toggle', default: false },
} as const satisfies Record<string, ControlSpec>;

export type PositionControls = typeof controls;

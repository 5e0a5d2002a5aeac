import type { ControlSpec } from '../../state/controls.svelte';
import presets from './presets.json';
import presetsZh from './presets.zh.json';

/** How many tokens greedy decoding writes. */
export const GREEDY_LENGTH = 96;
/** Contrastive search reads the text once for every candidate of every token; it writes this many. */
export const CONTRASTIVE_LENGTH = 48;
/** Length of the n-grams that are underlined and counted. */
export const NGRAM = 4;
/** What the stage shows under the text. */
export const views = ['loop', 'induction', 'next', 'texts'] as const;
export type View = (typeof views)[number];
/** Every cure, in the order in which decoding applies them. */
export const cureKeys = ['rep', 'presence', 'frequency', 'ngram', 'T', 'topP', 'alpha'] as const;
export type CureKey = (typeof cureKeys)[number];

/** Openings that loop, by the language whose model they send into a loop. */
export const presetsOf = { en: presets, zh: presetsZh } as const;

const cure = (min: number, max: number) =>
  ({ kind: 'optional-number', default: null, min, max }) as const satisfies ControlSpec;

/** Everything a link to this topic can say. Null switches a cure off. */
export const controls = {
  prompt: { kind: 'text', default: presets[0].prompt, defaultZh: presetsZh[0].prompt, maxLength: 2000 },
  view: { kind: 'choice', default: 'loop', options: views },
  /** Tokens of the greedy text before the one in question; null is a telling place in its third round. */
  at: { kind: 'optional-number', default: null, min: 0, max: GREEDY_LENGTH, integer: true },
  pick: { kind: 'choice', default: 'likeliest', options: ['likeliest', 'draw'] },
  rep: cure(1, 3),
  presence: cure(-2, 2),
  frequency: cure(-2, 2),
  ngram: { kind: 'optional-number', default: null, min: 1, max: 8, integer: true },
  T: cure(0.05, 5),
  topP: cure(0.01, 1),
  alpha: cure(0, 1),
  k: { kind: 'number', default: 4, min: 2, max: 8, integer: true },
  seed: { kind: 'number', default: 7, min: 0, max: 999_999, integer: true },
} as const satisfies Record<string, ControlSpec>;

export type RepetitionControls = typeof controls;

import type { RopeScaling } from '../../math/rope';
import type { ControlSpec } from '../../state/controls.svelte';

/** The pictures of the main pane, in the lesson's order. */
export const views = ['clocks', 'turned', 'distance', 'base', 'beyond'] as const;
export type View = (typeof views)[number];

/** Ways of reading past the trained window: the tables of math/rope, and no stretching at all but a window that slides. */
export const methods = [
  'plain',
  'pi',
  'ntk',
  'dynamic-ntk',
  'yarn-code',
  'sliding',
] as const satisfies readonly (RopeScaling | 'sliding')[];
export type Method = (typeof methods)[number];

/** Farthest position the sliders reach; the longest text the model is pushed to has as many tokens. */
export const FARTHEST = 1023;

/** Ends of the base slider; the model was trained with its own base, 10,000. */
export const BASES = { least: 100, most: 1_000_000 } as const;

/**
 * Everything a link to this topic can say. Layers, heads and pairs count from 1; positions count from 0, as m and n do
 * in the formula.
 */
export const controls = {
  prompt: {
    kind: 'text',
    default: "Lily has a red ball. Tom has a blue kite. Lily's ball is",
    defaultZh: '小丽的球在厨房里。小明的书在卧室里。小丽的球在',
    maxLength: 10_000,
  },
  view: { kind: 'choice', default: 'clocks', options: views },
  layer: { kind: 'number', default: 1, min: 1, max: 6, integer: true },
  head: { kind: 'number', default: 1, min: 1, max: 6, integer: true },
  /** Position of the token whose query is taken; null is the last one. */
  query: { kind: 'optional-number', default: null, min: 0, max: 255, integer: true },
  /** Position of the token whose key is taken; null is the one that the query looks at most. */
  key: { kind: 'optional-number', default: null, min: 0, max: 255, integer: true },
  /** Where q is put; null is its token's own place. */
  m: { kind: 'optional-number', default: null, min: 0, max: FARTHEST, integer: true },
  /** Where k is put; null is its token's own place. */
  n: { kind: 'optional-number', default: null, min: 0, max: FARTHEST, integer: true },
  /** Added to both. */
  shift: { kind: 'number', default: 0, min: 0, max: FARTHEST, integer: true },
  pair: { kind: 'number', default: 1, min: 1, max: 16, integer: true },
  /** The base that is tried out on the held q and k. */
  base: { kind: 'number', default: 10_000, min: BASES.least, max: BASES.most, integer: true },
  /** Whether the model is run with that base. */
  rerun: { kind: 'toggle', default: false },
  /** Indices into `methods`. */
  methods: { kind: 'set', default: [0, 1, 2, 4, 5], size: methods.length },
  /** Stretch s of the methods that have one. */
  scale: { kind: 'number', default: 4, min: 1, max: 8 },
  /** Tokens of the long texts. */
  length: { kind: 'choice', default: '768', options: ['512', '768', '1024'] },
  /** Whether the reader's text comes before each long text. */
  own: { kind: 'toggle', default: true },
  /** Whether the long texts are being read. */
  measure: { kind: 'toggle', default: false },
  /** Positions q and k are kept at, to compare with; null keeps nothing. */
  pinM: { kind: 'optional-number', default: null, min: 0, max: 2 * FARTHEST, integer: true },
  pinN: { kind: 'optional-number', default: null, min: 0, max: 2 * FARTHEST, integer: true },
} as const satisfies Record<string, ControlSpec>;

export type RopeControls = typeof controls;

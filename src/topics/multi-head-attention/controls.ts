import type { ControlSpec } from '../../state/controls.svelte';

/** What decides which head is open: the reader's choice, or the head with most of something, found live. */
export const openings = [
  'chosen',
  'previousToken',
  'firstToken',
  'sameToken',
  'induction',
  'costliest',
] as const;
export type Opening = (typeof openings)[number];

/** What decides which heads are out: the reader's set, the opened head alone, or the six that cost least alone. */
export const removals = ['chosen', 'opened', 'cheapest'] as const;

/** The pictures of the lower left pane. */
export const views = ['arcs', 'loss', 'induction', 'average', 'cost'] as const;
export type View = (typeof views)[number];

/** How many heads "the cheapest" are. */
export const CHEAPEST = 6;

/**
 * Everything a link to this topic can say; the limits are those of models that a reader may bring. Layers, heads and positions count from 1; `knocked` counts
 * from 0, row by row.
 */
export const controls = {
  prompt: {
    kind: 'text',
    default: "Lily has a red ball. Tom has a blue kite. What colour is Lily's ball? It is",
    defaultZh: '小丽的球在厨房里。小明的书在卧室里。小丽的球在',
    maxLength: 10_000,
  },
  open: { kind: 'choice', default: 'previousToken', options: openings },
  layer: { kind: 'number', default: 1, min: 1, max: 64, integer: true },
  head: { kind: 'number', default: 1, min: 1, max: 64, integer: true },
  /** The looking position; null is the last token. */
  query: { kind: 'optional-number', default: null, min: 1, max: 1024, integer: true },
  /** The position looked at; null is the one with most weight. */
  key: { kind: 'optional-number', default: null, min: 1, max: 1024, integer: true },
  out: { kind: 'choice', default: 'chosen', options: removals },
  knocked: { kind: 'set', default: [], size: 4096 },
  view: { kind: 'choice', default: 'arcs', options: views },
  /** Whether every head is taken out once, alone, as soon as the text has been read. */
  sweep: { kind: 'toggle', default: true },
  /** The random tokens of the induction test: how many, and the seed they are drawn with. */
  seed: { kind: 'number', default: 1, min: 0, max: 999_999, integer: true },
  length: { kind: 'number', default: 32, min: 8, max: 96, integer: true },
  /** Heads the width is split into, for the price of it; the nearest divisor of the width counts. */
  h: { kind: 'number', default: 6, min: 1, max: 96, integer: true },
  /** A kept run: its text and the heads that were out. */
  pin: { kind: 'toggle', default: false },
  pinKnocked: { kind: 'set', default: [], size: 4096 },
  pinPrompt: { kind: 'text', default: '', maxLength: 10_000 },
} as const satisfies Record<string, ControlSpec>;

export type HeadsControls = typeof controls;

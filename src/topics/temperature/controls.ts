import type { ControlSpec } from '../../state/controls.svelte';

const temperature = (value: number) =>
  // The ruler ends at 5; the dial and the link go on to 100, where every model's bars are nearly level.
  ({ kind: 'number', default: value, min: 0, max: 100 }) as const satisfies ControlSpec;

/** How many tokens each of the three texts grows by. */
export const GROWTH_LENGTH = 24;

/** Everything a link to this topic can say. Null switches a cut off; `token` null focuses the likeliest token. */
export const controls = {
  prompt: {
    kind: 'text',
    default: 'The dragon opened the box and found a',
    defaultZh: '小明打开盒子，里面有一只',
    maxLength: 10_000,
  },
  T: temperature(0.8),
  topK: { kind: 'optional-number', default: null, min: 1, max: 4096, integer: true },
  topP: { kind: 'optional-number', default: 0.9, min: 0.01, max: 1 },
  minP: { kind: 'optional-number', default: null, min: 0.001, max: 1 },
  typical: { kind: 'optional-number', default: null, min: 0.01, max: 1 },
  order: { kind: 'choice', default: 'first', options: ['first', 'last'] },
  seed: { kind: 'number', default: 7, min: 0, max: 999_999, integer: true },
  draws: { kind: 'number', default: 1000, min: 0, max: 100_000, integer: true },
  t1: temperature(0.3),
  t2: temperature(0.8),
  t3: temperature(1.6),
  /** Tokens of the three texts on show; null is all of them. */
  shown: { kind: 'optional-number', default: null, min: 0, max: GROWTH_LENGTH, integer: true },
  token: { kind: 'optional-number', default: null, min: 0, max: 1_000_000, integer: true, ofModel: true },
  /** Temperature of the kept distribution; null keeps none and the ticks stand at T = 1. */
  pinT: { kind: 'optional-number', default: null, min: 0, max: 100 },
  /** The text the kept distribution was taken on. */
  pinPrompt: { kind: 'text', default: '', maxLength: 10_000 },
} as const satisfies Record<string, ControlSpec>;

export type TemperatureControls = typeof controls;

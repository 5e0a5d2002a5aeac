import type { ControlSpec } from '../../state/controls.svelte';

/** The pictures of the main pane, in the lesson's order. */
export const views = ['cache', 'triangle', 'signal', 'rank', 'chat'] as const;
export type View = (typeof views)[number];

/** Tokens of a text whose attention is drawn and whose ranks are taken; singular values of longer ones take too long. */
export const SHOWN = 64;

/** Tokens the model adds to a turn at most. */
export const REPLY = 24;

/** Everything a link to this topic can say. Layers and heads count from 1. */
export const controls = {
  prompt: {
    kind: 'text',
    default:
      'Once upon a time there was a little fox who lived in a big forest. One day the fox found a red ball under a tree. He wanted to show it to his friend, so he',
    defaultZh:
      '今天天气很好。小明和爷爷去公园放风筝。公园里有很多人，有的在散步，有的在打球。小明看见一只小狗坐在树下，他想和小狗一起玩，所以',
    maxLength: 10_000,
  },
  view: { kind: 'choice', default: 'cache', options: views },
  /** Tokens that are generated with and without the cache. */
  length: { kind: 'choice', default: '64', options: ['32', '64', '128', '200'] },
  T: { kind: 'number', default: 0.8, min: 0, max: 2 },
  seed: { kind: 'number', default: 1, min: 0, max: 9999, integer: true },
  /** Whether both texts are asked for. */
  run: { kind: 'toggle', default: false },
  layer: { kind: 'number', default: 1, min: 1, max: 6, integer: true },
  head: { kind: 'number', default: 1, min: 1, max: 6, integer: true },
  /** Rows of the triangle that are there; null is all of them. */
  rows: { kind: 'optional-number', default: null, min: 1, max: SHOWN, integer: true },
  /** Whether the triangle shows what a run with the cache computes. */
  cache: { kind: 'toggle', default: true },
  /** Seed of the encoder's masked tokens and of the corrupted spans. */
  maskSeed: { kind: 'number', default: 1, min: 0, max: 9999, integer: true },
  /** Share of the largest singular value that another must exceed to count. */
  tolerance: { kind: 'number', default: 1e-3, min: 1e-6, max: 0.5 },
  /** What the reader says, a line a turn. */
  said: {
    kind: 'text',
    default: 'Tom had a small dog named Max.\nMax saw a cat in the garden.\nThen it began to rain.',
    defaultZh: '小明家里有一只小狗。\n小狗在公园里看见一只猫。\n后来下雨了。',
    maxLength: 2000,
  },
  /** Whether the model answers. */
  talk: { kind: 'toggle', default: false },
} as const satisfies Record<string, ControlSpec>;

export type DecoderControls = typeof controls;

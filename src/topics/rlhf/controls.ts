import type { ControlSpec } from '../../state/controls.svelte';

/** The pictures of the main pane, in the lesson's order. */
export const views = ['pairs', 'reward', 'loop', 'plot', 'texts'] as const;
export type View = (typeof views)[number];

export const methods = ['ppo', 'grpo', 'dpo'] as const;
export type Method = (typeof methods)[number];

/** Answers that PPO and GRPO draw a step. */
export const ANSWERS = 8;

/** The learning rate each method begins with. */
export const RATES: Readonly<Record<Method, number>> = { ppo: 0.0015, grpo: 0.0015, dpo: 0.001 };

/**
 * The experiment on the leash: a score that learned politeness alone, and enough steps for the policy to leave the texts
 * that score was learned on. Only the weight of the KL differs.
 */
export const free = { beta: 0, rate: 0.0025, epsilon: 0.2, lambda: 0.95, epochs: 3 } as const;
export const leashed = { ...free, beta: 0.8 } as const;

/**
 * Whose comparisons are learned from: the politeness of the set on board, all of its kinds, or the reader's own clicks.
 * Politeness comes first: its texts are short, and a score that learned nothing else shows what such a score misses.
 */
export const sources = ['polite', 'ready', 'own'] as const;
export type Source = (typeof sources)[number];

/** Everything a link to this topic can say. */
export const controls = {
  view: { kind: 'choice', default: 'pairs', options: views },
  source: { kind: 'choice', default: 'polite', options: sources },
  /** The reader's clicks so far, a letter a comparison: a or b preferred, - passed over. The answers come from seeds, so this is all of it. */
  clicks: { kind: 'text', default: '', maxLength: 200 },
  method: { kind: 'choice', default: 'ppo', options: methods },
  /** Weight of the KL. */
  beta: { kind: 'number', default: 0.05, min: 0, max: 1 },
  epsilon: { kind: 'number', default: 0.2, min: 0.02, max: 1 },
  lambda: { kind: 'number', default: 0.95, min: 0, max: 1 },
  rate: { kind: 'number', default: 0.0015, min: 0.0001, max: 0.03 },
  epochs: { kind: 'number', default: 3, min: 1, max: 8, integer: true },
  seed: { kind: 'number', default: 1, min: 0, max: 9999, integer: true },
  /** Which of a step's answers is drawn token by token, from 1. */
  answer: { kind: 'number', default: 1, min: 1, max: ANSWERS, integer: true },
  /** A text of the reader's for the reward model to score. */
  judged: {
    kind: 'text',
    default: 'Instruction: Ask Tom to wait.\nAnswer: Please wait a moment, Tom. Thank you!',
    maxLength: 2000,
  },
} as const satisfies Record<string, ControlSpec>;

export type RlhfControls = typeof controls;

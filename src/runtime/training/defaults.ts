import { RuntimeError } from '../protocol';
import type { AdapterChoice, CharacterShape, SettingsOf, TaskKind } from './protocol';

/** Low-rank matrices on the last layer and the head: what two cores train in under a second a step. */
export const defaultAdapter: AdapterChoice = { layers: 1, rank: 8, head: true };
/** alpha / rank, as the literature's usual alpha of twice the rank gives. */
export const adapterScale = 2;

export const defaultCharacters: CharacterShape = { layers: 2, width: 64, heads: 4, window: 96 };

const common = { weightDecay: 0, seed: 1, evaluateEvery: 10 };
const rollout = { ...common, answers: 8, maxTokens: 32, temperature: 1, epochs: 3, epsilon: 0.2 };

/** Settings of each task until a reader changes them. */
export const defaultSettings: SettingsOf = {
  pretrain: { ...common, learningRate: 3e-3, weightDecay: 0.01, batch: 12, evaluateEvery: 20 },
  tune: { ...common, learningRate: 2e-3, batch: 8 },
  reward: { ...common, learningRate: 2e-3, batch: 8 },
  dpo: { ...common, learningRate: 5e-4, batch: 8, beta: 0.1 },
  ppo: {
    ...rollout,
    learningRate: 1e-3,
    beta: 0.1,
    gamma: 1,
    lambda: 0.95,
    valueLearningRate: 3e-3,
    whiten: true,
  },
  grpo: { ...rollout, learningRate: 1e-3, beta: 0.04, group: 4 },
};

/** What a number setting may be; the rest of the checks are the maths' own. */
const limits: Readonly<Record<string, readonly [least: number, most: number, whole: boolean]>> = {
  learningRate: [0, 1, false],
  valueLearningRate: [0, 1, false],
  weightDecay: [0, 1, false],
  seed: [0, Number.MAX_SAFE_INTEGER, true],
  evaluateEvery: [0, 1e6, true],
  batch: [1, 16, true],
  answers: [1, 16, true],
  maxTokens: [1, 64, true],
  temperature: [0.05, 5, false],
  epochs: [1, 20, true],
  epsilon: [0.001, 1, false],
  beta: [0, 100, false],
  gamma: [0, 1, false],
  lambda: [0, 1, false],
  group: [2, 16, true],
};

/** Settings with changes put over them; throws RuntimeError 'bad-request' naming the number that can't be. */
export function changedSettings<K extends TaskKind>(
  kind: K,
  settings: SettingsOf[K],
  changes: Partial<SettingsOf[K]> = {},
): SettingsOf[K] {
  const next: SettingsOf[K] = { ...settings, ...changes };
  for (const [key, value] of Object.entries(next)) {
    const limit = limits[key];
    if (!limit) continue;
    const [least, most, whole] = limit;
    if (!(value >= least && value <= most) || (whole && !Number.isInteger(value)))
      throw new RuntimeError('bad-request', `${key} must lie between ${least} and ${most}, got ${value}`);
  }
  if (kind === 'grpo') {
    const { answers, group } = next as SettingsOf['grpo'];
    if (answers % group !== 0)
      throw new RuntimeError('bad-request', `${answers} answers can't be split into groups of ${group}`);
  }
  if (kind === 'dpo' && !((next as SettingsOf['dpo']).beta > 0))
    throw new RuntimeError('bad-request', 'beta must be above 0 in DPO');
  return next;
}

import { requireInteger, requireLength } from './checks';

/** TD errors, advantages and returns of one trajectory, each [T]. */
export interface GaeResult {
  readonly deltas: Float64Array;
  readonly advantages: Float64Array;
  readonly returns: Float64Array;
}

function requireDiscount(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} must lie between 0 and 1, got ${value}.`);
}

/**
 * Generalised advantage estimation over rewards and values [T], the value after the last token being 0:
 * delta_t = r_t + gamma V_{t+1} - V_t, A_t = delta_t + gamma lambda A_{t+1}, return = A + V
 * (Schulman et al. 2016, eq. 16); throws a RangeError on unequal lengths or a discount outside [0, 1].
 */
export function gae(
  rewards: ArrayLike<number>,
  values: ArrayLike<number>,
  gamma: number,
  lambda: number,
): GaeResult {
  requireLength('values', values, rewards.length);
  requireDiscount('gamma', gamma);
  requireDiscount('lambda', lambda);
  const deltas = new Float64Array(rewards.length); // [T]
  const advantages = new Float64Array(rewards.length); // [T]
  const returns = new Float64Array(rewards.length); // [T]
  let nextValue = 0;
  let nextAdvantage = 0;
  for (let t = rewards.length - 1; t >= 0; t--) {
    deltas[t] = rewards[t] + gamma * nextValue - values[t];
    advantages[t] = deltas[t] + gamma * lambda * nextAdvantage;
    returns[t] = advantages[t] + values[t];
    nextValue = values[t];
    nextAdvantage = advantages[t];
  }
  return { deltas, advantages, returns };
}

/**
 * Numbers shifted to mean 0 and scaled to deviation 1, over the population (n) or the sample (n - 1); over the rewards of
 * one group it is GRPO's advantage (Shao et al. 2024, sec. 4.1). Equal numbers give 0; throws a RangeError on too few.
 */
export function whiten(x: ArrayLike<number>, over: 'population' | 'sample' = 'population'): Float64Array {
  requireInteger('The number of values', x.length, over === 'sample' ? 2 : 1);
  let mean = 0;
  for (let i = 0; i < x.length; i++) mean += x[i] / x.length;
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += (x[i] - mean) ** 2;
  const deviation = Math.sqrt(squares / (over === 'sample' ? x.length - 1 : x.length));
  // Equal numbers may differ from their mean by rounding, which must not be blown up.
  const isConstant = deviation <= Math.abs(mean) * 1e-15;
  return Float64Array.from(x, (value) => (isConstant ? 0 : (value - mean) / deviation));
}

/**
 * Reward of each token [T] in RLHF: -beta (ln pi - ln ref), and the answer's score added at the last (Ziegler et al. 2019,
 * eq. 2); throws a RangeError on unequal lengths or an empty answer.
 */
export function tokenRewards(
  logProbabilities: ArrayLike<number>,
  referenceLogProbabilities: ArrayLike<number>,
  beta: number,
  score: number,
): Float64Array {
  requireLength('referenceLogProbabilities', referenceLogProbabilities, logProbabilities.length);
  requireInteger('The number of tokens', logProbabilities.length, 1);
  if (!(beta >= 0)) throw new RangeError(`beta must be at least 0, got ${beta}.`);
  const rewards = Float64Array.from(
    logProbabilities,
    (value, t) => -beta * (value - referenceLogProbabilities[t]),
  ); // [T]
  rewards[rewards.length - 1] += score;
  return rewards;
}

import { probabilityTotal, requireFinite, requireLength, requirePositive } from './checks';
import { klDivergence } from './entropy';
import { softmax } from './softmax';

/** Three estimators, in nats, of KL(p || q) from one sample of p. */
export interface KlEstimates {
  /** -ln r, unbiased, may be negative. */
  readonly k1: number;
  /** (ln r)^2 / 2, biased, never negative. */
  readonly k2: number;
  /** (r - 1) - ln r, unbiased, never negative; the one in GRPO. */
  readonly k3: number;
}

/** Estimates of KL(p || q) from a sample drawn from p, with r = q/p (Schulman 2020; Shao et al. 2024, eq. 4 for k3); throws a RangeError on a log-probability that is not finite. */
export function klEstimates(logP: number, logQ: number): KlEstimates {
  const logRatio = logQ - logP;
  requireFinite('The log-ratio', logRatio);
  // expm1 keeps the digits of k3 when the two policies all but agree.
  return { k1: -logRatio, k2: logRatio ** 2 / 2, k3: Math.expm1(logRatio) - logRatio };
}

/** The exact optimum [V] of reward under a KL price, its KL from the reference in nats, and what bounds that KL. */
export interface KlOptimum {
  readonly policy: Float64Array;
  readonly kl: number;
  readonly expectedReward: number;
  /** range(reward)^2 / (8 beta^2), for the optimum. */
  readonly bound: number;
  /** range(reward) / beta, for any policy that scores no worse than the reference. */
  readonly boundAnyBetterPolicy: number;
}

/**
 * Exact maximiser of E[reward] - beta KL(pi || reference) over [V] outcomes: pi* = reference exp(reward/beta)/Z
 * (Rafailov et al. 2023, eq. 4); throws a RangeError unless beta > 0 and the inputs are of one length and finite.
 */
export function klOptimum(reference: ArrayLike<number>, reward: ArrayLike<number>, beta: number): KlOptimum {
  requirePositive('beta', beta);
  requireLength('reward', reward, reference.length);
  const total = probabilityTotal(reference);
  let least = Infinity;
  let most = -Infinity;
  const tilted = Float64Array.from(reference, (p, i) => {
    requireFinite('A reward', reward[i]);
    // Outcomes the reference never gives can't be reached, and their rewards bound nothing.
    if (p === 0) return -Infinity;
    least = Math.min(least, reward[i]);
    most = Math.max(most, reward[i]);
    return Math.log(p / total) + reward[i] / beta;
  }); // [V]
  const policy = softmax(tilted); // [V]
  const range = most - least;
  return {
    policy,
    kl: klDivergence(
      policy,
      Float64Array.from(reference, (p) => p / total),
    ),
    expectedReward: policy.reduce((sum, p, i) => sum + p * reward[i], 0),
    bound: range ** 2 / (8 * beta ** 2),
    boundAnyBetterPolicy: range / beta,
  };
}

import { requireFinite, requireInteger, requirePositive } from './checks';

/** The clipped objective of one token, its two branches, and its derivative by the ratio. */
export interface PpoObjective {
  readonly unclipped: number;
  readonly clipped: number;
  /** The smaller of the two, to be maximised. */
  readonly objective: number;
  /** null exactly at the kink, where the derivative does not exist. */
  readonly gradient: number | null;
  /** Whether the ratio left [1 - epsilon, 1 + epsilon], what the usual clip fraction counts; the gradient may still not be 0. */
  readonly outside: boolean;
}

/** Probability ratio pi(a)/pi_old(a) from log-probabilities in nats. */
export function probabilityRatio(logProbability: number, oldLogProbability: number): number {
  return Math.exp(logProbability - oldLogProbability);
}

/** PPO's clipped objective min(ratio A, clip(ratio, 1 - epsilon, 1 + epsilon) A) (Schulman et al. 2017, eq. 7); throws a RangeError unless ratio >= 0 and epsilon > 0. */
export function ppoObjective(ratio: number, advantage: number, epsilon: number): PpoObjective {
  if (!(ratio >= 0 && ratio < Infinity)) throw new RangeError(`The ratio must be at least 0, got ${ratio}.`);
  requireFinite('The advantage', advantage);
  requirePositive('epsilon', epsilon);
  const clippedRatio = clip(ratio, 1 - epsilon, 1 + epsilon);
  const unclipped = ratio * advantage;
  const clipped = clippedRatio * advantage;
  return {
    unclipped,
    clipped,
    objective: Math.min(unclipped, clipped),
    gradient: clippedGradient(ratio, advantage, epsilon),
    outside: ratio < 1 - epsilon || ratio > 1 + epsilon,
  };
}

function clippedGradient(ratio: number, advantage: number, epsilon: number): number | null {
  if (advantage === 0) return 0;
  const kink = advantage > 0 ? 1 + epsilon : 1 - epsilon;
  if (ratio === kink) return null;
  const flat = advantage > 0 ? ratio > kink : ratio < kink;
  return flat ? 0 : advantage;
}

/** Share of ratios outside [1 - epsilon, 1 + epsilon]; throws a RangeError on an empty list. */
export function clipFraction(ratios: ArrayLike<number>, epsilon: number): number {
  requireInteger('The number of ratios', ratios.length, 1);
  let outside = 0;
  for (let i = 0; i < ratios.length; i++) if (ppoObjective(ratios[i], 0, epsilon).outside) outside++;
  return outside / ratios.length;
}

/** Clipped value loss 0.5 max((v - R)^2, (v_old + clip(v - v_old, -epsilon, epsilon) - R)^2), from OpenAI Baselines' ppo2 and not in the paper; throws a RangeError unless epsilon > 0. */
export function clippedValueLoss(value: number, oldValue: number, target: number, epsilon: number): number {
  requirePositive('epsilon', epsilon);
  const clippedValue = oldValue + clip(value - oldValue, -epsilon, epsilon);
  return 0.5 * Math.max((value - target) ** 2, (clippedValue - target) ** 2);
}

function clip(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}

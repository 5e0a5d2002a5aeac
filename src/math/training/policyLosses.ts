import { requireLength, requirePositive } from '../checks';
import { ppoObjective, probabilityRatio } from '../ppo';
import { dpoLoss, type DpoLoss } from '../preferences';

/** A loss to be lowered, and its derivative by each token's log-probability. */
export interface TokenLoss {
  readonly loss: number;
  readonly gradients: Float64Array;
}

/** What the clipped objective did to each token. */
export interface PolicyLoss extends TokenLoss {
  /** pi / pi_old, measured. */
  readonly ratios: Float64Array;
  /** Whether the clip cut the token's gradient to 0. */
  readonly cut: boolean[];
  /** Share of ratios outside [1 - epsilon, 1 + epsilon]. */
  readonly clipFraction: number;
}

/** One answer's tokens as [first, end) of the arrays that a policy loss works on. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

/**
 * Minus PPO's clipped objective, averaged over all tokens (Schulman et al. 2017, eq. 7). Log-probabilities in nats now and
 * when drawn, advantages, all [count]. At the kink itself the gradient is taken as cut.
 */
export function ppoLoss(
  logProbabilities: Float64Array,
  old: Float64Array,
  advantages: Float64Array,
  epsilon: number,
): PolicyLoss {
  const share = 1 / logProbabilities.length;
  return clippedLoss(logProbabilities, old, advantages, epsilon, () => share);
}

/**
 * GRPO's loss (Shao et al. 2024, eq. 3): minus the clipped objective plus beta times the estimator k3 of KL(pi || ref),
 * averaged over the tokens of each answer, then over the answers.
 */
export function grpoLoss(
  logProbabilities: Float64Array,
  old: Float64Array,
  reference: Float64Array,
  advantages: Float64Array,
  answers: readonly Span[],
  epsilon: number,
  beta: number,
): PolicyLoss {
  requireLength('The reference', reference, logProbabilities.length);
  if (!(beta >= 0)) throw new RangeError(`beta must be at least 0, got ${beta}.`);
  const shares = new Float64Array(logProbabilities.length);
  for (const { first, end } of answers) shares.fill(1 / (end - first) / answers.length, first, end);
  const clipped = clippedLoss(logProbabilities, old, advantages, epsilon, (i) => shares[i]);
  let { loss } = clipped;
  for (let i = 0; i < logProbabilities.length; i++) {
    const logRatio = reference[i] - logProbabilities[i];
    loss += beta * shares[i] * (Math.exp(logRatio) - 1 - logRatio);
    clipped.gradients[i] += beta * shares[i] * (1 - Math.exp(logRatio));
  }
  return { ...clipped, loss };
}

function clippedLoss(
  logProbabilities: Float64Array,
  old: Float64Array,
  advantages: Float64Array,
  epsilon: number,
  shareOf: (token: number) => number,
): PolicyLoss {
  const count = logProbabilities.length;
  requireLength('The old log-probabilities', old, count);
  requireLength('The advantages', advantages, count);
  requirePositive('The number of tokens', count);
  const gradients = new Float64Array(count);
  const ratios = new Float64Array(count);
  const cut: boolean[] = [];
  let loss = 0;
  let outside = 0;
  for (let i = 0; i < count; i++) {
    ratios[i] = probabilityRatio(logProbabilities[i], old[i]);
    const token = ppoObjective(ratios[i], advantages[i], epsilon);
    loss -= shareOf(i) * token.objective;
    // d ratio / d ln pi = ratio.
    gradients[i] = -shareOf(i) * (token.gradient ?? 0) * ratios[i] + 0;
    cut.push(advantages[i] !== 0 && (token.gradient ?? 0) === 0);
    if (token.outside) outside++;
  }
  return { loss, gradients, ratios, cut, clipFraction: outside / count };
}

/** A pair's answers as spans of the tokens scored together. */
export interface PairSpans {
  readonly chosen: Span;
  readonly rejected: Span;
}

/** DPO's loss averaged over pairs (Rafailov et al. 2023, eq. 7) by each token's log-probability, and each pair's own numbers. */
export function dpoTokenLoss(
  logProbabilities: Float64Array,
  reference: Float64Array,
  pairs: readonly PairSpans[],
  beta: number,
): TokenLoss & { pairs: DpoLoss[] } {
  requireLength('The reference', reference, logProbabilities.length);
  const gradients = new Float64Array(logProbabilities.length);
  const sum = (values: Float64Array, { first, end }: Span): number => {
    let total = 0;
    for (let i = first; i < end; i++) total += values[i];
    return total;
  };
  let loss = 0;
  const losses = pairs.map(({ chosen, rejected }) => {
    const pair = dpoLoss(
      {
        policyWinner: sum(logProbabilities, chosen),
        policyLoser: sum(logProbabilities, rejected),
        referenceWinner: sum(reference, chosen),
        referenceLoser: sum(reference, rejected),
      },
      beta,
    );
    loss += pair.loss / pairs.length;
    gradients.fill(pair.gradientWinner / pairs.length, chosen.first, chosen.end);
    gradients.fill(pair.gradientLoser / pairs.length, rejected.first, rejected.end);
    return pair;
  });
  return { loss, gradients, pairs: losses };
}

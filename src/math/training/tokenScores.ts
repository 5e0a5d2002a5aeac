import { requireLength } from '../checks';
import type { Kernels } from './kernels';
import type { DecoderPass } from './decoderPass';

/**
 * ln p(target) in nats [count] of logits [count, V] at `place`, which become probabilities in place (softmax). Natural
 * logarithms of float32 probabilities: exact to about 1e-7.
 */
export function takeLogProbabilities(
  kernels: Kernels,
  place: number,
  targets: ArrayLike<number>,
  count: number,
  vocabulary: number,
): Float64Array {
  kernels.softmax(place, count, vocabulary, 0);
  const { heap } = kernels;
  return Float64Array.from({ length: count }, (_, i) => Math.log(heap[place + i * vocabulary + targets[i]]));
}

/**
 * Turns probabilities [count, V] at `place` into dL/dlogits in place, where L depends on the logits through
 * ln p(target) alone: dL/dz_j = g (1[j = target] - p_j) with g = dL/dln p(target).
 */
export function pushLogProbabilities(
  kernels: Kernels,
  place: number,
  targets: ArrayLike<number>,
  gradients: ArrayLike<number>,
  vocabulary: number,
): void {
  const { heap } = kernels;
  for (let i = 0; i < gradients.length; i++) {
    const row = place + i * vocabulary;
    const g = gradients[i];
    if (g === 0) heap.fill(0, row, row + vocabulary);
    else {
      for (let j = row; j < row + vocabulary; j++) heap[j] *= -g;
      heap[row + targets[i]] += g;
    }
  }
}

/** Positions of a batch whose next token is scored, and that token. */
export interface ScoredPositions {
  /** Index into the batch's rows laid end to end, row x length + t; its logits predict the token at t + 1. */
  readonly positions: Int32Array;
  readonly targets: Int32Array;
}

/** Log-probabilities of the scored tokens after a runTop; the probabilities stay at plan.logits for the way back. */
export function scoreTokens(pass: DecoderPass, scored: ScoredPositions): Float64Array {
  const count = scored.positions.length;
  pass.runHead(scored.positions, count);
  const { logits, shape } = pass.plan;
  return takeLogProbabilities(pass.kernels, logits, scored.targets, count, shape.vocabulary);
}

/** From dL/dln p [count] of the tokens just scored to every gradient below; adds to the gradient block. */
export function pushTokens(pass: DecoderPass, scored: ScoredPositions, gradients: Float64Array): void {
  requireLength('The gradients', gradients, scored.positions.length);
  const { logits, shape } = pass.plan;
  pushLogProbabilities(pass.kernels, logits, scored.targets, gradients, shape.vocabulary);
  pass.clearStateGradient();
  pass.backHead(scored.positions, scored.positions.length);
  pass.backTop();
}

/** Entropy in nats of each row of probabilities [count, V]. */
export function rowEntropies(
  kernels: Kernels,
  place: number,
  count: number,
  vocabulary: number,
): Float64Array {
  const { heap } = kernels;
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let j = place + i * vocabulary, end = j + vocabulary; j < end; j++)
      if (heap[j] > 0) sum -= heap[j] * Math.log(heap[j]);
    return sum;
  });
}

/** KL(p || q) in nats of each row of two blocks of probabilities [count, V]; a q of 0 (float32) counts as 1e-38. */
export function rowDivergences(
  kernels: Kernels,
  p: number,
  q: number,
  count: number,
  vocabulary: number,
): Float64Array {
  const { heap } = kernels;
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let j = i * vocabulary; j < (i + 1) * vocabulary; j++) {
      const share = heap[p + j];
      if (share > 0) sum += share * Math.log(share / Math.max(heap[q + j], 1e-38));
    }
    return Math.max(sum, 0);
  });
}

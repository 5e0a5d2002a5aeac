import { probabilityTotal, requireInteger } from './checks';
import { argmax } from './ranking';
import type { Random } from './random';

/** Running sums of `p` [V], left to right; throws a RangeError on a bad probability. */
function cumulative(p: ArrayLike<number>): Float64Array {
  probabilityTotal(p);
  const sums = new Float64Array(p.length); // [V]
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    sum += p[i];
    sums[i] = sum;
  }
  return sums;
}

/** First index whose running sum exceeds `target`, which is below the last sum; an index of probability 0 adds nothing, so it is never first. */
function locate(sums: Float64Array, target: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] > target) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Draws one index from probabilities `p` [V] by inverting the running sum with one number of `random`; weights that
 * don't sum to 1 are scaled; throws a RangeError on a negative, infinite or NaN weight, or if all are 0.
 */
export function sampleIndex(p: ArrayLike<number>, random: Random): number {
  const sums = cumulative(p);
  return locate(sums, belowTotal(sums, random));
}

/** Counts [V] of `n` independent draws from `p` [V], the same draws that n calls of `sampleIndex` would make; same errors. */
export function drawCounts(p: ArrayLike<number>, n: number, random: Random): Uint32Array {
  requireInteger('The number of draws', n, 0);
  const sums = cumulative(p);
  const counts = new Uint32Array(p.length); // [V]
  for (let draw = 0; draw < n; draw++) counts[locate(sums, belowTotal(sums, random))]++;
  return counts;
}

/** The index greedy decoding takes: the largest value of `values` [V] (logits or probabilities), the first among equals; throws a RangeError on NaN or an empty list. */
export function greedy(values: ArrayLike<number>): number {
  return argmax(values);
}

function belowTotal(sums: Float64Array, random: Random): number {
  const total = sums[sums.length - 1];
  // The product may round up to the total itself, which no running sum exceeds.
  for (;;) {
    const target = random.next() * total;
    if (target < total) return target;
  }
}

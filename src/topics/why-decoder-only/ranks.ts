import { perplexity } from '../../math/entropy';
import { numericalRank, singularValues } from '../../math/svd';
import type { Tensor } from '../../runtime/protocol';

/** Singular values of each head's attention pattern, largest first: [heads] of [T], from a pattern [1, H, T, T]. */
export function headSpectrum({ dims, data }: Tensor, head: number): Float64Array {
  const size = dims[2];
  return singularValues(data.subarray(head * size * size, (head + 1) * size * size), size, size);
}

/**
 * Effective rank: exp of the entropy of the singular values taken as shares of their sum (Roy & Vetterli 2007);
 * between 1 and their number, without a tolerance. NaN when they are all 0.
 */
export function effectiveRank(values: ArrayLike<number>): number {
  const sum = Array.from(values).reduce((total, value) => total + value, 0);
  return sum > 0 ? perplexity(Float64Array.from(values, (value) => value / sum)) : NaN;
}

/** A head's pattern under both masks. */
export interface RankPair {
  readonly causal: number;
  readonly open: number;
}

/** Ranks of all heads at a tolerance; `spectra` are pairs of singular values. */
export function ranksAt(
  spectra: readonly { readonly causal: Float64Array; readonly open: Float64Array }[],
  tolerance: number,
): RankPair[] {
  return spectra.map(({ causal, open }) => ({
    causal: numericalRank(causal, tolerance),
    open: numericalRank(open, tolerance),
  }));
}

/** Over the heads: means, and in how many each mask has the higher number. */
export interface RankTally {
  readonly causal: number;
  readonly open: number;
  readonly causalHigher: number;
  readonly openHigher: number;
  readonly equal: number;
}

/** Tallies pairs of ranks, or of effective ranks; numbers closer than `slack` count as equal. */
export function tally(pairs: readonly RankPair[], slack = 0): RankTally {
  const mean = (key: keyof RankPair) => pairs.reduce((sum, pair) => sum + pair[key], 0) / pairs.length;
  const causalHigher = pairs.filter(({ causal, open }) => causal > open + slack).length;
  const openHigher = pairs.filter(({ causal, open }) => open > causal + slack).length;
  return {
    causal: mean('causal'),
    open: mean('open'),
    causalHigher,
    openHigher,
    equal: pairs.length - causalHigher - openHigher,
  };
}

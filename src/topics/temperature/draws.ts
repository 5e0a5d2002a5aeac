import { chiSquare, type ChiSquareResult } from '../../math/chiSquare';
import { createRandom } from '../../math/random';
import { drawCounts, sampleIndex } from '../../math/sampling';

/** What a number of draws from one distribution gave. */
export interface DrawOutcome {
  readonly draws: number;
  /** Times each token came up [V]. */
  readonly counts: Uint32Array;
  /** The token of the last draw; null before the first. */
  readonly last: number | null;
  /** The counts against theory, rare tokens pooled to an expected 5; null before the first draw. */
  readonly test: ChiSquareResult | null;
}

/**
 * Draws `draws` tokens from `p` [V] with the stream of `seed`. The first n draws are the same whatever comes after,
 * so pressing "draw one" a thousand times and drawing a thousand end alike.
 */
export function drawTokens(p: ArrayLike<number>, draws: number, seed: number): DrawOutcome {
  if (draws === 0) return { draws, counts: new Uint32Array(p.length), last: null, test: null };
  const random = createRandom(seed);
  const counts = drawCounts(p, draws - 1, random); // [V]
  const last = sampleIndex(p, random);
  counts[last] += 1;
  return { draws, counts, last, test: chiSquare(p, counts) };
}

/** One column of the draws' picture: a token, or (id null) all the rest pooled. */
export interface DrawColumn {
  readonly id: number | null;
  readonly observed: number;
  readonly expected: number;
}

/** The `shown` likeliest tokens of `p` [V] and, if more can be drawn, one column for the rest. */
export function drawColumns(
  p: ArrayLike<number>,
  outcome: DrawOutcome,
  ranked: readonly number[],
  shown: number,
): DrawColumn[] {
  const drawable = ranked.filter((id) => p[id] > 0).slice(0, shown);
  const columns: DrawColumn[] = drawable.map((id) => ({
    id,
    observed: outcome.counts[id],
    expected: p[id] * outcome.draws,
  }));
  const observed = columns.reduce((sum, column) => sum - column.observed, outcome.draws);
  const share = drawable.reduce((left, id) => left - p[id], 1);
  // What rounding leaves of a complete list is no column.
  if (observed > 0 || share > 1e-9)
    columns.push({ id: null, observed, expected: Math.max(0, share) * outcome.draws });
  return columns;
}

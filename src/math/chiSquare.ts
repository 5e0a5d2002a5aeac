import { probabilityTotal, requireInteger, requireLength } from './checks';
import { upperGammaShare } from './gamma';

/** Observed against expected counts in one bin, and the outcomes pooled in it. */
export interface ChiSquareBin {
  readonly indices: Int32Array;
  readonly observed: number;
  readonly expected: number;
}

/** Pearson's statistic, its degrees of freedom (bins - 1), its p-value, and the bins it was taken over. */
export interface ChiSquareResult {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  readonly bins: readonly ChiSquareBin[];
}

/** Probability that a chi-square variable of `degreesOfFreedom` exceeds `statistic`; 1 for no degrees of freedom; throws a RangeError on bad input. */
export function chiSquarePValue(statistic: number, degreesOfFreedom: number): number {
  requireInteger('The degrees of freedom', degreesOfFreedom, 0);
  if (!(statistic >= 0)) throw new RangeError(`The statistic must be at least 0, got ${statistic}.`);
  return degreesOfFreedom === 0 ? 1 : upperGammaShare(degreesOfFreedom / 2, statistic / 2);
}

/**
 * Pearson's chi-square of `counts` [V] against probabilities `p` [V] (Pearson 1900), sum (O - E)^2 / E, with outcomes
 * sorted by expectation and the tail pooled until every bin expects at least `leastExpected` draws (Cochran 1954: 5).
 * An outcome of probability 0 that was drawn gives a statistic of Infinity. Throws a RangeError on bad input or no draws.
 */
export function chiSquare(
  p: ArrayLike<number>,
  counts: ArrayLike<number>,
  leastExpected = 5,
): ChiSquareResult {
  requireLength('counts', counts, p.length);
  const total = probabilityTotal(p);
  let n = 0;
  for (let i = 0; i < counts.length; i++) {
    requireInteger('A count', counts[i], 0);
    n += counts[i];
  }
  requireInteger('The number of draws', n, 1);
  const expected = Float64Array.from(p, (value) => (value / total) * n); // [V]
  const order = Int32Array.from(expected.keys()).sort((i, j) => expected[j] - expected[i] || i - j);

  let single = 0;
  while (single < order.length && expected[order[single]] >= leastExpected) single++;
  // The pool must itself expect enough, so it may swallow the smallest of the large ones.
  let pooled = sumOver(expected, order.subarray(single));
  while (pooled > 0 && pooled < leastExpected && single > 0) pooled += expected[order[--single]];

  const bins: ChiSquareBin[] = [];
  for (let i = 0; i < single; i++) {
    bins.push({ indices: order.slice(i, i + 1), observed: counts[order[i]], expected: expected[order[i]] });
  }
  if (single < order.length) {
    const indices = order.slice(single);
    const observed = sumOver(counts, indices);
    if (pooled > 0 || observed > 0) bins.push({ indices, observed, expected: pooled });
  }
  const statistic = bins.reduce((sum, bin) => sum + (bin.observed - bin.expected) ** 2 / bin.expected, 0);
  const degreesOfFreedom = bins.length - 1;
  return { statistic, degreesOfFreedom, pValue: chiSquarePValue(statistic, degreesOfFreedom), bins };
}

function sumOver(values: ArrayLike<number>, indices: Int32Array): number {
  return indices.reduce((sum, i) => sum + values[i], 0);
}

import { dot } from '../../math/linear';
import { softmax } from '../../math/softmax';

/** How one cell of an attention pattern comes about, every number of it. */
export interface CellArithmetic {
  /** Turned query of the looking token and key of the one looked at [D]. */
  readonly q: Float64Array;
  readonly k: Float64Array;
  /** Their products, coordinate by coordinate [D]. */
  readonly products: Float64Array;
  /** q . k */
  readonly dot: number;
  /** q . k divided by the square root of D. */
  readonly score: number;
  /** The largest score of the row, taken off before exp. */
  readonly largest: number;
  /** exp(score - largest) and the sum of that over the row. */
  readonly numerator: number;
  readonly denominator: number;
  /** The row's softmax here. */
  readonly weight: number;
  /** How many places the row may look at: t + 1. */
  readonly places: number;
}

/**
 * Recomputes the weight with which position `t` looks at `s` from a head's turned queries and keys [T, D] (Vaswani et
 * al. 2017, eq. 1, causal); throws a RangeError when s lies after t.
 */
export function cellArithmetic(
  queries: ArrayLike<number>,
  keys: ArrayLike<number>,
  headSize: number,
  t: number,
  s: number,
): CellArithmetic {
  if (s > t) throw new RangeError(`Position ${t} may not look ahead at ${s}.`);
  const row = (of: ArrayLike<number>, at: number) =>
    Float64Array.from({ length: headSize }, (_, d) => of[at * headSize + d]);
  const q = row(queries, t);
  const scores = Float64Array.from({ length: t + 1 }, (_, at) => dot(q, row(keys, at)) / Math.sqrt(headSize)); // [t + 1]
  const k = row(keys, s);
  const largest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  return {
    q,
    k,
    products: q.map((value, d) => value * k[d]),
    dot: dot(q, k),
    score: scores[s],
    largest,
    numerator: Math.exp(scores[s] - largest),
    denominator: scores.reduce((sum, score) => sum + Math.exp(score - largest), 0),
    weight: softmax(scores)[s],
    places: t + 1,
  };
}

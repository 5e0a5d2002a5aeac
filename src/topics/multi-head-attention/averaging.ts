import { dot } from '../../math/linear';

/** What one place adds to a head's output: its value row times its weight. */
export interface Contribution {
  readonly position: number;
  readonly weight: number;
  /** Length of the value row. */
  readonly valueNorm: number;
  /** weight times value [D] and its length. */
  readonly vector: Float64Array;
  readonly norm: number;
}

/** A head's output at one position, taken apart. */
export interface HeadAverage {
  /** All places looked at, the largest contribution first. */
  readonly contributions: readonly Contribution[];
  /** Their sum [D], which is the head's output, and its length. */
  readonly output: Float64Array;
  readonly outputNorm: number;
  /** The sum of the contributions' lengths: what would be left if all pointed one way. */
  readonly sumOfNorms: number;
  /** Everything but the two largest, summed [D]. */
  readonly rest: Float64Array;
  readonly restNorm: number;
  /** Cosine of the two largest contributions; null when there is one place only, or a length of 0. */
  readonly cosine: number | null;
}

const norm = (vector: Float64Array) => Math.sqrt(dot(vector, vector));

/**
 * Takes the output of a head at position `t` apart: sum over s <= t of pattern[t, s] times v[s] (Vaswani et al. 2017,
 * eq. 1), from its pattern [T, T] and values [T, D].
 */
export function headAverage(
  pattern: ArrayLike<number>,
  values: ArrayLike<number>,
  length: number,
  headSize: number,
  t: number,
): HeadAverage {
  const places = Array.from({ length: t + 1 }, (_, s): Contribution => {
    const weight = pattern[t * length + s];
    const value = Float64Array.from({ length: headSize }, (_, d) => values[s * headSize + d]); // [D]
    const vector = value.map((each) => each * weight); // [D]
    return { position: s, weight, valueNorm: norm(value), vector, norm: norm(vector) };
  });
  const contributions = places.toSorted((a, b) => b.norm - a.norm);
  const sum = (of: readonly Contribution[]) =>
    of.reduce((total, { vector }) => total.map((each, d) => each + vector[d]), new Float64Array(headSize)); // [D]
  const output = sum(contributions);
  const rest = sum(contributions.slice(2));
  const [first, second] = contributions;
  return {
    contributions,
    output,
    outputNorm: norm(output),
    sumOfNorms: contributions.reduce((total, each) => total + each.norm, 0),
    rest,
    restNorm: norm(rest),
    cosine:
      second && first.norm > 0 && second.norm > 0
        ? dot(first.vector, second.vector) / (first.norm * second.norm)
        : null,
  };
}

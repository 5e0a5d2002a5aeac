import { entropyBits } from '../../math/entropy';
import { softmax, topIndices } from '../../math/softmax';

/** Upper end of the ruler. */
export const RULER_END = 5;

/** Place of a temperature along the ruler, 0 to 1: the square root spreads the range below 1, where most happens. */
export const placeOf = (T: number): number => Math.sqrt(Math.min(T, RULER_END) / RULER_END);

/** Temperature at a place (0 to 1) along the ruler; the inverse of `placeOf`. */
export const temperatureAt = (place: number): number => RULER_END * place * place;

/** Temperatures that carry a little distribution on the ruler. */
export const rulerMarks: readonly number[] = [0, 0.2, 0.5, 1, 1.5, 2, 3, 4, 5];

/** What one set of logits gives along the whole ruler; all lists are as long as `T`. */
export interface Sweep {
  readonly T: readonly number[];
  /** Bits. */
  readonly entropy: readonly number[];
  /** 2 to the power of the entropy. */
  readonly choices: readonly number[];
  /** Probability of the largest logit. */
  readonly top: readonly number[];
  /** Probability of the second largest logit; empty when there is none. */
  readonly second: readonly number[];
}

/** Entropy, effective choices and the two leaders of softmax(logits / T) for `points` temperatures from 0 to 5, evenly spaced along the ruler. */
export function sweepTemperatures(logits: ArrayLike<number>, points = 61): Sweep {
  const T = Array.from({ length: points }, (_, i) => temperatureAt(i / (points - 1)));
  const [first, runnerUp] = topIndices(logits, 2);
  const distributions = T.map((each) => softmax(logits, each)); // [points][V]
  const entropy = distributions.map(entropyBits);
  return {
    T,
    entropy,
    choices: entropy.map((bits) => 2 ** bits),
    top: distributions.map((p) => p[first]),
    second: runnerUp === undefined ? [] : distributions.map((p) => p[runnerUp]),
  };
}

/** Where a swept line is highest: its temperature and its value; null for an empty line. */
export function peakOf(
  T: readonly number[],
  values: readonly number[],
): { readonly T: number; readonly value: number } | null {
  if (values.length === 0) return null;
  const at = values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
  return { T: T[at], value: values[at] };
}

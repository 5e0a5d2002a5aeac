import type { CutResult } from '../../math/cuts';

/** The numbers of one token's softmax, ready to be written out; `shift` is 0 or the largest logit. */
export interface Arithmetic {
  readonly z: number;
  readonly T: number;
  /** Taken off every logit first when exp would leave the range of readable numbers; it cancels in the quotient. */
  readonly shift: number;
  /** exp((z - shift) / T). */
  readonly numerator: number;
  /** The same summed over the whole vocabulary. */
  readonly denominator: number;
  readonly p: number;
  /** Mass at T of the tokens the cuts kept. */
  readonly keptMass: number;
  /** Probability after the cuts; null for a token that was cut away. */
  readonly final: number | null;
}

/** Largest exponent written without a shift: e^30 is about 10^13. */
const READABLE = 30;

/** Writes p = exp(z/T) / sum exp(z/T) for token `id` of `logits` [V]; null at T = 0, where nothing is divided. */
export function arithmeticOf(
  logits: ArrayLike<number>,
  cut: CutResult,
  T: number,
  id: number,
): Arithmetic | null {
  if (T === 0) return null;
  let largest = -Infinity;
  for (let i = 0; i < logits.length; i++) largest = Math.max(largest, logits[i]);
  const shift = Math.abs(largest / T) > READABLE ? largest : 0;
  let denominator = 0;
  let keptMass = 0;
  for (let i = 0; i < logits.length; i++) {
    denominator += Math.exp((logits[i] - shift) / T);
    if (cut.keep[i]) keptMass += cut.probabilities[i];
  }
  return {
    z: logits[id],
    T,
    shift,
    numerator: Math.exp((logits[id] - shift) / T),
    denominator,
    p: cut.probabilities[id],
    keptMass,
    final: cut.keep[id] ? cut.final[id] : null,
  };
}

import { requireInteger, requireLength, requirePositive } from './checks';
import { logSumExp } from './softmax';

/** Mean loss in nats over the scored positions, each position's loss [T] (0 where ignored), and how many were scored. */
export interface CrossEntropyLoss {
  readonly loss: number;
  readonly perToken: Float64Array;
  readonly scored: number;
}

/**
 * Cross-entropy in nats of row-major `logits` [T, V] against `targets` [T]; a negative target is not scored, as for prompt
 * tokens in fine-tuning; throws a RangeError on a wrong length, a target past V, or nothing to score.
 */
export function crossEntropyLoss(
  logits: ArrayLike<number>,
  targets: ArrayLike<number>,
  vocabulary: number,
): CrossEntropyLoss {
  requireLength('logits', logits, targets.length * vocabulary);
  const flat = Float64Array.from(logits);
  const perToken = new Float64Array(targets.length); // [T]
  let sum = 0;
  let scored = 0;
  for (let t = 0; t < targets.length; t++) {
    const target = targets[t];
    if (target < 0) continue;
    requireInteger('A target', target, 0);
    if (target >= vocabulary)
      throw new RangeError(`Target ${target} is outside a vocabulary of ${vocabulary}.`);
    const row = flat.subarray(t * vocabulary, (t + 1) * vocabulary);
    perToken[t] = logSumExp(row) - row[target];
    sum += perToken[t];
    scored++;
  }
  requireInteger('The number of scored positions', scored, 1);
  return { loss: sum / scored, perToken, scored };
}

/** Mean -ln p in nats of the probabilities a model gave to the tokens that came [T]; Infinity if one is 0; throws a RangeError outside [0, 1] or on an empty list. */
export function sequenceLoss(tokenProbabilities: ArrayLike<number>): number {
  requireInteger('The number of tokens', tokenProbabilities.length, 1);
  let sum = 0;
  for (let t = 0; t < tokenProbabilities.length; t++) {
    const p = tokenProbabilities[t];
    if (!(p >= 0 && p <= 1)) throw new RangeError(`A probability must lie between 0 and 1, got ${p}.`);
    sum -= Math.log(p);
  }
  return sum / tokenProbabilities.length + 0;
}

/** Perplexity of a sequence, exp of its mean loss in nats a token; same errors as sequenceLoss. */
export function sequencePerplexity(tokenProbabilities: ArrayLike<number>): number {
  return Math.exp(sequenceLoss(tokenProbabilities));
}

/** Bits per byte of a text from its summed loss in nats and its length in UTF-8 bytes, so that tokenizers can be compared; throws a RangeError unless bytes > 0. */
export function bitsPerByte(totalLossNats: number, bytes: number): number {
  requirePositive('The number of bytes', bytes);
  return totalLossNats / Math.LN2 / bytes;
}

import { entropyBits } from '../../math/entropy';
import { longestLoop, ngramCounts, repN, repeatedNgramFlags, type Loop } from '../../math/repetition';
import { softmax } from '../../math/softmax';
import { NGRAM } from './controls';

/** The probability of one round of a loop, under the unmodified model. */
export interface Round {
  /** From 1. */
  readonly number: number;
  /** Place of its first token in the generated text. */
  readonly start: number;
  /** Geometric mean of its tokens' probabilities, 0 to 1. */
  readonly mean: number;
  /** Probability of the token that was least certain in round 1. */
  readonly pivot: number;
}

/** How repetitive one generated text is, and what it cost. */
export interface TextMeasures {
  /** Rep-4 in percent. */
  readonly rep: number;
  /** How often the commonest 4-gram occurs. */
  readonly largest: number;
  /** Mean of -log2 p over the tokens, p from the unmodified model; NaN for an empty text. */
  readonly surprisal: number;
  /** Flags [N] of the tokens inside a 4-gram seen before. */
  readonly repeated: Uint8Array;
}

/** Measures a generated text by its ids [N] and the unmodified model's probability of each [N]. */
export function measure(ids: readonly number[], p: readonly number[]): TextMeasures {
  return {
    rep: repN(ids, NGRAM),
    largest: ngramCounts(ids, NGRAM).largest,
    surprisal: -p.reduce((sum, each) => sum + Math.log2(each), 0) / p.length,
    repeated: repeatedNgramFlags(ids, NGRAM),
  };
}

/** Rep-4 in percent after each token [N] of a text; 0 until it has a 4-gram. */
export function repSoFar(ids: readonly number[]): number[] {
  return ids.map((_, i) => repN(ids.slice(0, i + 1), NGRAM));
}

/** Entropy in bits of the model's distribution before each of the last `count` tokens [N], from logits [T, V]. */
export function entropies(logits: Float32Array, V: number, given: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const row = given + i - 1;
    return entropyBits(softmax(logits.subarray(row * V, (row + 1) * V)));
  });
}

/** The loop of a text and its whole rounds; null when nothing comes back to back at least twice. */
export interface Rounds {
  readonly loop: Loop;
  readonly rounds: readonly Round[];
  /** Place within a round of the token that was least certain in round 1. */
  readonly pivotAt: number;
}

/** The longest loop of ids [N] with its rounds' probabilities, from the model's p of each token [N]. */
export function roundsOf(ids: readonly number[], p: readonly number[]): Rounds | null {
  const loop = longestLoop(ids);
  if (!loop) return null;
  const { start, period } = loop;
  const first = p.slice(start, start + period);
  const pivotAt = first.indexOf(Math.min(...first));
  const rounds = Array.from({ length: Math.floor(loop.repeats) }, (_, index) => {
    const from = start + index * period;
    const logs = p.slice(from, from + period).map(Math.log);
    return {
      number: index + 1,
      start: from,
      mean: Math.exp(logs.reduce((sum, each) => sum + each, 0) / period),
      pivot: p[from + pivotAt],
    };
  });
  return { loop, rounds, pivotAt };
}

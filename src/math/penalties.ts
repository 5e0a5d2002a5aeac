import { requireFinite, requireInteger, requirePositive, requireShare } from './checks';
import { argmax } from './ranking';

function requireTokens(tokens: ArrayLike<number>, vocabulary: number): void {
  for (let i = 0; i < tokens.length; i++) {
    if (!(Number.isInteger(tokens[i]) && tokens[i] >= 0 && tokens[i] < vocabulary)) {
      throw new RangeError(`Token ${tokens[i]} at ${i} is outside a vocabulary of ${vocabulary}.`);
    }
  }
}

/**
 * Repetition penalty as transformers applies it to logits [V]: once for each distinct token of `history` (prompt and
 * text), a positive logit is divided by `theta` and a negative one multiplied, so that both become less likely;
 * throws a RangeError unless theta > 0 and the tokens lie in the vocabulary.
 */
export function repetitionPenalty(
  logits: ArrayLike<number>,
  history: ArrayLike<number>,
  theta: number,
): Float64Array {
  return penaliseSeen(logits, history, theta, (z) => (z < 0 ? z * theta : z / theta));
}

/**
 * Repetition penalty as its paper writes it (Keskar et al. 2019, sec. 4.1): the logit of every seen token is divided by
 * `theta` whatever its sign, so that a negative one becomes more likely; same shapes and errors as repetitionPenalty.
 */
export function repetitionPenaltyCtrl(
  logits: ArrayLike<number>,
  history: ArrayLike<number>,
  theta: number,
): Float64Array {
  return penaliseSeen(logits, history, theta, (z) => z / theta);
}

function penaliseSeen(
  logits: ArrayLike<number>,
  history: ArrayLike<number>,
  theta: number,
  penalise: (z: number) => number,
): Float64Array {
  requirePositive('The repetition penalty', theta);
  requireTokens(history, logits.length);
  const result = Float64Array.from(logits); // [V]
  for (const token of new Set(Array.from(history))) result[token] = penalise(result[token]);
  return result;
}

/** Strengths of OpenAI's two penalties, in logits. */
export interface CountPenalties {
  readonly presence?: number;
  readonly frequency?: number;
}

/**
 * Presence and frequency penalties on logits [V]: z_t - c_t * frequency - [c_t > 0] * presence, with c_t the count of t in
 * the `generated` text without the prompt (OpenAI API reference); throws a RangeError on a strength that is not finite
 * or a token outside the vocabulary.
 */
export function presenceFrequencyPenalty(
  logits: ArrayLike<number>,
  generated: ArrayLike<number>,
  { presence = 0, frequency = 0 }: CountPenalties,
): Float64Array {
  requireFinite('The presence penalty', presence);
  requireFinite('The frequency penalty', frequency);
  requireTokens(generated, logits.length);
  const counts = new Uint32Array(logits.length); // [V]
  for (let i = 0; i < generated.length; i++) counts[generated[i]]++;
  return Float64Array.from(logits, (z, t) => (counts[t] > 0 ? z - counts[t] * frequency - presence : z));
}

/**
 * Tokens, ascending, that would complete an n-gram already in `sequence` (prompt included; Paulus et al. 2017, and
 * transformers' rule); empty while the sequence is shorter than n; throws a RangeError unless n is at least 1.
 */
export function bannedByNgram(sequence: ArrayLike<number>, n: number): number[] {
  requireInteger('The n of an n-gram', n, 1);
  const banned = new Set<number>();
  const prefix = sequence.length - (n - 1);
  for (let start = 0; start + n <= sequence.length; start++) {
    let matches = true;
    for (let i = 0; i < n - 1 && matches; i++) matches = sequence[start + i] === sequence[prefix + i];
    if (matches) banned.add(sequence[start + n - 1]);
  }
  return [...banned].sort((a, b) => a - b);
}

/** Logits [V] with every token of `bannedByNgram` at -Infinity; throws a RangeError on a bad n or a token outside the vocabulary. */
export function noRepeatNgram(
  logits: ArrayLike<number>,
  sequence: ArrayLike<number>,
  n: number,
): Float64Array {
  requireTokens(sequence, logits.length);
  const result = Float64Array.from(logits); // [V]
  for (const token of bannedByNgram(sequence, n)) result[token] = -Infinity;
  return result;
}

/** Hidden states of the context and of each candidate's own position, all of one width, with the candidates' probabilities. */
export interface ContrastiveInput {
  readonly contextHidden: readonly ArrayLike<number>[]; // [T][C]
  readonly candidateHidden: readonly ArrayLike<number>[]; // [k][C]
  /** Model probabilities [k], neither their logarithms nor rescaled over the k. */
  readonly probabilities: ArrayLike<number>;
  readonly alpha: number;
}

/** Cosines [k][T], the largest of each row, the scores [k] and the index chosen. */
export interface ContrastiveScores {
  readonly cosines: readonly Float64Array[];
  readonly degenerationPenalties: Float64Array;
  readonly scores: Float64Array;
  readonly chosen: number;
}

/**
 * Contrastive search over k candidates: (1 - alpha) p(v) - alpha * max_j cos(h_v, h_j) (Su et al. 2022, eq. 5), the first
 * best chosen; throws a RangeError unless alpha lies in [0, 1] and there is a candidate and a context.
 */
export function contrastiveScores(input: ContrastiveInput): ContrastiveScores {
  const { contextHidden, candidateHidden, probabilities, alpha } = input;
  if (alpha !== 0) requireShare('alpha', alpha);
  requireInteger('The number of context states', contextHidden.length, 1);
  requireInteger('The number of probabilities', probabilities.length, candidateHidden.length);
  const cosines = candidateHidden.map((h) => Float64Array.from(contextHidden, (other) => cosine(h, other)));
  const degenerationPenalties = Float64Array.from(cosines, (row) => Math.max(...row)); // [k]
  const scores = degenerationPenalties.map((penalty, i) => (1 - alpha) * probabilities[i] - alpha * penalty);
  return { cosines, degenerationPenalties, scores, chosen: argmax(scores) };
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let i = 0; i < a.length; i++) {
    product += a[i] * b[i];
    squareA += a[i] * a[i];
    squareB += b[i] * b[i];
  }
  return product / Math.sqrt(squareA * squareB);
}

import type { Random } from '../../math/random';
import type { ScoredPositions } from '../../math/training/tokenScores';
import type { Span } from '../../math/training/policyLosses';
import { RuntimeError } from '../protocol';
import type { TextCoder } from './textCoder';

/** A prompt with its answer as tokens; the answer ends with the end token, unless it was cut. */
export interface EncodedAnswer {
  readonly tokens: readonly number[];
  readonly promptLength: number;
}

/** Tokens of a prompt and its answer with the end token after it. */
export function encodeAnswer(coder: TextCoder, prompt: string, answer: string): EncodedAnswer {
  const before = coder.encode(prompt);
  // A text needs one token to predict from; an empty prompt is the end of the text before it.
  if (before.length === 0) before.push(coder.end);
  return { tokens: [...before, ...coder.encode(answer), coder.end], promptLength: before.length };
}

/** Those that fit a row; throws RuntimeError 'bad-request' when none does. */
export function thoseThatFit<T>(items: readonly T[], lengthOf: (item: T) => number, window: number): T[] {
  const fitting = items.filter((item) => lengthOf(item) <= window);
  if (fitting.length === 0)
    throw new RuntimeError('bad-request', `none of ${items.length} texts fits ${window} tokens`);
  return fitting;
}

/** Rows laid end to end [batch, length], padded on the right. */
export interface PaddedRows {
  readonly tokens: Int32Array;
  readonly batch: number;
  readonly length: number;
}

/** Pads rows to the longest. */
export function padRows(rows: readonly (readonly number[])[], filler: number): PaddedRows {
  const length = Math.max(...rows.map((row) => row.length));
  const tokens = new Int32Array(rows.length * length).fill(filler);
  rows.forEach((row, i) => tokens.set(row, i * length));
  return { tokens, batch: rows.length, length };
}

/** The answers' tokens of padded rows: where each is predicted from, what it is, and each row's span of them. */
export function answerPositions(
  rows: readonly EncodedAnswer[],
  length: number,
): ScoredPositions & { readonly spans: readonly Span[]; readonly ends: Int32Array } {
  const positions: number[] = [];
  const targets: number[] = [];
  const spans: Span[] = [];
  rows.forEach(({ tokens, promptLength }, row) => {
    const first = positions.length;
    for (let t = promptLength; t < tokens.length; t++) {
      positions.push(row * length + t - 1);
      targets.push(tokens[t]);
    }
    spans.push({ first, end: positions.length });
  });
  const ends = Int32Array.from(rows, ({ tokens }, row) => row * length + tokens.length - 1);
  return { positions: Int32Array.from(positions), targets: Int32Array.from(targets), spans, ends };
}

/** Deals numbers below `count` in a new order each round (Fisher and Yates), as an epoch over data does. */
export class Dealer {
  #order: number[] = [];
  #next = 0;

  #random: Random;

  constructor(
    private readonly count: number,
    random: Random,
  ) {
    this.#random = random;
  }

  /** The next `size` numbers; a round may end inside. */
  deal(size: number): number[] {
    return Array.from({ length: size }, () => {
      if (this.#next >= this.#order.length) this.#shuffle();
      return this.#order[this.#next++];
    });
  }

  #shuffle(): void {
    this.#order = Array.from({ length: this.count }, (_, i) => i);
    for (let i = this.count - 1; i > 0; i--) {
      const j = this.#random.int(i + 1);
      [this.#order[i], this.#order[j]] = [this.#order[j], this.#order[i]];
    }
    this.#next = 0;
  }

  /** What `restore` needs to go on from here. */
  state(): { readonly order: readonly number[]; readonly next: number } {
    return { order: [...this.#order], next: this.#next };
  }

  /** Goes on from a state, drawing from `random` from now on. */
  restore(
    { order, next }: { readonly order: readonly number[]; readonly next: number },
    random: Random,
  ): void {
    this.#random = random;
    this.#order = [...order];
    this.#next = next;
  }
}

import { requireInteger } from './checks';

type Token = string | number;

/** How many n-grams a text has, how many are distinct, and how often the commonest occurs. */
export interface NgramCounts {
  readonly total: number;
  readonly unique: number;
  readonly largest: number;
}

/** Key of each n-gram in order, [T - n + 1]; equal keys mean equal n-grams. */
function ngramKeys(tokens: ArrayLike<Token>, n: number): string[] {
  requireInteger('The n of an n-gram', n, 1);
  // Numbers instead of the tokens: a text token could contain whatever separates the key's parts.
  const numbers = new Map<Token, number>();
  const ids = Array.from(tokens, (token) => {
    const known = numbers.get(token);
    if (known !== undefined) return known;
    numbers.set(token, numbers.size);
    return numbers.size - 1;
  });
  const keys: string[] = [];
  for (let start = 0; start + n <= ids.length; start++) keys.push(ids.slice(start, start + n).join());
  return keys;
}

/** Counts of the n-grams of `tokens` [T]; all 0 if the text is shorter than n; throws a RangeError unless n is at least 1. */
export function ngramCounts(tokens: ArrayLike<Token>, n: number): NgramCounts {
  const keys = ngramKeys(tokens, n);
  const counts = new Map<string, number>();
  let largest = 0;
  for (const key of keys) {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    largest = Math.max(largest, count);
  }
  return { total: keys.length, unique: counts.size, largest };
}

/** Distinct-n, the share of n-grams that are different (Li et al. 2016), in (0, 1]; 1 for a text shorter than n; throws a RangeError on a bad n. */
export function distinctN(tokens: ArrayLike<Token>, n: number): number {
  const { total, unique } = ngramCounts(tokens, n);
  return total === 0 ? 1 : unique / total;
}

/** Rep-n in percent, 100 (1 - distinct-n) for one text (Welleck et al. 2020; Su et al. 2022); throws a RangeError on a bad n. */
export function repN(tokens: ArrayLike<Token>, n: number): number {
  return 100 * (1 - distinctN(tokens, n));
}

/** Flags [T] of the tokens that belong to an n-gram seen before in the text, for underlining; throws a RangeError on a bad n. */
export function repeatedNgramFlags(tokens: ArrayLike<Token>, n: number): Uint8Array {
  const flags = new Uint8Array(tokens.length); // [T]
  const seen = new Set<string>();
  ngramKeys(tokens, n).forEach((key, start) => {
    if (seen.has(key)) flags.fill(1, start, start + n);
    seen.add(key);
  });
  return flags;
}

/** A stretch that repeats itself: where it starts, the length of what repeats, its own length, and length/period. */
export interface Loop {
  readonly start: number;
  readonly period: number;
  readonly length: number;
  readonly repeats: number;
}

/**
 * The longest stretch of `tokens` [T] in which each token equals the one `period` before it, at least two periods long,
 * with the shortest period among equals and the first such stretch; null if nothing repeats back to back.
 */
export function longestLoop(tokens: ArrayLike<Token>): Loop | null {
  let best: Loop | null = null;
  for (let period = 1; period <= tokens.length / 2; period++) {
    let run = 0;
    for (let i = period; i < tokens.length; i++) {
      run = tokens[i] === tokens[i - period] ? run + 1 : 0;
      const length = run + period;
      if (run >= period && length > (best?.length ?? 0)) {
        best = { start: i - length + 1, period, length, repeats: length / period };
      }
    }
  }
  return best;
}

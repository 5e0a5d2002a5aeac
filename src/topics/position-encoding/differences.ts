import type { Tensor } from '../../runtime/protocol';

/** Where one word's tokens lie in a text: from `start` up to `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Spans of words of these many tokens, one after the other. */
export function spansOf(lengths: readonly number[]): Span[] {
  let start = 0;
  return lengths.map((length) => ({ start, end: (start += length) }));
}

/**
 * How far a word's vectors in one text are from the same word's in another, as a share of their length:
 * |a - b| / |a| over all its tokens together. The tensors are [1, T, C]; 0 is exactly equal.
 */
export function relativeDifference(before: Tensor, there: Span, after: Tensor, here: Span): number {
  const C = before.dims[2];
  let gap = 0;
  let size = 0;
  for (let i = 0; i < (there.end - there.start) * C; i++) {
    const a = before.data[there.start * C + i];
    const b = after.data[here.start * C + i];
    gap += (a - b) ** 2;
    size += a ** 2;
  }
  return size === 0 ? 0 : Math.sqrt(gap / size);
}

/** Differences below this come from the rounding of float32 sums in another order. */
export const ROUNDING = 1e-5;

/** Largest absolute difference of a word's vectors, entry by entry. */
export function largestDifference(before: Tensor, there: Span, after: Tensor, here: Span): number {
  const C = before.dims[2];
  let worst = 0;
  for (let i = 0; i < (there.end - there.start) * C; i++)
    worst = Math.max(worst, Math.abs(before.data[there.start * C + i] - after.data[here.start * C + i]));
  return worst;
}

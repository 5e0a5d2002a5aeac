import { logSumExp } from './softmax';

/** Bits of surprise at each token given those before it: entry t is for token t + 1 [T - 1], from logits [T, V], row-major. */
export function surprises(logits: Float32Array, V: number, ids: readonly number[]): Float64Array {
  return Float64Array.from({ length: Math.max(0, ids.length - 1) }, (_, t) => {
    const row = logits.subarray(t * V, (t + 1) * V); // [V]
    return (logSumExp(row) - row[ids[t + 1]]) / Math.LN2;
  });
}

/** Mean of `values` from `start` up to `end` (exclusive); NaN where there are none. */
export function meanOver(values: ArrayLike<number>, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += values[i];
  return end > start ? sum / (end - start) : NaN;
}

/** Running mean over `width` entries, those at the ends over fewer. */
export function smooth(values: ArrayLike<number>, width: number): Float64Array {
  const half = Math.floor(width / 2);
  return Float64Array.from({ length: values.length }, (_, i) =>
    meanOver(values, Math.max(0, i - half), Math.min(values.length, i + half + 1)),
  );
}

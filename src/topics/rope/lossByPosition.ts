import { logSumExp } from '../../math/softmax';
import { cosSinTables, scaledFrequencies } from '../../math/rope';
import type { Interventions, ModelInfo, Tensor } from '../../runtime/protocol';
import type { Method } from './controls';

/** Bits of surprise at each token given those before it: entry t is for token t + 1 [T - 1], from logits [1, T, V]. */
export function surprisesOf(logits: Tensor, ids: readonly number[]): Float64Array {
  const V = logits.dims[logits.dims.length - 1];
  return Float64Array.from({ length: Math.max(0, ids.length - 1) }, (_, t) => {
    const row = logits.data.subarray(t * V, (t + 1) * V); // [V]
    return (logSumExp(row) - row[ids[t + 1]]) / Math.LN2;
  });
}

/** Rotary tables [T, D/2] of a method for positions 0..length-1; null for the window that slides, which needs none. */
export function tablesOf(
  method: Method,
  info: ModelInfo,
  scale: number,
  length: number,
): Interventions['rotary'] | null {
  if (method === 'sliding') return null;
  const { headSize, rotaryBase: base, window: trainedLength } = info;
  const scaled = scaledFrequencies(method, { headSize, base, trainedLength, scale, length });
  return cosSinTables(
    Array.from({ length }, (_, position) => position),
    scaled.frequencies,
    scaled.attentionFactor,
  );
}

/** One pass of a window that slides: tokens `from` to `to`, of whose predictions those from `fresh` on are new. */
export interface WindowPass {
  readonly from: number;
  readonly to: number;
  readonly fresh: number;
}

/** Passes of at most `window` tokens over a text of `length`, each a quarter window further than the one before. */
export function slidingPasses(length: number, window: number): WindowPass[] {
  const stride = Math.max(1, Math.floor(window / 4));
  const passes: WindowPass[] = [];
  let done = 0;
  for (let to = Math.min(window, length); ; to = Math.min(length, to + stride)) {
    passes.push({ from: Math.max(0, to - window), to, fresh: done });
    done = to - 1;
    if (to >= length) return passes;
  }
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

import { cosSinTables, scaledFrequencies } from '../../math/rope';
import type { Interventions, ModelInfo } from '../../runtime/protocol';
import type { Method } from './controls';

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

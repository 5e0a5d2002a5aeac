import type { DecoderShape } from './decoderShape';
import type { Heap, Kernels } from './kernels';

/** cos and sin of every position's angles [window, D/2] (Su et al. 2021, eq. 15), in float64. */
export interface RotaryTables {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
  readonly half: number;
}

/** The tables of a shape's whole window. */
export function rotaryTables({ width, heads, window, rotaryBase }: DecoderShape): RotaryTables {
  const half = width / heads / 2;
  const angle = Float64Array.from(
    { length: window * half },
    (_, i) => Math.floor(i / half) * rotaryBase ** (-(i % half) / half),
  );
  return { cos: angle.map(Math.cos), sin: angle.map(Math.sin), half };
}

/** Turns the pairs (i, i + D/2) of every head of q and k in one row [3 C], by the position's angle or back. */
export function rotateRow(
  heap: Heap,
  row: number,
  position: number,
  width: number,
  { cos, sin, half }: RotaryTables,
  direction: 1 | -1,
): void {
  const from = position * half;
  for (let head = row; head < row + 2 * width; head += 2 * half) {
    for (let i = 0; i < half; i++) {
      const c = cos[from + i];
      const s = direction * sin[from + i];
      const first = heap[head + i];
      const second = heap[head + i + half];
      heap[head + i] = first * c - second * s;
      heap[head + i + half] = second * c + first * s;
    }
  }
}

/** Sizes of a batch in hand. */
export interface BatchSize {
  readonly batch: number;
  readonly length: number;
}

/**
 * Causal attention of a batch: rotates q and k inside qkv [N, 3 C], leaves the pattern [B, H, T, T] and writes the
 * heads' mixed values [N, C].
 */
export function attentionForward(
  kernels: Kernels,
  shape: DecoderShape,
  tables: RotaryTables,
  { batch, length }: BatchSize,
  qkv: number,
  pattern: number,
  mixed: number,
): void {
  const { width, heads } = shape;
  const size = width / heads;
  const scale = 1 / Math.sqrt(size);
  const square = length * length;
  for (let row = 0; row < batch * length; row++)
    rotateRow(kernels.heap, qkv + row * 3 * width, row % length, width, tables, 1);
  for (let b = 0; b < batch; b++) {
    for (let head = 0; head < heads; head++) {
      const q = qkv + b * length * 3 * width + head * size;
      const p = pattern + (b * heads + head) * square;
      kernels.gemm(p, q, q + width, length, length, size, 3 * width, 1, 1, 3 * width, length, false, scale);
    }
  }
  kernels.softmax(pattern, batch * heads * length, length, length);
  for (let b = 0; b < batch; b++) {
    for (let head = 0; head < heads; head++) {
      const v = qkv + b * length * 3 * width + 2 * width + head * size;
      const out = mixed + b * length * width + head * size;
      const p = pattern + (b * heads + head) * square;
      kernels.gemm(out, p, v, length, size, length, length, 1, 3 * width, 1, width, false, 1);
    }
  }
}

/** From dMixed [N, C] to dQkv [N, 3 C], before the rotation; dPattern is scratch [B, H, T, T]. */
export function attentionBackward(
  kernels: Kernels,
  shape: DecoderShape,
  tables: RotaryTables,
  { batch, length }: BatchSize,
  places: { qkv: number; pattern: number; dMixed: number; dQkv: number; dPattern: number },
): void {
  const { width, heads } = shape;
  const size = width / heads;
  const scale = 1 / Math.sqrt(size);
  const row = 3 * width;
  for (let b = 0; b < batch; b++) {
    for (let head = 0; head < heads; head++) {
      const part = b * length * row + head * size;
      const q = places.qkv + part;
      const dq = places.dQkv + part;
      const p = places.pattern + (b * heads + head) * length * length;
      const dp = places.dPattern + (b * heads + head) * length * length;
      const dOut = places.dMixed + b * length * width + head * size;
      kernels.gemm(dq + 2 * width, p, dOut, length, size, length, 1, length, width, 1, row, false, 1);
      kernels.gemm(dp, dOut, q + 2 * width, length, length, size, width, 1, 1, row, length, false, 1);
      kernels.softmaxBackward(dp, p, length, length);
      kernels.gemm(dq, dp, q + width, length, size, length, length, 1, row, 1, row, false, scale);
      kernels.gemm(dq + width, dp, q, length, size, length, 1, length, row, 1, row, false, scale);
    }
  }
  for (let i = 0; i < batch * length; i++)
    rotateRow(kernels.heap, places.dQkv + i * row, i % length, width, tables, -1);
}

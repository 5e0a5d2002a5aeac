import type { Kernels } from './kernels';

/** One product y = W x (+ scale B A x): places of W [out, in] and, if there is an adapter, of A [rank, in] and B [out, rank]. */
export interface LinearProduct {
  readonly weight: number;
  /** Where W's gradient is summed; null for a frozen W. */
  readonly dWeight: number | null;
  readonly inputs: number;
  readonly outputs: number;
  readonly low: LowRank | null;
}

export interface LowRank {
  readonly a: number;
  readonly b: number;
  readonly dA: number;
  readonly dB: number;
  readonly rank: number;
  readonly scale: number;
  /** A x [rows, rank], written forwards and read backwards. */
  readonly ax: number;
}

/** y [rows, out] = x [rows, in] through the product, added to y if `add`. */
export function linearForward(
  kernels: Kernels,
  product: LinearProduct,
  x: number,
  y: number,
  rows: number,
  add: boolean,
): void {
  const { weight, inputs, outputs, low } = product;
  kernels.gemm(y, x, weight, rows, outputs, inputs, inputs, 1, 1, inputs, outputs, add, 1);
  if (!low) return;
  const { a, b, ax, rank, scale } = low;
  kernels.gemm(ax, x, a, rows, rank, inputs, inputs, 1, 1, inputs, rank, false, 1);
  kernels.gemm(y, ax, b, rows, outputs, rank, rank, 1, 1, rank, outputs, true, scale);
}

/**
 * From dy [rows, out]: adds the gradients of W, A and B where they are trained, and unless dx is null writes
 * dx [rows, in]. `dAx` is scratch [rows, rank].
 */
export function linearBackward(
  kernels: Kernels,
  product: LinearProduct,
  x: number,
  dy: number,
  dx: number | null,
  rows: number,
  dAx: number,
): void {
  const { weight, dWeight, inputs, outputs, low } = product;
  if (dWeight !== null)
    kernels.gemm(dWeight, dy, x, outputs, inputs, rows, 1, outputs, inputs, 1, inputs, true, 1);
  if (dx !== null)
    kernels.gemm(dx, dy, weight, rows, inputs, outputs, outputs, 1, inputs, 1, inputs, false, 1);
  if (!low) return;
  const { a, b, dA, dB, ax, rank, scale } = low;
  kernels.gemm(dB, dy, ax, outputs, rank, rows, 1, outputs, rank, 1, rank, true, scale);
  kernels.gemm(dAx, dy, b, rows, rank, outputs, outputs, 1, rank, 1, rank, false, scale);
  kernels.gemm(dA, dAx, x, rank, inputs, rows, 1, rank, inputs, 1, inputs, true, 1);
  if (dx !== null) kernels.gemm(dx, dAx, a, rows, inputs, rank, rank, 1, inputs, 1, inputs, true, 1);
}

/** One block of numbers that holds everything a training session has: float32 in the page, float64 where a test wants the exact sums. */
export type Heap = Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;

/**
 * The inner loops of training, on row-major matrices inside one heap. Every place is an index into `heap`, every length
 * and stride counts numbers. The plain TypeScript ones work on both kinds of heap; the SIMD ones, compiled from
 * scripts/kernels/kernels.as, do the same on float32.
 */
export interface Kernels {
  readonly name: 'simd' | 'plain';
  readonly heap: Heap;
  /**
   * C[M, N] = alpha A[M, K] B[K, N], added to C if `add`. A(m, k) is at a + m rowA + k columnA and B(k, n) at
   * b + k rowB + n columnB: a transposed matrix is one with its strides swapped.
   */
  gemm(
    c: number,
    a: number,
    b: number,
    M: number,
    N: number,
    K: number,
    rowA: number,
    columnA: number,
    rowB: number,
    columnB: number,
    rowC: number,
    add: boolean,
    alpha: number,
  ): void;
  /** Softmax over rows [rows, n] in place; with a period T > 0 row r keeps its first r % T + 1 entries, the rest become 0. */
  softmax(p: number, rows: number, n: number, period: number): void;
  /** From p = softmax(z) and dL/dp in `d` to dL/dz in `d`: d <- p (d - sum(p d)), over rows [rows, n]. */
  softmaxBackward(d: number, p: number, rows: number, n: number): void;
  /** y = x / sqrt(mean(x^2) + epsilon) gain over rows [rows, width]; `inverse` [rows] keeps 1 / sqrt(...). */
  rmsNorm(
    y: number,
    inverse: number,
    x: number,
    gain: number,
    rows: number,
    width: number,
    epsilon: number,
  ): void;
  /** Adds rmsNorm's gradient by x to dx and, unless dGain is null, the one by the gain to dGain [width]. */
  rmsNormBackward(
    dx: number,
    dGain: number | null,
    dy: number,
    x: number,
    gain: number,
    inverse: number,
    rows: number,
    width: number,
  ): void;
  /** out [rows, hidden] = silu(gate) up, each row of `pair` [rows, 2 hidden] being gate, then up (Shazeer 2020). */
  swiglu(out: number, pair: number, rows: number, hidden: number): void;
  /** Gradient of swiglu by its pair [rows, 2 hidden], from dOut [rows, hidden]. */
  swigluBackward(dPair: number, dOut: number, pair: number, rows: number, hidden: number): void;
  /**
   * One head's attention of one new token over its cache: out [size] = softmax(q.k / sqrt(size)) v over `count` rows of
   * keys and values, `row` numbers apart; `scores` is scratch of `count` numbers.
   */
  attend(
    out: number,
    q: number,
    keys: number,
    values: number,
    scores: number,
    count: number,
    size: number,
    row: number,
  ): void;
  /** AdamW (Loshchilov & Hutter 2019, algorithm 2) on `count` weights p with gradients g and moments m, v, at step t >= 1. */
  adamW(p: number, g: number, m: number, v: number, count: number, step: AdamStep): void;
}

/** What one AdamW step depends on besides the numbers. */
export interface AdamStep {
  /** 1 at the first step. */
  readonly t: number;
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly decay: number;
}

/** Hands out places of a heap that is made once all are taken, so that memory is allocated at once and never grows. */
export class Arena {
  #size = 0;

  /** The first of `count` numbers, at a multiple of 4 (16 bytes of float32, for SIMD). */
  take(count: number): number {
    const place = this.#size;
    this.#size += Math.ceil(count / 4) * 4;
    return place;
  }

  /** How many numbers the heap must hold. */
  get size(): number {
    return this.#size;
  }
}

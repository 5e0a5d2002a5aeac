import { requireLength } from './checks';
import { erf } from './gamma';

/** Dot product of two lists of equal length, in float64; throws a RangeError if the lengths differ. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  requireLength('b', b, a.length);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Matrix product of row-major `a` [rows, inner] and `b` [inner, columns], giving [rows, columns] in float64; throws a RangeError on a wrong length. */
export function matmul(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  rows: number,
  inner: number,
  columns: number,
): Float64Array {
  requireLength('a', a, rows * inner);
  requireLength('b', b, inner * columns);
  const product = new Float64Array(rows * columns); // [rows, columns]
  for (let r = 0; r < rows; r++) {
    for (let k = 0; k < inner; k++) {
      const factor = a[r * inner + k];
      for (let c = 0; c < columns; c++) product[r * columns + c] += factor * b[k * columns + c];
    }
  }
  return product;
}

/** Transpose of row-major `a` [rows, columns], giving [columns, rows]; throws a RangeError on a wrong length. */
export function transpose(a: ArrayLike<number>, rows: number, columns: number): Float64Array {
  requireLength('a', a, rows * columns);
  const flipped = new Float64Array(a.length); // [columns, rows]
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) flipped[c * rows + r] = a[r * columns + c];
  }
  return flipped;
}

/** Affine map of `x` [rows, inputs] by a PyTorch-style `weight` [outputs, inputs] and optional `bias` [outputs], giving [rows, outputs]; throws a RangeError on a wrong length. */
export function linear(
  x: ArrayLike<number>,
  weight: ArrayLike<number>,
  inputs: number,
  outputs: number,
  bias: ArrayLike<number> | null = null,
): Float64Array {
  const rows = x.length / inputs;
  requireLength('weight', weight, outputs * inputs);
  if (bias) requireLength('bias', bias, outputs);
  const y = matmul(x, transpose(weight, outputs, inputs), rows, inputs, outputs); // [rows, outputs]
  if (bias) for (let i = 0; i < y.length; i++) y[i] += bias[i % outputs];
  return y;
}

/** ReLU, max(0, x); NaN stays NaN. */
export function relu(x: number): number {
  return Math.max(0, x);
}

/** Logistic sigmoid 1/(1 + e^-x), without overflow at either end. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** SiLU (swish), x times sigmoid(x) (Elfwing et al. 2018). */
export function silu(x: number): number {
  return x === -Infinity ? -0 : x * sigmoid(x);
}

/** GELU, x Phi(x) exactly, or its tanh approximation as in GPT-2 (Hendrycks & Gimpel 2016). */
export function gelu(x: number, form: 'exact' | 'tanh' = 'exact'): number {
  if (form === 'exact') return 0.5 * x * (1 + erf(x / Math.SQRT2));
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

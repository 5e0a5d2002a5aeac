import { requireFinite, requireInteger, requireLength, requirePositive } from './checks';

/** A fitted polynomial: coefficients of 1, x, x^2, ..., and the share of y's variance it explains (1 if y is constant and fitted). */
export interface PolynomialFit {
  readonly coefficients: Float64Array;
  readonly r2: number;
}

/**
 * Least-squares polynomial of a degree through points x, y [n] (Gauss 1809; normal equations with x scaled to at most 1,
 * so degrees up to about 4); throws a RangeError on unequal lengths, numbers not finite, or too few distinct x.
 */
export function polynomialFit(x: ArrayLike<number>, y: ArrayLike<number>, degree: number): PolynomialFit {
  requireInteger('The degree', degree, 0);
  requireLength('y', y, x.length);
  let scale = 0;
  for (let i = 0; i < x.length; i++) {
    requireFinite('An x', x[i]);
    requireFinite('A y', y[i]);
    scale = Math.max(scale, Math.abs(x[i]));
  }
  if (new Set(Array.from(x)).size <= degree) {
    throw new RangeError(`A polynomial of degree ${degree} needs ${degree + 1} distinct x.`);
  }
  scale ||= 1;
  const size = degree + 1;
  const rows = Array.from({ length: size }, () => new Float64Array(size + 1)); // normal equations, right side last
  for (let i = 0; i < x.length; i++) {
    for (let r = 0; r < size; r++) {
      for (let c = 0; c < size; c++) rows[r][c] += (x[i] / scale) ** (r + c);
      rows[r][size] += (x[i] / scale) ** r * y[i];
    }
  }
  const coefficients = solve(rows).map((value, power) => value / scale ** power);
  return { coefficients, r2: explained(x, y, coefficients) };
}

/** Value of a polynomial with coefficients of 1, x, x^2, ... at `x`. */
export function evaluatePolynomial(coefficients: ArrayLike<number>, x: number): number {
  let value = 0;
  for (let power = coefficients.length - 1; power >= 0; power--) value = value * x + coefficients[power];
  return value;
}

/** Least-squares line y = intercept + slope x through points [n], with R^2; same errors as polynomialFit. */
export function linearFit(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): { slope: number; intercept: number; r2: number } {
  const { coefficients, r2 } = polynomialFit(x, y, 1);
  return { intercept: coefficients[0], slope: coefficients[1], r2 };
}

/** Least-squares power law y = factor x^exponent, a line through the logarithms, with that line's R^2; throws a RangeError unless all numbers are positive. */
export function powerFit(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): { exponent: number; factor: number; r2: number } {
  const log = (values: ArrayLike<number>): Float64Array =>
    Float64Array.from(values, (value) => {
      requirePositive('Every number of a power law', value);
      return Math.log(value);
    });
  const { slope, intercept, r2 } = linearFit(log(x), log(y));
  return { exponent: slope, factor: Math.exp(intercept), r2 };
}

function explained(x: ArrayLike<number>, y: ArrayLike<number>, coefficients: Float64Array): number {
  let mean = 0;
  for (let i = 0; i < y.length; i++) mean += y[i] / y.length;
  let residual = 0;
  let variation = 0;
  for (let i = 0; i < y.length; i++) {
    residual += (y[i] - evaluatePolynomial(coefficients, x[i])) ** 2;
    variation += (y[i] - mean) ** 2;
  }
  return variation === 0 ? 1 : 1 - residual / variation;
}

/** Gaussian elimination with row pivots on an augmented matrix, in place. */
function solve(rows: Float64Array[]): Float64Array {
  const size = rows.length;
  for (let c = 0; c < size; c++) {
    let pivot = c;
    for (let r = c + 1; r < size; r++) if (Math.abs(rows[r][c]) > Math.abs(rows[pivot][c])) pivot = r;
    [rows[c], rows[pivot]] = [rows[pivot], rows[c]];
    for (let r = 0; r < size; r++) {
      if (r === c) continue;
      const factor = rows[r][c] / rows[c][c];
      for (let k = c; k <= size; k++) rows[r][k] -= factor * rows[c][k];
    }
  }
  return Float64Array.from(rows, (row, r) => row[size] / row[r]);
}

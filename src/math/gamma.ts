import { requirePositive } from './checks';

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Natural logarithm of the gamma function for x > 0 (Lanczos 1964, g = 7, nine terms); throws a RangeError otherwise. */
export function logGamma(x: number): number {
  requirePositive('The argument of log gamma', x);
  // Reflection keeps the accuracy below one half.
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i] / (x - 1 + i);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * Upper regularised incomplete gamma function Q(a, x) in [0, 1] (Abramowitz & Stegun 6.5.3): a power series for
 * x < a + 1, a continued fraction by Lentz's method above; throws a RangeError unless a > 0 and x >= 0.
 */
export function upperGammaShare(a: number, x: number): number {
  requirePositive('The shape a', a);
  if (!(x >= 0)) throw new RangeError(`x must be at least 0, got ${x}.`);
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - front * lowerSeries(a, x) : front * upperFraction(a, x);
}

/** Error function erf(x) in [-1, 1], by erf(x) = sign(x) P(1/2, x^2). */
export function erf(x: number): number {
  if (Number.isNaN(x)) return NaN;
  return Math.sign(x) * (1 - upperGammaShare(0.5, x * x));
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function upperFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 10_000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + an / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const factor = d * c;
    h *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return h;
}

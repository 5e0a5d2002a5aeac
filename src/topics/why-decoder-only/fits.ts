import { linearFit, polynomialFit, powerFit } from '../../math/linearFit';

/** Fits of one measured run; milliseconds over tokens. */
export interface CostFits {
  /** Time of a token over the length it stands at: intercept + slope n. */
  readonly perToken: { readonly slope: number; readonly intercept: number; readonly r2: number };
  /** Time so far over tokens generated: a line. */
  readonly line: { readonly slope: number; readonly intercept: number; readonly r2: number };
  /** Time so far over tokens generated: a parabola; coefficients of 1, i, i^2. */
  readonly parabola: { readonly coefficients: Float64Array; readonly r2: number };
  /** Time so far goes as a power of the tokens generated. */
  readonly power: { readonly exponent: number; readonly r2: number };
}

/** The fewest tokens a fit is made through. */
export const FEWEST = 8;

/**
 * Fits through the times of generated tokens, [n] milliseconds; the first, which reads the prompt, is left out of
 * both. Null when fewer than FEWEST are there, or a time is not positive.
 */
export function fitCosts(prompt: number, times: readonly number[]): CostFits | null {
  const rest = times.slice(1);
  if (rest.length < FEWEST || rest.some((time) => !(time > 0))) return null;
  const lengths = rest.map((_, i) => prompt + i + 1);
  const made = rest.map((_, i) => i + 1);
  let sum = 0;
  const soFar = rest.map((time) => (sum += time));
  return {
    perToken: linearFit(lengths, rest),
    line: linearFit(made, soFar),
    parabola: polynomialFit(made, soFar, 2),
    power: powerFit(made, soFar),
  };
}

/** How often two runs drew the same token, and where they part; -1 when they never do. */
export function compareTokens(
  a: readonly { readonly id: number }[],
  b: readonly { readonly id: number }[],
): { readonly same: number; readonly compared: number; readonly parted: number } {
  const compared = Math.min(a.length, b.length);
  const equal = Array.from({ length: compared }, (_, i) => a[i].id === b[i].id);
  return { same: equal.filter(Boolean).length, compared, parted: equal.indexOf(false) };
}

import { expect } from 'vitest';

/** Numbers to compare by: relative to the expected size, plus an absolute allowance for values that should be 0. */
export interface Tolerance {
  readonly relative?: number;
  readonly absolute?: number;
}

/** Fails unless two numbers agree within a tolerance; infinities must be equal. */
export function expectClose(
  actual: number,
  expected: number,
  tolerance: Tolerance = {},
  label = 'value',
): void {
  const { relative = 1e-9, absolute = 1e-12 } = tolerance;
  if (actual === expected) return;
  const allowed = Math.abs(expected) * relative + absolute;
  expect(Math.abs(actual - expected), `${label}: got ${actual}, expected ${expected}`).toBeLessThanOrEqual(
    allowed,
  );
}

/** Fails unless two lists have one length and agree number by number. */
export function expectAllClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance = {},
): void {
  expect(actual.length, 'length').toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expectClose(actual[i], expected[i], tolerance, `[${i}]`);
}

/** Indices whose flag is set. */
export function flagged(keep: Uint8Array): number[] {
  return Array.from(keep.keys()).filter((i) => keep[i] === 1);
}

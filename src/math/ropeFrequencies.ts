import { requireInteger, requirePositive } from './checks';

/**
 * Radians a position turns each of the D/2 pairs: theta_i = base^(-2i/D) (Su et al. 2021), float64 [D/2]; throws a
 * RangeError unless the head size is even and the base positive.
 */
export function frequencies(headSize: number, base = 10000): Float64Array {
  requireInteger('The head size', headSize, 2);
  if (headSize % 2 !== 0) throw new RangeError(`The head size must be even, got ${headSize}.`);
  requirePositive('The base', base);
  return Float64Array.from({ length: headSize / 2 }, (_, i) => base ** ((-2 * i) / headSize));
}

/** Number of positions after which a pair of frequency `theta` has turned once, 2 pi / theta. */
export function wavelength(theta: number): number {
  return (2 * Math.PI) / theta;
}

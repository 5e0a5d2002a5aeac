import { wavelength } from '../../math/rope';

/** Differences of loss smaller than this, in bits a token, count as none. */
export const HARDLY = 0.05;

/** Which answer the measured losses beyond the window give: 0 falls, 1 hardly differs, 2 rises, against the same tokens read in a window that slides. */
export function beyondOutcome(plain: number, sliding: number): 0 | 1 | 2 {
  if (Math.abs(plain - sliding) < HARDLY) return 1;
  return plain < sliding ? 0 : 2;
}

/** Which of two pairs turns further from one token to the next: 0 the first of `theta`, 1 the last, 2 both alike. */
export function neighbourOutcome(theta: ArrayLike<number>): 0 | 1 | 2 {
  const fast = wavelength(theta[0]);
  const slow = wavelength(theta[theta.length - 1]);
  return fast === slow ? 2 : fast < slow ? 0 : 1;
}

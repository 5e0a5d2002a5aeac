import { probabilityTotal, requireLength } from './checks';

/** Entropy of probabilities `p` [V] in nats, H = -sum p ln p with 0 ln 0 = 0 (Shannon 1948); throws a RangeError on a bad probability. */
export function entropyNats(p: ArrayLike<number>): number {
  probabilityTotal(p);
  let h = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) h -= p[i] * Math.log(p[i]);
  // Rounding may leave -0 for a certain outcome.
  return h + 0;
}

/** Entropy of probabilities `p` [V] in bits (Shannon 1948); throws a RangeError on a bad probability. */
export function entropyBits(p: ArrayLike<number>): number {
  return entropyNats(p) / Math.LN2;
}

/** Perplexity of a distribution `p` [V]: exp of its entropy in nats, between 1 and V; throws a RangeError on a bad probability. */
export function perplexity(p: ArrayLike<number>): number {
  return Math.exp(entropyNats(p));
}

/** Effective number of choices in `p` [V]: 2 to the power of its entropy in bits, the same number as its perplexity. */
export function effectiveChoices(p: ArrayLike<number>): number {
  return 2 ** entropyBits(p);
}

/** Surprisal of an outcome of probability `p` in bits, -log2 p; Infinity at 0; throws a RangeError outside [0, 1]. */
export function surprisal(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A probability must lie between 0 and 1, got ${p}.`);
  return -Math.log2(p) + 0;
}

/** Cross-entropy -sum p ln q of `p` against `q` [V] in nats; Infinity where q forbids what p allows; throws a RangeError on bad input. */
export function crossEntropy(p: ArrayLike<number>, q: ArrayLike<number>): number {
  requireLength('q', q, p.length);
  probabilityTotal(p);
  probabilityTotal(q);
  let h = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) h -= p[i] * Math.log(q[i]);
  return h + 0;
}

/** KL divergence KL(p || q) = sum p ln(p/q) over [V] in nats (Kullback & Leibler 1951); Infinity where q is 0 and p is not; throws a RangeError on bad input. */
export function klDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  requireLength('q', q, p.length);
  probabilityTotal(p);
  probabilityTotal(q);
  let kl = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) kl += p[i] * Math.log(p[i] / q[i]);
  return kl;
}

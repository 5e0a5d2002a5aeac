/**
 * Attention scores computed in one head while n = 1..tokens tokens are generated one by one, cumulated: with a KV
 * cache step t adds one row of t, n(n+1)/2 in all; without it the whole causal triangle of t(t+1)/2 is computed
 * again at every step, n(n+1)(n+2)/6 in all.
 */
export function scoresComputed(tokens: number): { cached: number[]; plain: number[] } {
  const counts = Array.from({ length: tokens }, (_, index) => index + 1);
  return {
    cached: counts.map((n) => (n * (n + 1)) / 2),
    plain: counts.map((n) => (n * (n + 1) * (n + 2)) / 6),
  };
}

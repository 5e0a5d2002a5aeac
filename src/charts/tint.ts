/** Surprise at which a token carries the full tint: p = 10^-3.2, about one in 1,600. */
const FULL_AT = 3.2;

/** Strength 0 to 1 of a token's tint from its probability: -log10 p over 3.2, clamped; NaN and p <= 0 count as full. */
export function surprisalTint(p: number): number {
  if (!(p > 0)) return 1;
  return Math.min(1, Math.max(0, -Math.log10(p) / FULL_AT));
}

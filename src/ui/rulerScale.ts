/** How values lie along a ruler: `to` maps min..max onto 0..1, `from` back. */
export interface RulerScale {
  to(value: number): number;
  from(place: number): number;
}

/**
 * A ruler's scale. 'quadratic' gives the low end more room (place = square root of the share), 'log' equal room to
 * equal factors and needs min > 0 (else it falls back to linear).
 */
export function rulerScale(kind: 'linear' | 'quadratic' | 'log', min: number, max: number): RulerScale {
  const span = max - min || 1;
  const inside = (place: number) => Math.min(1, Math.max(0, place));
  if (kind === 'quadratic')
    return {
      to: (value) => Math.sqrt(inside((value - min) / span)),
      from: (place) => min + span * inside(place) ** 2,
    };
  if (kind === 'log' && min > 0) {
    const ratio = Math.log(max / min) || 1;
    return {
      to: (value) => inside(Math.log(Math.max(min, value) / min) / ratio),
      from: (place) => min * Math.exp(ratio * inside(place)),
    };
  }
  return { to: (value) => inside((value - min) / span), from: (place) => min + span * inside(place) };
}

/** What the drawn rows of a distribution leave out, and how the cut splits it; shares of the whole `all` [V]. */
export interface Tail {
  readonly count: number;
  readonly mass: number;
  /** The part of the tail's mass that survived the cut. */
  readonly keptMass: number;
}

/** Sums everything in `all` [V] that is not drawn in `ids`; with no `keep` [V] nothing was cut. */
export function tailOf(
  all: ArrayLike<number>,
  ids: readonly number[],
  keep?: ArrayLike<number> | null,
): Tail {
  const drawn = new Set(ids);
  let mass = 0;
  let keptMass = 0;
  for (let id = 0; id < all.length; id++) {
    if (drawn.has(id)) continue;
    mass += all[id];
    if (!keep || keep[id]) keptMass += all[id];
  }
  return { count: all.length - drawn.size, mass, keptMass };
}

/** How many tokens a cut kept and what share of `all` [V] it cut away. */
export function cutOf(
  all: ArrayLike<number>,
  keep?: ArrayLike<number> | null,
): { kept: number; cutMass: number } {
  if (!keep) return { kept: all.length, cutMass: 0 };
  let kept = 0;
  let cutMass = 0;
  for (let id = 0; id < all.length; id++) {
    if (keep[id]) kept++;
    else cutMass += all[id];
  }
  return { kept, cutMass };
}

const DOMAINS: readonly (readonly [number, number])[] = [
  [0.01, 0.002],
  [0.02, 0.005],
  [0.05, 0.01],
  [0.1, 0.02],
  [0.2, 0.05],
  [0.3, 0.1],
  [0.4, 0.1],
  [0.5, 0.1],
  [0.75, 0.25],
  [1, 0.25],
];

/** The end and the ticks of a probability axis that starts at 0 and holds `max`. */
export function probabilityAxis(max: number): { end: number; ticks: number[] } {
  const [end, step] = DOMAINS.find(([limit]) => limit >= max * 0.999) ?? DOMAINS[DOMAINS.length - 1];
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, i) => Number((i * step).toFixed(6)));
  return { end, ticks };
}

/** The last drawn row before the cut if the kept rows come first, else -1 (typical sampling can cut from the top). */
export function cutLineAfter(ids: readonly number[], keep?: ArrayLike<number> | null): number {
  if (!keep) return -1;
  const firstCut = ids.findIndex((id) => !keep[id]);
  if (firstCut <= 0) return -1;
  return ids.slice(firstCut).every((id) => !keep[id]) ? firstCut - 1 : -1;
}

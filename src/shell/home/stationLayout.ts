import type { PathGroup } from '../../state/topic';

/** A topic's place in the wide grid of two rows: stretches side by side, each filled column by column. */
export interface StationPlace<T> {
  readonly topic: T;
  /** From 1. */
  readonly column: number;
  readonly row: 1 | 2;
  /** Alone in its column: it takes both rows. */
  readonly tall: boolean;
  /** Set on the first topic of a stretch. */
  readonly group: PathGroup | null;
  /** How the line leaves for the next topic of the path. */
  readonly leaves: 'down' | 'up' | 'right' | 'climb' | 'none';
}

/**
 * Lays topics of the path out as the line runs: down the first column of a stretch, up its second, and on; from the
 * foot of a column it climbs to the head of the next.
 */
export function stationLayout<T>(
  stretches: readonly { readonly group: PathGroup; readonly topics: readonly T[] }[],
): StationPlace<T>[] {
  const places: Omit<StationPlace<T>, 'leaves'>[] = [];
  let column = 0;
  for (const { group, topics } of stretches) {
    for (let start = 0; start < topics.length; start += 2) {
      const pair = topics.slice(start, start + 2);
      const upwards = (start / 2) % 2 === 1 && pair.length === 2;
      column += 1;
      pair.forEach((topic, index) =>
        places.push({
          topic,
          column,
          row: upwards === (index === 0) ? 2 : 1,
          tall: pair.length === 1,
          group: start === 0 && index === 0 ? group : null,
        }),
      );
    }
  }
  return places.map((place, index) => {
    const next = places[index + 1];
    const leaves = !next
      ? 'none'
      : next.column === place.column
        ? next.row > place.row
          ? 'down'
          : 'up'
        : next.row === place.row
          ? 'right'
          : 'climb';
    return { ...place, leaves };
  });
}

/** How an edit moved the outputs of one stack: what corresponds, and how far each row went. */
export interface Change {
  /** Rows before and after. */
  readonly counts: readonly [number, number];
  /** The first position whose token differs; null when nothing was changed. */
  readonly first: number | null;
  /** Positions of `after` whose token is another than before at the same place. */
  readonly edited: readonly number[];
  /** How many rows correspond: all while the count is kept, else those before the first difference. */
  readonly comparable: number;
  /** For each row that corresponds, |after - before| / |before| (Euclidean); exactly 0 only where no number differs. */
  readonly moved: readonly number[];
  /** The largest difference of a single number in each of these rows. */
  readonly gaps: readonly number[];
}

/** The rows that one stack gives for a text: final vectors [T, C] of the tokens `ids`. */
export interface Rows {
  readonly ids: readonly number[];
  readonly final: Float32Array;
}

/** Euclidean distance of two rows of `width` numbers as a share of the first one's length, and the largest single difference. */
export function rowChange(
  before: Float32Array,
  after: Float32Array,
  row: number,
  width: number,
): { readonly moved: number; readonly gap: number } {
  let [distance, length, gap] = [0, 0, 0];
  for (let i = row * width; i < (row + 1) * width; i++) {
    const difference = after[i] - before[i];
    distance += difference * difference;
    length += before[i] * before[i];
    gap = Math.max(gap, Math.abs(difference));
  }
  return { moved: distance === 0 ? 0 : Math.sqrt(distance / length), gap };
}

/** Compares two runs of one stack position by position. */
export function compare(before: Rows, after: Rows): Change {
  const counts = [before.ids.length, after.ids.length] as const;
  const shortest = Math.min(...counts);
  const differing = Array.from({ length: shortest }, (_, i) => i).filter(
    (i) => before.ids[i] !== after.ids[i],
  );
  const same = counts[0] === counts[1];
  const first = differing[0] ?? (same ? null : shortest);
  const comparable = same ? counts[0] : (first ?? 0);
  const width = counts[0] > 0 ? before.final.length / counts[0] : 0;
  const rows = Array.from({ length: comparable }, (_, i) => rowChange(before.final, after.final, i, width));
  return {
    counts,
    first,
    edited: differing,
    comparable,
    moved: rows.map(({ moved }) => moved),
    gaps: rows.map(({ gap }) => gap),
  };
}

/** What can be said of a change in one sentence: how many rows before and from the first edited one moved at all. */
export function tally({ moved, first }: Change): {
  readonly before: number;
  readonly beforeMoved: number;
  readonly after: number;
  readonly afterMoved: number;
} {
  const at = first ?? moved.length;
  const count = (rows: readonly number[]) => rows.filter((each) => each !== 0).length;
  return {
    before: Math.min(at, moved.length),
    beforeMoved: count(moved.slice(0, at)),
    after: Math.max(0, moved.length - at),
    afterMoved: count(moved.slice(at)),
  };
}

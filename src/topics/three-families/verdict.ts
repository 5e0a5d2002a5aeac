import { fill } from '../../ui/strings';
import { tally, type Change } from './change';
import type { FamiliesLabels } from './text';

/** Two sentences in a row; a full-width stop brings its own space. */
function joined(first: string, second: string): string {
  return first.endsWith('。') ? first + second : `${first} ${second}`;
}

/** What the measured change says of a stack whose own input was edited, in the numbers on show. */
export function verdictOf(w: FamiliesLabels['verdict'], change: Change, edited: boolean): string {
  if (!edited || change.first === null) return w.none;
  const [was, now] = change.counts;
  const { before, beforeMoved, after, afterMoved } = tally(change);
  const earlier =
    before === 0
      ? w.nothingBefore
      : fill(beforeMoved === 0 ? w.still : w.beforeMoved, { n: before, moved: beforeMoved });
  if (was !== now) return joined(fill(w.countChanged, { a: was, b: now }), earlier);
  return joined(earlier, fill(w.fromOn, { n: after, moved: afterMoved }));
}

/** What the measured change says of the target's outputs, whose input changes only by a swap of the reader's. */
export function targetVerdict(
  w: FamiliesLabels['pair'],
  change: Change,
  edited: boolean,
  swapped: boolean,
  cross: boolean,
): string {
  const n = change.moved.length;
  const moved = change.moved.filter((each) => each !== 0).length;
  const { before, beforeMoved, after, afterMoved } = tally(change);
  if (swapped && !(edited && cross)) return fill(w.targetFrom, { before, beforeMoved, after, afterMoved });
  if (!edited) return w.fixed;
  return fill(moved === 0 ? w.targetStill : w.targetAll, { n, moved });
}

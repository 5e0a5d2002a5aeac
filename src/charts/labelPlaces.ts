/** A label beside a mark: where its text starts or ends, its middle's height, its width, all px. */
export interface LabelWish {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** 'end' lies left of x. */
  readonly anchor: 'start' | 'end';
}

/**
 * Heights of labels so that none lies on another: each takes the free height nearest to its wish, between `low` and
 * `high`, in the order given. Where there is no room left it keeps its wish.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  lineHeight: number,
  low: number,
  high: number,
): number[] {
  const placed: { left: number; right: number; y: number }[] = [];
  return wishes.map(({ x, y, width, anchor }) => {
    const [left, right] = anchor === 'end' ? [x - width, x] : [x, x + width];
    const near = placed.filter((other) => other.left < right && left < other.right);
    const free = (at: number) =>
      at >= low && at <= high && near.every((other) => Math.abs(other.y - at) >= lineHeight - 1e-9);
    const candidates = [y, ...near.flatMap((other) => [other.y - lineHeight, other.y + lineHeight])].filter(
      free,
    );
    const at = candidates.sort((a, b) => Math.abs(a - y) - Math.abs(b - y))[0] ?? y;
    placed.push({ left, right, y: at });
    return at;
  });
}

/** A column of a little distribution, in px from its top left corner. */
export interface MiniBar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly value: number;
}

/** The largest `count` probabilities of `all` [V] as columns and everything else as one column at the right, 0 to 1 over `height`. */
export function miniBars(
  all: ArrayLike<number>,
  ids: ArrayLike<number>,
  height: number,
  width = 2.4,
  gap = 0.8,
): { bars: MiniBar[]; tail: MiniBar; width: number } {
  let drawn = 0;
  const bars = Array.from(ids, (id, i) => {
    const value = all[id];
    drawn += value;
    const h = Math.max(0.6, height * (value || 0));
    return { x: i * (width + gap), y: height - h, width, height: h, value };
  });
  let total = 0;
  for (let id = 0; id < all.length; id++) total += all[id];
  const value = Math.max(0, total - drawn);
  const x = bars.length * (width + gap) + 1;
  const tailWidth = width * 2.5;
  const tail = { x, y: height - height * value, width: tailWidth, height: height * value, value };
  return { bars, tail, width: x + tailWidth };
}

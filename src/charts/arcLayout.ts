import { textWidth } from './tokenText';

/** One look from a position at another (both from 0) with its attention weight. */
export interface Arc {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  readonly state?: 'computed' | 'cut' | 'picked';
}

/** Places of a token row in px. */
export interface ArcLayout {
  readonly centers: readonly number[];
  readonly widths: readonly number[];
  /** The whole row's width: at least the room given, more when the tokens do not fit (the chart then scrolls). */
  readonly width: number;
  /** Height of the highest arc. */
  readonly rise: number;
}

const HIGHEST = 128;

/** Half-height in px of an arc that spans `distance` px. */
export function arcRise(distance: number): number {
  return Math.min(HIGHEST, (Math.abs(distance) / 2) * 0.62 + 12);
}

/** Spreads tokens over `room` px and says how high the arcs over them reach. */
export function arcLayout(
  texts: readonly string[],
  arcs: readonly Arc[],
  room: number,
  fontPx: number,
): ArcLayout {
  const widths = texts.map((text) => Math.max(textWidth(text, fontPx), fontPx * 0.5) + 12);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const width = Math.max(room, total + 4 * texts.length + 8);
  const space = texts.length > 1 ? Math.min(fontPx * 3, (width - 8 - total) / (texts.length - 1)) : 0;
  let x = 4;
  const centers = widths.map((tokenWidth) => {
    const center = x + tokenWidth / 2;
    x += tokenWidth + space;
    return center;
  });
  const rises = arcs.map((arc) => arcRise((centers[arc.from] ?? 0) - (centers[arc.to] ?? 0)));
  return { centers, widths, width, rise: Math.max(20, ...rises) + 4 };
}

/** The path of an arc between two centres over a baseline, or a loop when a token looks at itself. */
export function arcPath(from: number, to: number, y: number): string {
  const distance = Math.abs(from - to);
  if (distance < 0.5)
    return `M${from + 4},${y}C${from + 14},${y - 22} ${from - 14},${y - 22} ${from - 4},${y}`;
  return `M${from},${y}A${distance / 2},${arcRise(distance)} 0 0 ${from > to ? 0 : 1} ${to},${y}`;
}

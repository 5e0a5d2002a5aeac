import { size, token } from './tokens';

/** Sequential runs 0 to 1 over --seq-0..8, diverging -1 to 1 over --div-0..16. */
export type RampKind = 'sequential' | 'diverging';
export type Rgb = readonly [number, number, number];

const STEPS = { sequential: 8, diverging: 16 } as const;
const NAME = { sequential: '--seq', diverging: '--div' } as const;

/** Where a value lies on a ramp, 0 to 1, clamped; a diverging domain is read as symmetric about its middle. */
export function rampPosition(value: number, domain: readonly [number, number]): number {
  const [low, high] = domain;
  if (high === low) return value > high ? 1 : 0;
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** The colour at a position 0 to 1 of a ramp as CSS over the tokens, so that it follows the theme by itself. */
export function rampCss(kind: RampKind, position: number): string {
  const scaled = Math.min(1, Math.max(0, position)) * STEPS[kind];
  const index = Math.min(STEPS[kind] - 1, Math.floor(scaled));
  const percent = Math.round((scaled - index) * 100);
  if (percent === 0) return `var(${NAME[kind]}-${index})`;
  if (percent === 100) return `var(${NAME[kind]}-${index + 1})`;
  return `color-mix(in oklab, var(${NAME[kind]}-${index + 1}) ${percent}%, var(${NAME[kind]}-${index}))`;
}

/** Whether text on a cell at this position needs the light-on-dark colour `--on-ramp-high`; reactive to the theme. */
export function textFlips(kind: RampKind, position: number): boolean {
  const flip = size('--ramp-flip');
  return kind === 'sequential' ? position > flip : Math.abs(position * 2 - 1) > flip;
}

/** Whether a number on the cell would fall below about 4.5:1 and so needs a chip in the pane's colour under it. */
export function textNeedsChip(kind: RampKind, position: number): boolean {
  const distance = kind === 'sequential' ? position : Math.abs(position * 2 - 1);
  return Math.abs(distance - size('--ramp-flip')) < 0.07;
}

function parseHex(text: string): Rgb {
  const match = /^#([0-9a-f]{6})/i.exec(text);
  const value = match ? Number.parseInt(match[1], 16) : 0x808080;
  return [value >> 16, (value >> 8) & 255, value & 255];
}

const toLinear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const toGamma = (c: number) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);

/** sRGB 0..255 to OKLab (Ottosson 2020). */
export function toOklab([red, green, blue]: Rgb): Rgb {
  const [r, g, b] = [toLinear(red / 255), toLinear(green / 255), toLinear(blue / 255)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** OKLab to sRGB 0..255, clamped and rounded (Ottosson 2020). */
export function fromOklab([L, A, B]: Rgb): Rgb {
  const l = (L + 0.3963377774 * A + 0.2158037573 * B) ** 3;
  const m = (L - 0.1055613458 * A - 0.0638541728 * B) ** 3;
  const s = (L - 0.0894841775 * A - 1.291485548 * B) ** 3;
  const channel = (x: number) => Math.round(255 * Math.min(1, Math.max(0, toGamma(x))));
  return [
    channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    channel(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

const tables = new Map<string, readonly Rgb[]>();

/** A ramp as `count` sRGB colours for a canvas, which cannot read CSS variables; reactive to the theme. */
export function rampTable(kind: RampKind, count = 129): readonly Rgb[] {
  const colors = Array.from({ length: STEPS[kind] + 1 }, (_, i) => token(`${NAME[kind]}-${i}`));
  const key = `${count} ${colors.join(' ')}`;
  let table = tables.get(key);
  if (!table) {
    table = mixedTable(kind, count, colors);
    tables.set(key, table);
  }
  return table;
}

function mixedTable(kind: RampKind, count: number, colors: readonly string[]): Rgb[] {
  const stops = colors.map((color) => toOklab(parseHex(color)));
  return Array.from({ length: count }, (_, i) => {
    const scaled = (i / (count - 1)) * STEPS[kind];
    const index = Math.min(STEPS[kind] - 1, Math.floor(scaled));
    const share = scaled - index;
    const [from, to] = [stops[index], stops[index + 1]];
    return fromOklab([0, 1, 2].map((k) => from[k] + (to[k] - from[k]) * share) as unknown as Rgb);
  });
}

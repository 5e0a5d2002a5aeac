import { extent } from 'd3-array';
import { scaleLinear, scaleLog, scalePow } from 'd3-scale';

/** How an axis stretches its values; 'sqrt' gives small values more room, 'log' needs positive ones. */
export type ScaleKind = 'linear' | 'log' | 'sqrt';

/** What a caller says about one axis. */
export interface AxisOptions {
  readonly scale?: ScaleKind;
  /** Ends of the axis; taken from the data when left out. */
  readonly domain?: readonly [number, number] | null;
  /** A few words at the axis, with the unit. */
  readonly label?: string;
  /** The ticks to write; chosen when left out. */
  readonly ticks?: readonly number[];
  /** Includes 0 when the domain comes from the data. */
  readonly zero?: boolean;
}

/** A value to px and back, with ticks. */
export interface Scale {
  (value: number): number;
  invert(px: number): number;
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

/** The range of finite values (positive ones for a log axis); a lone value gets some room on both sides. */
export function dataDomain(values: Iterable<number>, options: AxisOptions): [number, number] {
  if (options.domain) return [options.domain[0], options.domain[1]];
  const usable = Array.from(values).filter((v) => Number.isFinite(v) && (options.scale !== 'log' || v > 0));
  if (options.zero) usable.push(0);
  const [low, high] = extent(usable);
  if (low === undefined || high === undefined) return options.scale === 'log' ? [1, 10] : [0, 1];
  if (low === high) {
    if (options.scale === 'log') return [low / 2, high * 2];
    const room = Math.abs(low) || 1;
    return [low - room / 2, high + room / 2];
  }
  return [low, high];
}

/** A scale from a domain to px with about `count` ticks. */
export function makeScale(
  values: Iterable<number>,
  options: AxisOptions,
  range: readonly [number, number],
  count = 5,
): Scale {
  const domain = dataDomain(values, options);
  const kind = options.scale ?? 'linear';
  const d3scale = (kind === 'log' ? scaleLog() : kind === 'sqrt' ? scalePow().exponent(0.5) : scaleLinear())
    .domain(domain)
    .range(range);
  const ticks = options.ticks ?? (kind === 'log' ? logTicks(domain, count) : d3scale.ticks(count));
  return Object.assign((value: number) => d3scale(value), {
    invert: (px: number) => d3scale.invert(px),
    domain,
    ticks,
  });
}

/** Whole powers of ten, with 2 and 5 between them when there are few; a log axis of d3 writes far too many. */
function logTicks([low, high]: readonly [number, number], count: number): number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const decades = to - from;
  const factors = decades <= 2 ? [1, 2, 5] : [1];
  const stride = Math.max(1, Math.ceil(decades / (count + 1)));
  const ticks: number[] = [];
  for (let e = from; e <= to; e += stride)
    for (const factor of factors) {
      const tick = Number(`${factor}e${e}`);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  return ticks;
}

/** Moves label positions apart to at least `gap`, keeping their order; returned in the order given. */
export function dodge(positions: readonly number[], gap: number, low: number, high: number): number[] {
  const order = positions.map((_, i) => i).sort((a, b) => positions[a] - positions[b] || a - b);
  const placed = [...positions];
  for (let k = 1; k < order.length; k++)
    placed[order[k]] = Math.max(placed[order[k]], placed[order[k - 1]] + gap);
  // Pushed past the end: push the whole run back up.
  let limit = high;
  for (let k = order.length - 1; k >= 0; k--) {
    placed[order[k]] = Math.max(low, Math.min(placed[order[k]], limit));
    limit = placed[order[k]] - gap;
  }
  return placed;
}

import { probabilityTotal, requireInteger, requireShare } from './checks';
import { softmax } from './softmax';

/** Which tokens a cut keeps: a 0/1 flag for each [V], how many, and the share of the given probability they hold. */
export interface Cut {
  readonly keep: Uint8Array;
  readonly kept: number;
  readonly mass: number;
}

/** Settings of the samplers; null or left out means "off", and temperature 0 means greedy. */
export interface SamplingSettings {
  readonly temperature: number;
  readonly topK?: number | null;
  readonly topP?: number | null;
  readonly minP?: number | null;
  readonly typicalP?: number | null;
  /** 'temperature-first' as in transformers (default), 'temperature-last' as in llama.cpp's default chain. */
  readonly order?: 'temperature-first' | 'temperature-last';
}

/** The name of one cut in `CutResult.steps`. */
export type CutName = 'topK' | 'topP' | 'minP' | 'typicalP';

/** What one cut of a chain did: survivors after it, and the share of `cutProbabilities` kept before and after it. */
export interface CutStep {
  readonly name: CutName;
  readonly kept: number;
  readonly massBefore: number;
  readonly massAfter: number;
}

/** A whole chain of cuts over a vocabulary [V]. */
export interface CutResult {
  /** softmax(logits / T) [V], before any cut. */
  readonly probabilities: Float64Array;
  /** What the cuts looked at [V]: `probabilities`, or softmax(logits) when the temperature comes last. */
  readonly cutProbabilities: Float64Array;
  /** What is sampled from [V]: 0 for cut tokens, the rest at temperature T and scaled to sum to 1. */
  readonly final: Float64Array;
  readonly keep: Uint8Array;
  readonly kept: number;
  readonly steps: readonly CutStep[];
}

function cutBy(p: ArrayLike<number>, total: number, keeps: (i: number) => boolean): Cut {
  const keep = new Uint8Array(p.length); // [V]
  let kept = 0;
  let mass = 0;
  for (let i = 0; i < p.length; i++) {
    if (p[i] > 0 && keeps(i)) {
      keep[i] = 1;
      kept++;
      mass += p[i];
    }
  }
  return { keep, kept, mass: mass / total };
}

/**
 * Top-k over probabilities `p` [V]: keeps every token at least as probable as the k-th (Fan et al. 2018, sec. 5);
 * ties with the k-th are all kept, as in transformers; throws a RangeError unless k is a whole number of at least 1.
 */
export function topK(p: ArrayLike<number>, k: number): Cut {
  requireInteger('top-k', k, 1);
  const total = probabilityTotal(p);
  const ascending = Float64Array.from(p).sort();
  const threshold = ascending[Math.max(0, p.length - k)];
  return cutBy(p, total, (i) => p[i] >= threshold);
}

/**
 * Top-p (nucleus) over probabilities `p` [V]: the smallest set of most probable tokens whose mass is at least `share`
 * (Holtzman et al. 2020, eq. 2); among equally probable tokens at the edge the lower index is kept; throws a RangeError
 * unless share lies in (0, 1].
 */
export function topP(p: ArrayLike<number>, share: number): Cut {
  requireShare('top-p', share);
  const total = probabilityTotal(p);
  if (share === 1) return cutBy(p, total, () => true);
  const ascending = Float64Array.from(p).sort();
  const target = share * total;
  let last = p.length - 1;
  let mass = ascending[last];
  while (mass < target && last > 0) mass += ascending[--last];
  const threshold = ascending[last];
  // Of the tokens equal to the threshold, only as many as the walk above took.
  let atThreshold = 0;
  for (let i = last; i < p.length && ascending[i] === threshold; i++) atThreshold++;
  return cutBy(p, total, (i) => p[i] > threshold || (p[i] === threshold && atThreshold-- > 0));
}

/**
 * Min-p over probabilities `p` [V]: keeps every token of at least `share` times the largest probability
 * (Nguyen et al. 2025); throws a RangeError unless share lies in (0, 1].
 */
export function minP(p: ArrayLike<number>, share: number): Cut {
  requireShare('min-p', share);
  const total = probabilityTotal(p);
  let largest = 0;
  for (let i = 0; i < p.length; i++) largest = Math.max(largest, p[i]);
  return cutBy(p, total, (i) => p[i] >= share * largest);
}

/**
 * Locally typical sampling over probabilities `p` [V]: orders tokens by |surprisal - entropy| and keeps the smallest
 * prefix of mass at least `share` (Meister et al. 2023), with all ties of its last member, as in transformers; throws
 * a RangeError unless share lies in (0, 1].
 */
export function typicalP(p: ArrayLike<number>, share: number): Cut {
  requireShare('typical-p', share);
  const total = probabilityTotal(p);
  if (share === 1) return cutBy(p, total, () => true);
  let entropy = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) entropy -= (p[i] / total) * Math.log(p[i] / total);
  const shift = (value: number): number =>
    value > 0 ? Math.abs(-Math.log(value / total) - entropy) : Infinity;

  // The shift falls and then rises along sorted probabilities, so two fingers walk outwards from exp(-entropy).
  const ascending = Float64Array.from(p).sort();
  const centre = Math.exp(-entropy) * total;
  let above = 0;
  while (above < ascending.length && ascending[above] < centre) above++;
  let below = above - 1;
  let shiftBelow = below >= 0 ? shift(ascending[below]) : Infinity;
  let shiftAbove = above < ascending.length ? shift(ascending[above]) : Infinity;
  let mass = 0;
  let threshold = 0;
  while (mass < share * total && (shiftBelow < Infinity || shiftAbove < Infinity)) {
    if (shiftBelow <= shiftAbove) {
      threshold = shiftBelow;
      mass += ascending[below--];
      shiftBelow = below >= 0 ? shift(ascending[below]) : Infinity;
    } else {
      threshold = shiftAbove;
      mass += ascending[above++];
      shiftAbove = above < ascending.length ? shift(ascending[above]) : Infinity;
    }
  }
  return cutBy(p, total, (i) => shift(p[i]) <= threshold);
}

const CUTS: readonly (readonly [CutName, (p: Float64Array, value: number) => Cut])[] = [
  ['topK', topK],
  ['topP', topP],
  ['minP', minP],
  ['typicalP', typicalP],
];

/**
 * Runs temperature and cuts over `logits` [V] in the order of transformers 5 (temperature, top-k, top-p, min-p,
 * typical; each cut sees the survivors scaled to sum to 1) or with the temperature last; throws a RangeError on NaN
 * logits or a setting out of range.
 */
export function applyCuts(logits: ArrayLike<number>, settings: SamplingSettings): CutResult {
  const probabilities = softmax(logits, settings.temperature); // [V]
  const cutProbabilities = settings.order === 'temperature-last' ? softmax(logits) : probabilities;
  let keep: Uint8Array = Uint8Array.from(cutProbabilities, (value) => (value > 0 ? 1 : 0)); // [V]
  const steps: CutStep[] = [];
  let current = cutProbabilities;
  let massBefore = 1;
  for (const [name, cut] of CUTS) {
    const value = settings[name];
    if (value === null || value === undefined) continue;
    const result = cut(current, value);
    keep = result.keep;
    current = scaled(current, keep);
    const massAfter = keptMass(cutProbabilities, keep);
    steps.push({ name, kept: result.kept, massBefore, massAfter });
    massBefore = massAfter;
  }
  const final =
    settings.order === 'temperature-last' ? softmax(maskLogits(logits, keep), settings.temperature) : current;
  return {
    probabilities,
    cutProbabilities,
    final,
    keep,
    kept: keep.reduce((count, flag) => count + flag, 0),
    steps,
  };
}

function keptMass(p: Float64Array, keep: Uint8Array): number {
  let mass = 0;
  for (let i = 0; i < p.length; i++) if (keep[i]) mass += p[i];
  return mass;
}

function scaled(p: Float64Array, keep: Uint8Array): Float64Array {
  const mass = keptMass(p, keep);
  return p.map((value, i) => (keep[i] ? value / mass : 0));
}

function maskLogits(logits: ArrayLike<number>, keep: Uint8Array): Float64Array {
  return Float64Array.from(logits, (z, i) => (keep[i] ? z : -Infinity));
}

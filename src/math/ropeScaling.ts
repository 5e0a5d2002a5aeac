import { requireInteger, requirePositive } from './checks';
import { frequencies } from './ropeFrequencies';

/**
 * Ways to stretch RoPE past its trained length: none, position interpolation (Chen et al. 2023), NTK-aware and dynamic
 * NTK (bloc97 2023; Peng et al. 2023, sec. 3), and YaRN with the ramp of its released code or of its paper.
 */
export type RopeScaling = 'plain' | 'pi' | 'ntk' | 'dynamic-ntk' | 'yarn-code' | 'yarn-paper';

/** Shape and stretch of a scaled RoPE; `length` is the current sequence length, which only dynamic NTK looks at. */
export interface RopeScalingSettings {
  readonly headSize: number;
  readonly base: number;
  readonly trainedLength: number;
  readonly scale: number;
  readonly length?: number;
}

/** Frequencies [D/2] in radians a position, the factor on cos and sin, and the base they stand for where there is one. */
export interface ScaledFrequencies {
  readonly frequencies: Float64Array;
  readonly attentionFactor: number;
  readonly base: number;
}

/** YaRN's rotations within the trained length: pairs above `FAST` keep their frequency, pairs below `SLOW` are interpolated. */
const FAST = 32;
const SLOW = 1;

/** NTK-aware base, base * s^(D/(D-2)), which leaves the fastest pair alone and divides the slowest by s (Peng et al. 2023, sec. 3.1). */
export function ntkBase(base: number, scale: number, headSize: number): number {
  return base * scale ** (headSize / (headSize - 2));
}

/** Dynamic NTK base at a current `length`: NTK-aware with stretch s * length/L - (s - 1), and the plain base up to L. */
export function dynamicNtkBase(settings: RopeScalingSettings & { readonly length: number }): number {
  const { base, scale, headSize, trainedLength } = settings;
  const length = Math.max(settings.length, trainedLength);
  return ntkBase(base, (scale * length) / trainedLength - (scale - 1), headSize);
}

/** YaRN's factor on cos and sin, 0.1 ln s + 1, so that q.k grows by its square (Peng et al. 2023, sec. 3.4); 1 for s <= 1. */
export function yarnAttentionFactor(scale: number): number {
  return scale <= 1 ? 1 : 0.1 * Math.log(scale) + 1;
}

/** First and last pair of YaRN's ramp as its released code has it, rounded outwards to whole pairs. */
export function yarnRampRange(settings: RopeScalingSettings): { low: number; high: number } {
  const { headSize, base, trainedLength } = settings;
  const pairTurning = (rotations: number): number =>
    (headSize * Math.log(trainedLength / (rotations * 2 * Math.PI))) / (2 * Math.log(base));
  return {
    low: Math.max(0, Math.floor(pairTurning(FAST))),
    high: Math.min(headSize - 1, Math.ceil(pairTurning(SLOW))),
  };
}

/** Share of the original frequency that pair `i` keeps under YaRN, 1 for fast pairs and 0 for slow ones. */
function yarnKept(
  kind: 'yarn-code' | 'yarn-paper',
  settings: RopeScalingSettings,
  theta: Float64Array,
  i: number,
): number {
  if (kind === 'yarn-code') {
    const { low, high } = yarnRampRange(settings);
    // A ramp of no width would divide by zero.
    return 1 - clamp01((i - low) / (high === low ? 0.001 : high - low));
  }
  const rotations = (settings.trainedLength * theta[i]) / (2 * Math.PI);
  return clamp01((rotations - SLOW) / (FAST - SLOW));
}

function clamp01(x: number): number {
  return Math.min(1, Math.max(0, x));
}

/**
 * RoPE frequencies [D/2] stretched by `scale` in the named way, and the factor that cos and sin must be multiplied by;
 * throws a RangeError on a scale below 1 or a size that is not positive, and for dynamic NTK without a length.
 */
export function scaledFrequencies(kind: RopeScaling, settings: RopeScalingSettings): ScaledFrequencies {
  const { headSize, base, trainedLength, scale } = settings;
  const plain = frequencies(headSize, base); // [D/2]
  requireInteger('The trained length', trainedLength, 1);
  requirePositive('The scale', scale);
  if (scale < 1) throw new RangeError(`The scale must be at least 1, got ${scale}.`);
  switch (kind) {
    case 'plain':
      return { frequencies: plain, attentionFactor: 1, base };
    case 'pi':
      return { frequencies: plain.map((theta) => theta / scale), attentionFactor: 1, base };
    case 'ntk':
    case 'dynamic-ntk': {
      if (headSize < 4) throw new RangeError('NTK scaling needs a head size of at least 4.');
      const stretched = kind === 'ntk' ? ntkBase(base, scale, headSize) : dynamicBase(settings);
      return { frequencies: frequencies(headSize, stretched), attentionFactor: 1, base: stretched };
    }
    case 'yarn-code':
    case 'yarn-paper':
      return {
        frequencies: plain.map((theta, i) => {
          const kept = yarnKept(kind, settings, plain, i);
          return (theta / scale) * (1 - kept) + theta * kept;
        }),
        attentionFactor: yarnAttentionFactor(scale),
        base,
      };
  }
}

function dynamicBase(settings: RopeScalingSettings): number {
  const { length } = settings;
  if (length === undefined) throw new RangeError('Dynamic NTK needs the current length.');
  requireInteger('The current length', length, 1);
  return dynamicNtkBase({ ...settings, length });
}

import { requireFinite, requireLength } from './checks';

export { frequencies, wavelength } from './ropeFrequencies';
export { scaledFrequencies } from './ropeScaling';
export type { RopeScaling, RopeScalingSettings, ScaledFrequencies } from './ropeScaling';

/** How dimensions pair up: 'half-split' joins i with i + D/2 (Llama, GPT-NeoX), 'interleaved' 2i with 2i + 1 (RoFormer). */
export type RopeConvention = 'half-split' | 'interleaved';

/** Cosine and sine [D/2] of one position's angles in float64, both multiplied by `attentionFactor` (1 but for YaRN); throws a RangeError on a position that is not finite. */
export function cosSinRow(
  position: number,
  theta: ArrayLike<number>,
  attentionFactor = 1,
): { cos: Float64Array; sin: Float64Array } {
  requireFinite('The position', position);
  return {
    cos: Float64Array.from(theta, (t) => Math.cos(position * t) * attentionFactor),
    sin: Float64Array.from(theta, (t) => Math.sin(position * t) * attentionFactor),
  };
}

/**
 * Cosine and sine tables, Float32 [T, D/2] each, of a list of positions, as a model's `cos` and `sin` inputs take them;
 * the angles are formed in float64, since float32 loses them far out; throws a RangeError on a position that is not finite.
 */
export function cosSinTables(
  positions: ArrayLike<number>,
  theta: ArrayLike<number>,
  attentionFactor = 1,
): { cos: Float32Array; sin: Float32Array } {
  const cos = new Float32Array(positions.length * theta.length); // [T, D/2]
  const sin = new Float32Array(positions.length * theta.length); // [T, D/2]
  for (let t = 0; t < positions.length; t++) {
    const row = cosSinRow(positions[t], theta, attentionFactor);
    cos.set(row.cos, t * theta.length);
    sin.set(row.sin, t * theta.length);
  }
  return { cos, sin };
}

/**
 * Turns one vector `x` [D] by a row of cosines and sines [D/2] (Su et al. 2021, eq. 34), giving float64 [D]; throws a
 * RangeError on a wrong length.
 */
export function rotate(
  x: ArrayLike<number>,
  cosRow: ArrayLike<number>,
  sinRow: ArrayLike<number>,
  convention: RopeConvention,
): Float64Array {
  const pairs = cosRow.length;
  requireLength('x', x, 2 * pairs);
  requireLength('sinRow', sinRow, pairs);
  const turned = new Float64Array(x.length); // [D]
  for (let i = 0; i < pairs; i++) {
    const [first, second] = pairIndices(i, pairs, convention);
    turned[first] = x[first] * cosRow[i] - x[second] * sinRow[i];
    turned[second] = x[first] * sinRow[i] + x[second] * cosRow[i];
  }
  return turned;
}

/** The two dimensions that pair `i` of `pairs` turns together, under a convention. */
export function pairIndices(i: number, pairs: number, convention: RopeConvention): [number, number] {
  return convention === 'half-split' ? [i, i + pairs] : [2 * i, 2 * i + 1];
}

/** Turns one vector `x` [D] to a position, `rotate` with the angles formed here in float64; same errors. */
export function rotateTo(
  x: ArrayLike<number>,
  position: number,
  theta: ArrayLike<number>,
  convention: RopeConvention,
): Float64Array {
  const { cos, sin } = cosSinRow(position, theta);
  return rotate(x, cos, sin, convention);
}

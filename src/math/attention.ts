import { requireInteger, requireLength } from './checks';
import { linear, matmul } from './linear';
import { softmax } from './softmax';

export { headScores, labelHead } from './headScores';
export type { HeadLabel, HeadScores } from './headScores';

/** Sizes of one head's attention: T queries, S keys, D numbers in each. */
export interface HeadShape {
  readonly queries: number;
  readonly keys: number;
  readonly headSize: number;
}

/** Sizes of several heads side by side. */
export interface AttentionShape extends HeadShape {
  readonly heads: number;
}

/**
 * Scores [T, S] of queries `q` [T, D] against keys `k` [S, D]: q_i . k_j * scale, with scale 1/sqrt(D) unless given
 * (Vaswani et al. 2017, eq. 1); throws a RangeError on a wrong length.
 */
export function scores(
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  shape: HeadShape,
  scale = 1 / Math.sqrt(shape.headSize),
): Float64Array {
  const { queries, keys, headSize } = shape;
  requireLength('q', q, queries * headSize);
  requireLength('k', k, keys * headSize);
  const result = new Float64Array(queries * keys); // [T, S]
  for (let t = 0; t < queries; t++) {
    for (let s = 0; s < keys; s++) {
      let sum = 0;
      for (let d = 0; d < headSize; d++) sum += q[t * headSize + d] * k[s * headSize + d];
      result[t * keys + s] = sum * scale;
    }
  }
  return result;
}

/**
 * Additive causal mask [T, S]: 0 where a query may look, -Infinity at later keys; with more keys than queries the
 * queries are the newest (a KV cache holds the rest); throws a RangeError if there are fewer keys than queries.
 */
export function causalMask(queries: number, keys = queries): Float64Array {
  requireInteger('The number of queries', queries, 1);
  requireInteger('The number of keys', keys, queries);
  const mask = new Float64Array(queries * keys); // [T, S]
  const cached = keys - queries;
  for (let t = 0; t < queries; t++) mask.fill(-Infinity, t * keys + cached + t + 1, (t + 1) * keys);
  return mask;
}

/** Scores plus an additive mask or bias of the same length ([T, S] or [H, T, S]); throws a RangeError if the lengths differ. */
export function applyMask(values: ArrayLike<number>, mask: ArrayLike<number>): Float64Array {
  requireLength('mask', mask, values.length);
  return Float64Array.from(values, (value, i) => value + mask[i]);
}

/** Attention pattern: softmax of every row of `values` [rows, S], so that each row sums to 1; throws a RangeError on NaN, a wrong length or a row masked as a whole. */
export function attentionPattern(values: ArrayLike<number>, keys: number): Float64Array {
  requireInteger('The number of keys', keys, 1);
  requireLength('scores', values, Math.ceil(values.length / keys) * keys);
  const pattern = new Float64Array(values.length); // [rows, S]
  const flat = Float64Array.from(values);
  for (let start = 0; start < flat.length; start += keys) {
    pattern.set(softmax(flat.subarray(start, start + keys)), start);
  }
  return pattern;
}

/** Output [T, D] of one head: `pattern` [T, S] times values `v` [S, D] (Vaswani et al. 2017, eq. 1); throws a RangeError on a wrong length. */
export function headOutput(pattern: ArrayLike<number>, v: ArrayLike<number>, shape: HeadShape): Float64Array {
  return matmul(pattern, v, shape.queries, shape.keys, shape.headSize);
}

/** Concatenates head outputs [H, T, D] to [T, H*D], head h in columns h*D to (h+1)*D - 1 (Vaswani et al. 2017, sec. 3.2.2); throws a RangeError on a wrong length. */
export function combineHeads(
  outputs: ArrayLike<number>,
  heads: number,
  queries: number,
  headSize: number,
): Float64Array {
  requireLength('outputs', outputs, heads * queries * headSize);
  const combined = new Float64Array(outputs.length); // [T, H*D]
  for (let h = 0; h < heads; h++) {
    for (let t = 0; t < queries; t++) {
      for (let d = 0; d < headSize; d++) {
        combined[(t * heads + h) * headSize + d] = outputs[(h * queries + t) * headSize + d];
      }
    }
  }
  return combined;
}

/** Splits rows [T, H*D] into heads [H, T, D], the inverse of combineHeads; throws a RangeError on a wrong length. */
export function splitHeads(
  rows: ArrayLike<number>,
  heads: number,
  queries: number,
  headSize: number,
): Float64Array {
  requireLength('rows', rows, heads * queries * headSize);
  const split = new Float64Array(rows.length); // [H, T, D]
  for (let h = 0; h < heads; h++) {
    for (let t = 0; t < queries; t++) {
      for (let d = 0; d < headSize; d++) {
        split[(h * queries + t) * headSize + d] = rows[(t * heads + h) * headSize + d];
      }
    }
  }
  return split;
}

/**
 * Multiplies each head's slice of concatenated outputs [T, H*D] by `headMask` [H], before the output projection: 0 knocks
 * a head out, 1 changes no bit (Michel et al. 2019, sec. 2.2); throws a RangeError if the heads don't divide the row.
 */
export function knockOut(
  combined: ArrayLike<number>,
  headMask: ArrayLike<number>,
  headSize: number,
): Float64Array {
  const width = headMask.length * headSize;
  requireLength('combined', combined, Math.ceil(combined.length / width) * width);
  // A product with 0 would keep NaN, Infinity and the sign of zero: the slice is set, not scaled.
  return Float64Array.from(combined, (value, i) => {
    const factor = headMask[Math.floor((i % width) / headSize)];
    return factor === 0 ? 0 : value * factor;
  });
}

/** Queries [H, T, D], keys and values [H, S, D] of a layer, and what may be added to its scores and heads. */
export interface AttentionInput {
  readonly q: ArrayLike<number>;
  readonly k: ArrayLike<number>;
  readonly v: ArrayLike<number>;
  /** Additive bias or mask, [T, S] for all heads alike or [H, T, S]; none if left out. */
  readonly bias?: ArrayLike<number> | null;
  /** One factor a head [H]; all 1 if left out. */
  readonly headMask?: ArrayLike<number> | null;
  /** Output projection in PyTorch's layout [C, H*D]; if left out, no `output` is computed. */
  readonly outputWeight?: ArrayLike<number> | null;
  readonly scale?: number;
}

/** Every tensor of a multi-head attention layer on the way. */
export interface AttentionTensors {
  readonly scores: Float64Array; // [H, T, S], before bias and mask
  readonly masked: Float64Array; // [H, T, S], after
  readonly pattern: Float64Array; // [H, T, S]
  readonly headOutputs: Float64Array; // [H, T, D]
  readonly combined: Float64Array; // [T, H*D], after knock-outs
  readonly output: Float64Array | null; // [T, C]
}

/** Multi-head attention from q, k, v to the output projection, keeping every tensor (Vaswani et al. 2017, sec. 3.2); throws a RangeError on a wrong length or a row masked as a whole. */
export function multiHeadAttention(input: AttentionInput, shape: AttentionShape): AttentionTensors {
  const { heads, queries, keys, headSize } = shape;
  requireLength('q', input.q, heads * queries * headSize);
  requireLength('k', input.k, heads * keys * headSize);
  requireLength('v', input.v, heads * keys * headSize);
  const [q, k, v] = [input.q, input.k, input.v].map((values) => Float64Array.from(values));
  const cells = queries * keys;
  const all = new Float64Array(heads * cells); // [H, T, S]
  for (let h = 0; h < heads; h++) {
    const part = scores(slice(q, h, heads), slice(k, h, heads), shape, input.scale);
    all.set(part, h * cells);
  }
  const masked = input.bias ? applyMask(all, broadcast(input.bias, heads, cells)) : all;
  const pattern = attentionPattern(masked, keys); // [H, T, S]
  const headOutputs = new Float64Array(heads * queries * headSize); // [H, T, D]
  for (let h = 0; h < heads; h++) {
    headOutputs.set(headOutput(slice(pattern, h, heads), slice(v, h, heads), shape), h * queries * headSize);
  }
  const concatenated = combineHeads(headOutputs, heads, queries, headSize);
  const combined = input.headMask
    ? knockOut(concatenated, headMaskOf(input.headMask, heads), headSize)
    : concatenated;
  return {
    scores: all,
    masked,
    pattern,
    headOutputs,
    combined,
    output: project(combined, input.outputWeight, shape),
  };
}

function slice(values: Float64Array, h: number, heads: number): Float64Array {
  const size = values.length / heads;
  return values.subarray(h * size, (h + 1) * size);
}

function broadcast(bias: ArrayLike<number>, heads: number, cells: number): ArrayLike<number> {
  if (bias.length !== cells) return bias;
  const repeated = new Float64Array(heads * cells); // [H, T, S]
  for (let h = 0; h < heads; h++) repeated.set(bias, h * cells);
  return repeated;
}

function headMaskOf(headMask: ArrayLike<number>, heads: number): ArrayLike<number> {
  requireLength('headMask', headMask, heads);
  return headMask;
}

function project(
  combined: Float64Array,
  weight: ArrayLike<number> | null | undefined,
  shape: AttentionShape,
): Float64Array | null {
  if (!weight) return null;
  const inner = shape.heads * shape.headSize;
  return linear(combined, weight, inner, weight.length / inner); // [T, C]
}

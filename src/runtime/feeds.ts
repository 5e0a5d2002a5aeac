import { cosSinTables, frequencies } from '../math/rope';
import type { FeedTensor, Feeds, GraphSession } from './graphSession';
import { ownBias, ownRows } from './positions';
import { RuntimeError, type Interventions, type ModelInfo, type Tensor } from './protocol';

/** Keys and values of the tokens already seen, by input name; `length` is P. */
export interface Past {
  readonly length: number;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** A float32 input. */
export function float32(data: Float32Array, dims: readonly number[]): FeedTensor {
  return { type: 'float32', data, dims };
}

/** A row of whole numbers [1, length]. */
export function int64(values: ArrayLike<number>): FeedTensor {
  const data = BigInt64Array.from({ length: values.length }, (_, i) => BigInt(values[i]));
  return { type: 'int64', data, dims: [1, values.length] }; // [B, T]
}

/** A bias that is broadcastable to `wanted` [L, H, T, S]; throws RuntimeError 'bad-request' naming the intervention. */
export function checkedBias(bias: Tensor, wanted: readonly number[], name: string): FeedTensor {
  const dims = [...Array<number>(Math.max(0, 4 - bias.dims.length)).fill(1), ...bias.dims];
  const fits = dims.length === 4 && dims.every((size, axis) => size === 1 || size === wanted[axis]);
  if (!fits || dims.reduce((a, b) => a * b, 1) !== bias.data.length) {
    throw new RuntimeError('bad-request', `${name} [${bias.dims}] does not fit [${wanted}]`);
  }
  return float32(bias.data, dims);
}

/** Given numbers of shape `dims`, or what stands for none; throws RuntimeError 'bad-request' naming the intervention. */
export function checkedNumbers(data: Float32Array, dims: readonly number[], name: string): FeedTensor {
  const wanted = dims.reduce((product, size) => product * size, 1);
  if (data.length !== wanted)
    throw new RuntimeError('bad-request', `${name} has ${data.length} numbers instead of ${wanted}`);
  return float32(data, dims);
}

/** Factors [L, H] on the heads of one kind of attention, all 1 if left out; throws RuntimeError 'bad-request'. */
export function headFactors(
  layers: number,
  heads: number,
  mask: Float32Array | undefined,
  name: string,
): FeedTensor {
  return checkedNumbers(mask ?? new Float32Array(layers * heads).fill(1), [layers, heads], name);
}

function rotaryTables(
  info: ModelInfo,
  newTokens: number,
  past: number,
  given: Interventions['rotary'],
): { readonly rotary_cos: FeedTensor; readonly rotary_sin: FeedTensor } {
  const pairs = info.headSize / 2;
  const positions = Array.from({ length: newTokens }, (_, i) => past + i);
  const { cos, sin } = given ?? cosSinTables(positions, frequencies(info.headSize, info.rotaryBase)); // [T, D/2]
  if (cos.length !== newTokens * pairs || sin.length !== newTokens * pairs) {
    throw new RuntimeError(
      'bad-request',
      `rotary tables have ${cos.length} and ${sin.length} numbers instead of ${newTokens * pairs}`,
    );
  }
  return { rotary_cos: float32(cos, [newTokens, pairs]), rotary_sin: float32(sin, [newTokens, pairs]) };
}

function positionRows(
  info: ModelInfo,
  newTokens: number,
  past: number,
  given: Float32Array | undefined,
): FeedTensor | null {
  const rows = given ?? ownRows(info, newTokens, past); // [T, C]
  if (rows && rows.length !== newTokens * info.width) {
    throw new RuntimeError(
      'bad-request',
      `positionRows has ${rows.length} numbers instead of ${newTokens * info.width}`,
    );
  }
  return rows && float32(rows, [newTokens, info.width]);
}

/** An empty cache, P = 0. */
export function emptyPast(info: ModelInfo): Past {
  const empty: Tensor = {
    data: new Float32Array(0),
    dims: [1, info.keyHeads ?? info.heads, 0, info.headSize],
  }; // [B, H, P, D]
  const tensors: Record<string, Tensor> = {};
  for (let layer = 0; layer < info.layers; layer++) {
    tensors[`past_key_values.${layer}.key`] = empty;
    tensors[`past_key_values.${layer}.value`] = empty;
  }
  return { length: 0, tensors };
}

/** Names of the graph's cache outputs, each with the input it becomes for the next token. */
export function cacheNames(info: ModelInfo): { readonly output: string; readonly input: string }[] {
  return Array.from({ length: info.layers }, (_, layer) =>
    ['key', 'value'].map((part) => ({
      output: `present.${layer}.${part}`,
      input: `past_key_values.${layer}.${part}`,
    })),
  ).flat();
}

/**
 * Inputs of one pass over the new tokens `ids` behind `past`: what is not intervened on is as the model was trained
 * (its own mask, all heads, its own rotation). Only inputs that the graph has are given. Throws RuntimeError
 * 'bad-request' when an intervention has the wrong size.
 */
export function buildFeeds(
  session: GraphSession,
  info: ModelInfo,
  ids: readonly number[],
  interventions: Interventions = {},
  past: Past = emptyPast(info),
): Feeds {
  const total = past.length + ids.length;
  const bias = interventions.attentionBias ?? ownBias(info, ids.length, past.length);
  const rows = positionRows(info, ids.length, past.length, interventions.positionRows);
  const turned = interventions.rotary !== undefined || session.inputNames.includes('rotary_cos');
  const all: Record<string, FeedTensor> = {
    input_ids: int64(ids),
    attention_mask: int64(new Uint8Array(total).fill(1)), // [B, S]
    position_ids: int64(ids.map((_, i) => past.length + i)),
    head_mask: headFactors(info.layers, info.heads, interventions.headMask, 'headMask'),
    attn_bias: checkedBias(bias, [info.layers, info.heads, ids.length, total], 'attentionBias'),
    ...(turned ? rotaryTables(info, ids.length, past.length, interventions.rotary) : {}),
    ...(rows ? { position_rows: rows } : {}),
  };
  for (const [name, { data, dims }] of Object.entries(past.tensors)) all[name] = float32(data, dims);
  return Object.fromEntries(Object.entries(all).filter(([name]) => session.inputNames.includes(name)));
}

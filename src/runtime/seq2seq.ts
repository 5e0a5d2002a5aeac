import { sinusoidalTable } from '../math/positions';
import { checkedBias, checkedNumbers, emptyPast, float32, headFactors, int64, type Past } from './feeds';
import { causalBias } from './positions';
import type { Feeds } from './graphSession';
import {
  RuntimeError,
  type ModelInfo,
  type Seq2SeqInterventions,
  type Tensor,
  type TensorName,
} from './protocol';

/** A source text as the encoder reads it: its tokens and the end token. */
export function withEnd(info: ModelInfo, ids: readonly number[]): number[] {
  return [...ids, info.endOfTextId];
}

/** A target text as the decoder reads it: the start token and the tokens so far; throws RuntimeError 'bad-request' for a model without one. */
export function withStart(info: ModelInfo, ids: readonly number[]): number[] {
  if (info.startId === undefined) throw new RuntimeError('bad-request', `${info.name} is no encoder-decoder`);
  return [info.startId, ...ids];
}

/** The cross-attention's keys and values, made by the encoder once a source text, by decoder input name. */
export type CrossCache = Readonly<Record<string, Tensor>>;

/** Names of the encoder outputs that the decoder reads, each with the input it becomes. */
export function crossNames(info: ModelInfo): { readonly output: TensorName; readonly input: string }[] {
  return Array.from({ length: info.layers }, (_, layer) =>
    (['key', 'value'] as const).map((part) => ({
      output: `dec.layer.${layer}.cross.${part[0]}`,
      input: `cross.${layer}.${part}`,
    })),
  ).flat();
}

/** Sinusoidal rows [count, C] of the positions from `first` on (Vaswani et al. 2017, sec. 3.5). */
function positionRows(first: number, count: number, width: number): Float32Array {
  return Float32Array.from(sinusoidalTable(first + count, width).subarray(first * width));
}

function noBias(queries: number, keys: number): Tensor {
  return { data: new Float32Array(queries * keys), dims: [1, 1, queries, keys] };
}

/** Inputs of the encoder for source ids; throws RuntimeError 'bad-request' when an intervention has the wrong size. */
export function encoderFeeds(
  info: ModelInfo,
  ids: readonly number[],
  interventions: Seq2SeqInterventions = {},
): Feeds {
  const { heads, width, encoderLayers: layers = 0 } = info;
  const { encoderBias, encoderHeadMask, encoderPositions } = interventions;
  const S = ids.length;
  const rows = encoderPositions ?? positionRows(0, S, width); // [S, C]
  return {
    input_ids: int64(ids),
    positions: checkedNumbers(rows, [S, width], 'encoderPositions'),
    head_mask: headFactors(layers, heads, encoderHeadMask, 'encoderHeadMask'),
    attn_bias: checkedBias(encoderBias ?? noBias(S, S), [layers, heads, S, S], 'encoderBias'),
  };
}

/**
 * Inputs of the decoder for the new target ids behind `past`, looking at the source through `cross`; throws RuntimeError
 * 'bad-request' when an intervention has the wrong size.
 */
export function decoderFeeds(
  info: ModelInfo,
  ids: readonly number[],
  cross: CrossCache,
  interventions: Seq2SeqInterventions = {},
  past: Past = emptyPast(info),
): Feeds {
  const { layers, heads, width } = info;
  const { selfBias, crossBias, selfHeadMask, crossHeadMask, decoderPositions } = interventions;
  const T = ids.length;
  const total = past.length + T;
  const S = cross['cross.0.key'].dims[2];
  const rows = decoderPositions ?? positionRows(past.length, T, width); // [T, C]
  const self = selfBias ?? causalBias(T, past.length);
  return {
    input_ids: int64(ids),
    positions: checkedNumbers(rows, [T, width], 'decoderPositions'),
    self_head_mask: headFactors(layers, heads, selfHeadMask, 'selfHeadMask'),
    cross_head_mask: headFactors(layers, heads, crossHeadMask, 'crossHeadMask'),
    self_bias: checkedBias(self, [layers, heads, T, total], 'selfBias'),
    cross_bias: checkedBias(crossBias ?? noBias(T, S), [layers, heads, T, S], 'crossBias'),
    ...Object.fromEntries(
      Object.entries({ ...cross, ...past.tensors }).map(([name, { data, dims }]) => [
        name,
        float32(data, dims),
      ]),
    ),
  };
}

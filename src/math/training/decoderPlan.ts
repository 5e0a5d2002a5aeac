import type { Arena } from './kernels';
import {
  adapterBlock,
  placeOf,
  requireShape,
  weightBlock,
  type AdapterShape,
  type DecoderShape,
  type NamedBlock,
} from './decoderShape';

/** Numbers that are trained: values, gradients and AdamW's two moments, `count` each, at four places of the heap. */
export interface TrainedBlock {
  readonly values: number;
  readonly gradients: number;
  readonly moment1: number;
  readonly moment2: number;
  readonly count: number;
}

/** Takes the four places of a trained block. */
export function planTrained(arena: Arena, count: number): TrainedBlock {
  const take = (): number => arena.take(count);
  return { values: take(), gradients: take(), moment1: take(), moment2: take(), count };
}

/** What one layer's forward pass leaves for its backward pass; N = batch x length tokens, C width, F hidden, R rank. */
export interface LayerPlaces {
  readonly input: number; // [N, C]
  readonly normed1: number; // [N, C]
  readonly inverse1: number; // [N]
  readonly qkv: number; // [N, 3 C], q and k rotated
  readonly pattern: number; // [B, H, T, T]
  readonly mixed: number; // [N, C]
  readonly middle: number; // [N, C]
  readonly normed2: number; // [N, C]
  readonly inverse2: number; // [N]
  readonly pair: number; // [N, 2 F]
  readonly gated: number; // [N, F]
  readonly low: Readonly<Record<'qkv' | 'o' | 'gateUp' | 'down', number>>; // [N, R] each: A x
}

/** Most that one pass may hold. */
export interface Capacity {
  /** Tokens of a batch, batch x length. */
  readonly tokens: number;
  /** Length of a row, at most the model's window. */
  readonly length: number;
  /** Rows of the batch. */
  readonly batch: number;
  /** Positions whose logits are wanted at once. */
  readonly scored: number;
  /** Rows whose keys and values are cached for decoding; 0 for none. */
  readonly cached: number;
}

/** Places of everything a decoder's passes need; made before the heap exists. */
export interface DecoderPlan {
  readonly shape: DecoderShape;
  readonly adapter: AdapterShape | null;
  readonly capacity: Capacity;
  readonly weights: NamedBlock;
  readonly adapterNames: NamedBlock | null;
  /** All weights: trained when there is no adapter shape, else only read. */
  readonly base: TrainedBlock | { readonly values: number; readonly count: number };
  /** The lowest layer that is trained; those below are the trunk. */
  readonly firstTrained: number;
  readonly trunk: LayerPlaces | null;
  readonly trained: readonly LayerPlaces[];
  readonly last: number; // [N, C], the last layer's output
  readonly lastInverse: number; // [N]
  readonly states: number; // [N, C], after the final norm
  readonly dStates: number; // [N, C]
  readonly picked: number; // [scored, C]
  readonly dPicked: number; // [scored, C]
  readonly headLow: number; // [scored, R]
  readonly logits: number; // [scored, V]
  readonly dInput: number; // [N, C], the gradient that walks down the residual stream
  readonly wide: number; // [N, 3 C]
  readonly narrow: number; // [N, C]
  readonly dPair: number; // [N, 2 F]
  readonly dGated: number; // [N, F]
  readonly dPattern: number; // [B, H, T, T]
  readonly dLow: number; // [N, R]
  readonly cache: number; // [L, cached, length, 2 C]
  readonly scores: number; // [length]
}

function planLayer(arena: Arena, shape: DecoderShape, capacity: Capacity, rank: number): LayerPlaces {
  const { width, hidden, heads } = shape;
  const { tokens, length } = capacity;
  const each = (numbers: number): number => arena.take(tokens * numbers);
  return {
    input: each(width),
    normed1: each(width),
    inverse1: each(1),
    qkv: each(3 * width),
    pattern: each(heads * length),
    mixed: each(width),
    middle: each(width),
    normed2: each(width),
    inverse2: each(1),
    pair: each(2 * hidden),
    gated: each(hidden),
    low: { qkv: each(rank), o: each(rank), gateUp: each(rank), down: each(rank) },
  };
}

/**
 * Takes the places of a decoder and its passes. With an adapter shape the weights are frozen and the layers below the
 * adapter are a trunk that keeps nothing; without one every weight is trained. Throws a RangeError on sizes that don't fit.
 */
export function planDecoder(
  arena: Arena,
  shape: DecoderShape,
  adapter: AdapterShape | null,
  capacity: Capacity,
): DecoderPlan {
  requireShape(shape);
  const trainedLayers = adapter ? adapter.layers : shape.layers;
  if (trainedLayers < 1 || trainedLayers > shape.layers)
    throw new RangeError(`An adapter sits on 1 to ${shape.layers} layers, not ${trainedLayers}.`);
  const { width, hidden, heads, vocabulary, layers } = shape;
  const { tokens, length, scored, cached } = capacity;
  const rank = adapter?.rank ?? 0;
  const weights = weightBlock(shape);
  const each = (numbers: number): number => arena.take(tokens * numbers);
  return {
    shape,
    adapter,
    capacity,
    weights,
    adapterNames: adapter ? adapterBlock(shape, adapter) : null,
    base: adapter
      ? { values: arena.take(weights.count), count: weights.count }
      : planTrained(arena, weights.count),
    firstTrained: layers - trainedLayers,
    trunk: trainedLayers < layers ? planLayer(arena, shape, capacity, 0) : null,
    trained: Array.from({ length: trainedLayers }, () => planLayer(arena, shape, capacity, rank)),
    last: each(width),
    lastInverse: each(1),
    states: each(width),
    dStates: each(width),
    picked: arena.take(scored * width),
    dPicked: arena.take(scored * width),
    headLow: arena.take(scored * rank),
    logits: arena.take(scored * vocabulary),
    dInput: each(width),
    wide: each(3 * width),
    narrow: each(width),
    dPair: each(2 * hidden),
    dGated: each(hidden),
    dPattern: each(heads * length),
    dLow: arena.take(Math.max(tokens, scored) * rank),
    cache: arena.take(layers * cached * length * 2 * width),
    scores: arena.take(length),
  };
}

/** Places of one layer's weights in the heap; q, k, v begin at `qkv`, gate and up at `gateUp`. */
export interface LayerWeights {
  readonly gain1: number;
  readonly qkv: number;
  readonly o: number;
  readonly gain2: number;
  readonly gateUp: number;
  readonly down: number;
}

/** The weights of layer `layer` when the block begins at `start`. */
export function layerWeights(plan: DecoderPlan, layer: number, start: number): LayerWeights {
  const at = (name: string): number => start + placeOf(plan.weights, `layer.${layer}.${name}`).offset;
  return {
    gain1: at('norm1.gain'),
    qkv: at('attn.q.weight'),
    o: at('attn.o.weight'),
    gain2: at('norm2.gain'),
    gateUp: at('mlp.gate.weight'),
    down: at('mlp.down.weight'),
  };
}

import { requireInteger, requirePositive } from '../checks';

/** The numbers that make a decoder like `story`: RMSNorm, half-split RoPE, SwiGLU, tied embeddings, no biases. */
export interface DecoderShape {
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly hidden: number;
  readonly vocabulary: number;
  /** Longest text in tokens. */
  readonly window: number;
  readonly rotaryBase: number;
  readonly normEpsilon: number;
}

/** A low-rank adapter (LoRA, Hu et al. 2022): W x + scale B A x on the products of the last `layers` layers. */
export interface AdapterShape {
  readonly layers: number;
  readonly rank: number;
  /** Also on the output head; the embedding, which shares its matrix, stays as it was. */
  readonly head: boolean;
  /** What B A x is multiplied by (alpha / rank). */
  readonly scale: number;
}

/** Where a named matrix lies inside its block. */
export interface NamedPlace {
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
}

/** Matrices laid end to end, row-major, by name. */
export interface NamedBlock {
  readonly places: ReadonlyMap<string, NamedPlace>;
  readonly count: number;
}

/** The products of a layer that an adapter may sit on, with their sizes [out, in]; q, k, v are one product, gate and up another. */
export function layerProducts(
  shape: DecoderShape,
): Record<'qkv' | 'o' | 'gateUp' | 'down', [number, number]> {
  const { width, hidden } = shape;
  return { qkv: [3 * width, width], o: [width, width], gateUp: [2 * hidden, width], down: [width, hidden] };
}

/** Throws a RangeError unless the sizes fit together (the kernels want width, hidden and head size in fours). */
export function requireShape(shape: DecoderShape): void {
  for (const key of ['layers', 'heads', 'width', 'hidden', 'vocabulary', 'window'] as const)
    requireInteger(`The shape's ${key}`, shape[key], 1);
  requirePositive('The rotary base', shape.rotaryBase);
  requirePositive('The norm’s epsilon', shape.normEpsilon);
  if (shape.width % (4 * shape.heads) !== 0 || shape.hidden % 4 !== 0)
    throw new RangeError(
      `Width ${shape.width} over ${shape.heads} heads and hidden ${shape.hidden} must come in fours.`,
    );
}

function block(list: readonly [string, number, number][]): NamedBlock {
  const places = new Map<string, NamedPlace>();
  let count = 0;
  for (const [name, rows, columns] of list) {
    places.set(name, { offset: count, rows, columns });
    count += rows * columns;
  }
  return { places, count };
}

/** Every weight of a decoder under its name in the ONNX graph, matrices [out, in]; q, k, v and gate, up lie together. */
export function weightBlock(shape: DecoderShape): NamedBlock {
  const { layers, width, hidden, vocabulary } = shape;
  const list: [string, number, number][] = [['embed.weight', vocabulary, width]];
  for (let layer = 0; layer < layers; layer++) {
    const name = `layer.${layer}`;
    list.push([`${name}.norm1.gain`, 1, width]);
    for (const part of ['q', 'k', 'v', 'o']) list.push([`${name}.attn.${part}.weight`, width, width]);
    list.push([`${name}.norm2.gain`, 1, width]);
    for (const part of ['gate', 'up']) list.push([`${name}.mlp.${part}.weight`, hidden, width]);
    list.push([`${name}.mlp.down.weight`, width, hidden]);
  }
  list.push(['final.norm.gain', 1, width]);
  return block(list);
}

/** Every matrix of an adapter: `layer.5.qkv.a` [rank, in], `layer.5.qkv.b` [out, rank], ..., `head.a`, `head.b`. */
export function adapterBlock(shape: DecoderShape, adapter: AdapterShape): NamedBlock {
  const list: [string, number, number][] = [];
  const pair = (name: string, [out, inputs]: [number, number]): void => {
    list.push([`${name}.a`, adapter.rank, inputs], [`${name}.b`, out, adapter.rank]);
  };
  for (let layer = shape.layers - adapter.layers; layer < shape.layers; layer++)
    for (const [name, sizes] of Object.entries(layerProducts(shape))) pair(`layer.${layer}.${name}`, sizes);
  if (adapter.head) pair('head', [shape.vocabulary, shape.width]);
  return block(list);
}

/** The place of a name; throws a RangeError on a name the block lacks. */
export function placeOf(named: NamedBlock, name: string): NamedPlace {
  const place = named.places.get(name);
  if (!place) throw new RangeError(`There is no matrix called ${name}.`);
  return place;
}

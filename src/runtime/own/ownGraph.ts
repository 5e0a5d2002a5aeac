/** A graph that somebody else exported, with our inputs where it has them and its own where it needs more. */
import { asAliased, type Alias } from './attentionOutputs';
import { fromHalf, toHalf } from './halfFloats';
import { OwnProblem } from './ownProblem';
import { inTurn, type Feeds, type GraphSession } from '../graphSession';
import type { Tensor } from '../protocol';

/** One input or output as onnxruntime describes it. */
export interface ValueShape {
  readonly name: string;
  readonly isTensor: boolean;
  readonly type?: string;
  readonly shape?: readonly (number | string)[];
}

/** The part of an onnxruntime session that is needed here. */
export interface OwnOrtSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputMetadata: readonly ValueShape[];
  release?(): Promise<void>;
  run(
    feeds: never,
    fetches: readonly string[],
  ): Promise<
    Readonly<
      Record<string, { readonly type: string; readonly dims: readonly number[]; readonly data: unknown }>
    >
  >;
}

type OrtTensor = new (type: string, data: never, dims: readonly number[]) => unknown;

/** Inputs that the feeds of every decoder here can fill, by name. */
const fillable =
  /^(input_ids|attention_mask|position_ids|token_type_ids|head_mask|attn_bias|rotary_cos|rotary_sin|position_rows|use_cache_branch|num_logits_to_keep|past_key_values\.\d+\.(key|value))$/;

/** What of a graph's inputs says the shape of its cache. */
export interface CacheShape {
  readonly layers: number;
  /** Null where the graph does not tell. */
  readonly keyHeads: number | null;
  readonly headSize: number | null;
}

/** The shape of the cache [B, H, P, D]; layers 0 where there is none. Throws OwnProblem 'inputs' naming what can't be filled. */
export function cacheShape(session: Pick<OwnOrtSession, 'inputNames' | 'inputMetadata'>): CacheShape {
  const strange = session.inputNames.filter((name) => !fillable.test(name));
  if (strange.length > 0) throw new OwnProblem('inputs', strange.slice(0, 4).join(', '));
  const keys = session.inputNames.filter((name) => /^past_key_values\.\d+\.key$/.test(name));
  const shape = session.inputMetadata.find((each) => each.name === keys[0])?.shape;
  if (shape && shape.length !== 4) throw new OwnProblem('inputs', `${keys[0]} [${shape.join(', ')}]`);
  const size = (axis: number) => (typeof shape?.[axis] === 'number' ? shape[axis] : null);
  return { layers: keys.length, keyHeads: size(1), headSize: size(3) };
}

function values(type: string, data: unknown): Float32Array {
  if (type === 'float16') {
    // Browsers that know half floats give numbers, the others their bits.
    return data instanceof Uint16Array ? fromHalf(data) : Float32Array.from(data as ArrayLike<number>);
  }
  const floats = data as Float32Array;
  return floats.byteLength === floats.buffer.byteLength ? floats : floats.slice();
}

/**
 * Wraps a session of a foreign graph: converts half-precision values both ways, narrows whole numbers where the graph
 * wants int32, and fills inputs that only other exporters have. `aliases` gives outputs the names they have in our graphs.
 */
export function ownGraph(
  Tensor: OrtTensor,
  session: OwnOrtSession,
  aliases: ReadonlyMap<string, Alias> = new Map(),
): GraphSession {
  const typeOf = new Map(session.inputMetadata.map(({ name, type }) => [name, type]));
  const make = (name: string, { type, data, dims }: Feeds[string]): unknown => {
    const wanted = typeOf.get(name);
    if (type === 'float32' && wanted === 'float16')
      return new Tensor('float16', half(data as Float32Array) as never, dims);
    if (type === 'int64' && wanted === 'int32')
      return new Tensor('int32', Int32Array.from(data as BigInt64Array, Number) as never, dims);
    return new Tensor(type, data as never, dims);
  };
  const run = async (feeds: Feeds, outputs: readonly string[]): Promise<Record<string, Tensor>> => {
    const all: Record<string, unknown> = {};
    for (const [name, feed] of Object.entries(feeds)) all[name] = make(name, feed);
    const dims = feeds.input_ids.dims;
    const has = (name: string) => session.inputNames.includes(name);
    if (has('token_type_ids'))
      all.token_type_ids = new Tensor('int64', new BigInt64Array(dims[1]) as never, dims);
    if (has('use_cache_branch')) {
      const past = feeds['past_key_values.0.key']?.dims[2] ?? 0;
      all.use_cache_branch = new Tensor('bool', Uint8Array.of(past > 0 ? 1 : 0) as never, [1]);
    }
    // 0 stands for "all of them": the page draws more than the last.
    if (has('num_logits_to_keep'))
      all.num_logits_to_keep = new Tensor('int64', BigInt64Array.of(0n) as never, []);
    const given = outputs.map((name) => aliases.get(name)?.name ?? name);
    const results = await session.run(all as never, [...new Set(given)]);
    const tensors: Record<string, Tensor> = {};
    outputs.forEach((name, i) => {
      const { type, dims: shape, data } = results[given[i]];
      const tensor = { dims: [...shape], data: values(type, data) };
      const alias = aliases.get(name);
      tensors[name] = alias ? asAliased(tensor, alias) : tensor;
    });
    return tensors;
  };
  return {
    inputNames: session.inputNames,
    outputNames: [...session.outputNames, ...aliases.keys()],
    run(feeds, outputs) {
      return inTurn(() => run(feeds, outputs));
    },
  };
}

/** Half-precision values in the form this browser's onnxruntime takes. */
function half(data: Float32Array): unknown {
  const Halves = (globalThis as { Float16Array?: new (values: Float32Array) => unknown }).Float16Array;
  return Halves ? new Halves(data) : toHalf(data);
}

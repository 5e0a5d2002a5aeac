import type { Tensor } from './protocol';

/** An input of the graph: int64 values for ids, positions and masks, float32 for the rest. */
export interface FeedTensor {
  readonly type: 'int64' | 'float32';
  readonly dims: readonly number[];
  readonly data: BigInt64Array | Float32Array;
}

/** Inputs by name. */
export type Feeds = Readonly<Record<string, FeedTensor>>;

/** A loaded graph, whoever runs it: transformers.js in the worker, onnxruntime's wasm in Node, a fake in tests. */
export interface GraphSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Runs the graph and brings back the named outputs; every array owns its buffer. */
  run(feeds: Feeds, outputs: readonly string[]): Promise<Record<string, Tensor>>;
}

/** The part of onnxruntime-web that `graphSession` needs, so that one adapter serves the page and Node. */
export interface OrtParts {
  readonly Tensor: new (type: 'int64' | 'float32', data: never, dims: readonly number[]) => unknown;
}

/** The part of an onnxruntime InferenceSession that `graphSession` needs. */
export interface OrtSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(
    feeds: never,
    fetches: readonly string[],
  ): Promise<Readonly<Record<string, { readonly dims: readonly number[]; readonly data: unknown }>>>;
}

/** One wasm instance serves every session, and it runs one call at a time. */
let lastRun: Promise<unknown> = Promise.resolve();

/** Runs when every earlier run of every session has ended. */
export function inTurn<T>(run: () => Promise<T>): Promise<T> {
  const mine = lastRun.then(run);
  lastRun = mine.catch(() => {});
  return mine;
}

/** Wraps an onnxruntime session; runs of all sessions follow one another. */
export function graphSession(ort: OrtParts, session: OrtSession): GraphSession {
  const runNow = async (feeds: Feeds, outputs: readonly string[]): Promise<Record<string, Tensor>> => {
    const ortFeeds = Object.fromEntries(
      Object.entries(feeds).map(([name, { type, data, dims }]) => [
        name,
        new ort.Tensor(type, data as never, dims),
      ]),
    );
    const results = await session.run(ortFeeds as never, outputs);
    const tensors: Record<string, Tensor> = {};
    for (const name of outputs) {
      const { dims, data } = results[name];
      const values = data as Float32Array;
      const ownsBuffer = values.byteLength === values.buffer.byteLength;
      tensors[name] = { dims: [...dims], data: ownsBuffer ? values : values.slice() };
    }
    return tensors;
  };
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    run(feeds, outputs) {
      return inTurn(() => runNow(feeds, outputs));
    },
  };
}

import { buildFeeds } from './feeds';
import type { GraphSession } from './graphSession';
import { runFailure } from './failures';
import { RuntimeError, type ModelInfo, type TensorName, type Trace, type TraceRequest } from './protocol';

/** How many times its trained window a model may be pushed past it before memory is at risk. */
const furthest = 4;

/**
 * Checks the tokens of a request; throws RuntimeError 'empty-input', 'too-long' or 'bad-request' (an id outside the
 * vocabulary).
 */
export function checkIds(info: ModelInfo, ids: readonly number[], longest: number): void {
  if (ids.length === 0) throw new RuntimeError('empty-input', 'no tokens');
  if (ids.length > longest) throw new RuntimeError('too-long', `${ids.length} tokens; at most ${longest}`);
  const strange = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= info.vocabulary);
  if (strange !== undefined)
    throw new RuntimeError('bad-request', `${strange} is no token id of ${info.name}`);
}

/**
 * Names of the outputs to bring back, each once; 'all' is every tensor but caches and weights. Throws RuntimeError
 * 'bad-request' on a name the graph doesn't have.
 */
export function chosenOutputs(
  info: ModelInfo,
  there: readonly TensorName[],
  asked: readonly TensorName[] | 'all',
): TensorName[] {
  if (asked === 'all') return there.filter((name) => !/^present\.|\.(weight|bias|gain)$/.test(name));
  const unknown = asked.filter((name) => !there.includes(name));
  if (unknown.length > 0)
    throw new RuntimeError('bad-request', `${info.name} has no output ${unknown.join(', ')}`);
  return [...new Set(asked)];
}

/** One forward pass; throws RuntimeError. Cache outputs come back only when named. */
export async function tracePass(
  session: GraphSession,
  info: ModelInfo,
  request: TraceRequest,
): Promise<Trace> {
  if (info.kind === 'encoder-decoder')
    throw new RuntimeError('bad-request', `${info.name} reads two texts: it is traced by traceSeq2Seq`);
  checkIds(info, request.ids, request.beyondWindow ? furthest * info.window : info.window);
  const outputs = chosenOutputs(info, session.outputNames, request.outputs);
  const feeds = buildFeeds(session, info, request.ids, request.interventions);
  const start = performance.now();
  try {
    const tensors = await session.run(feeds, outputs);
    return { model: info.name, ids: request.ids, tensors, durationMs: performance.now() - start };
  } catch (error) {
    throw runFailure(error);
  }
}

import { runFailure } from './failures';
import type { GraphSession } from './graphSession';
import {
  RuntimeError,
  type ModelInfo,
  type Seq2SeqInterventions,
  type Seq2SeqTrace,
  type Seq2SeqTraceRequest,
  type Tensor,
  type TensorName,
} from './protocol';
import { crossNames, decoderFeeds, encoderFeeds, type CrossCache } from './seq2seq';
import { checkIds, chosenOutputs } from './tracePass';

/** The two graphs of an encoder-decoder. */
export interface Seq2SeqSessions {
  readonly encoder: GraphSession;
  readonly decoder: GraphSession;
}

/** The encoder's tensors that were asked for, and what the decoder needs of it. */
export interface Encoded {
  readonly tensors: Readonly<Record<TensorName, Tensor>>;
  readonly cross: CrossCache;
}

/** Runs the encoder once; throws RuntimeError. */
export async function encodeSource(
  { encoder }: Seq2SeqSessions,
  info: ModelInfo,
  ids: readonly number[],
  interventions: Seq2SeqInterventions | undefined,
  outputs: readonly TensorName[] = [],
): Promise<Encoded> {
  const names = crossNames(info);
  const feeds = encoderFeeds(info, ids, interventions);
  const found = await encoder.run(feeds, [...new Set([...outputs, ...names.map(({ output }) => output)])]);
  return {
    tensors: Object.fromEntries(outputs.map((name) => [name, found[name]])),
    cross: Object.fromEntries(names.map(({ input, output }) => [input, found[output]])),
  };
}

/** Checks that a model has two stacks and a source that it can read; throws RuntimeError. */
export function checkSource(info: ModelInfo, ids: readonly number[]): void {
  if (info.kind !== 'encoder-decoder')
    throw new RuntimeError('bad-request', `${info.name} has no encoder and decoder of their own`);
  checkIds(info, ids, info.window);
}

/** One pass through both graphs over whole texts; throws RuntimeError. */
export async function seq2seqPass(
  sessions: Seq2SeqSessions,
  info: ModelInfo,
  request: Seq2SeqTraceRequest,
): Promise<Seq2SeqTrace> {
  const { sourceIds, targetIds, interventions } = request;
  checkSource(info, sourceIds);
  checkIds(info, targetIds, info.window);
  const inDecoder = new Set(sessions.decoder.outputNames);
  const there = [...new Set([...sessions.encoder.outputNames, ...inDecoder])];
  const outputs = chosenOutputs(info, there, request.outputs);
  const start = performance.now();
  try {
    const ofEncoder = outputs.filter((name) => !inDecoder.has(name));
    const ofDecoder = outputs.filter((name) => inDecoder.has(name));
    const encoded = await encodeSource(sessions, info, sourceIds, interventions, ofEncoder);
    const decoded =
      ofDecoder.length > 0
        ? await sessions.decoder.run(decoderFeeds(info, targetIds, encoded.cross, interventions), ofDecoder)
        : {};
    return {
      model: info.name,
      sourceIds,
      targetIds,
      tensors: { ...encoded.tensors, ...decoded },
      durationMs: performance.now() - start,
    };
  } catch (error) {
    throw runFailure(error);
  }
}

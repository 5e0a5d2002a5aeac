import type { CatalogueRow } from './catalogue';
import { generationLoop } from './generationLoop';
import type { GraphSession } from './graphSession';
import { seq2seqPass, type Seq2SeqSessions } from './seq2seqPass';
import { tracePass } from './tracePass';
import { translationLoop } from './translationLoop';
import {
  RuntimeError,
  type GeneratedToken,
  type GenerateRequest,
  type LoadProgress,
  type ModelInfo,
  type Seq2SeqTrace,
  type Seq2SeqTraceRequest,
  type Token,
  type Trace,
  type TraceRequest,
  type TranslatedToken,
  type TranslateRequest,
} from './protocol';

/** A model ready to run. */
export interface OpenModel {
  readonly info: ModelInfo;
  readonly session: GraphSession;
  /** The encoder's graph; only of an encoder-decoder, whose `session` is the decoder's. */
  readonly encoder?: GraphSession;
  /** Token ids of a text, without special tokens. */
  readonly encode: (text: string) => readonly number[];
  /** Text of every vocabulary entry, index = id. */
  readonly texts: readonly string[];
}

/** How a host comes by its models: over the network in the worker, from the disk in Node. */
export interface ModelSource {
  /** What the catalogue says of a model; throws RuntimeError 'model-missing'. */
  readonly row: (model: string) => Promise<CatalogueRow>;
  readonly open: (row: CatalogueRow, onProgress: (progress: LoadProgress) => void) => Promise<OpenModel>;
  /** Lets waiting messages in between two generated tokens. */
  readonly breathe: () => Promise<void>;
}

/** Loads models once each and runs them, without knowing whether it lives in a worker. */
export class ModelHost {
  #source: ModelSource;
  #models = new Map<
    string,
    { promise: Promise<OpenModel>; listeners: Set<(progress: LoadProgress) => void> }
  >();

  constructor(source: ModelSource) {
    this.#source = source;
  }

  /** Opens a model, or joins its opening; a failed one is forgotten, so that the next call tries again. Throws RuntimeError. */
  async open(model: string, onProgress?: (progress: LoadProgress) => void): Promise<OpenModel> {
    let entry = this.#models.get(model);
    if (!entry) {
      const listeners = new Set<(progress: LoadProgress) => void>();
      const tellAll = (progress: LoadProgress) => listeners.forEach((listener) => listener(progress));
      const promise = this.#source.row(model).then((row) => this.#source.open(row, tellAll));
      entry = { promise, listeners };
      this.#models.set(model, entry);
      // No later entry can have taken its place: only this line removes one.
      promise.catch(() => this.#models.delete(model));
    }
    if (onProgress) entry.listeners.add(onProgress);
    try {
      return await entry.promise;
    } finally {
      if (onProgress) entry.listeners.delete(onProgress);
    }
  }

  /** Tokens of a text; an empty text gives none. */
  async tokenize(model: string, text: string): Promise<readonly Token[]> {
    const { encode, texts } = await this.open(model);
    return text === '' ? [] : encode(text).map((id) => ({ id, text: texts[id] ?? '' }));
  }

  /** Text of every vocabulary entry, index = id. */
  async vocabulary(model: string): Promise<readonly string[]> {
    return (await this.open(model)).texts;
  }

  /** One forward pass. Throws RuntimeError. */
  async trace(request: TraceRequest): Promise<Trace> {
    const { session, info } = await this.open(request.model);
    return tracePass(session, info, request);
  }

  /** Draws tokens one by one, each handed to `onToken`. Throws RuntimeError. */
  async generate(
    request: GenerateRequest,
    onToken: (token: GeneratedToken) => void,
    cancelled: () => boolean,
  ): Promise<void> {
    const { session, info, texts } = await this.open(request.model);
    await generationLoop(session, info, request, {
      texts,
      breathe: this.#source.breathe,
      cancelled,
      onToken,
    });
  }

  /** One pass through an encoder-decoder. Throws RuntimeError. */
  async traceSeq2Seq(request: Seq2SeqTraceRequest): Promise<Seq2SeqTrace> {
    const model = await this.open(request.model);
    return seq2seqPass(bothGraphs(model), model.info, request);
  }

  /** Translates greedily, each token handed to `onToken`. Throws RuntimeError. */
  async translate(
    request: TranslateRequest,
    onToken: (token: TranslatedToken) => void,
    cancelled: () => boolean,
  ): Promise<void> {
    const model = await this.open(request.model);
    await translationLoop(bothGraphs(model), model.info, request, {
      texts: model.texts,
      breathe: this.#source.breathe,
      cancelled,
      onToken,
    });
  }
}

function bothGraphs({ encoder, session, info }: OpenModel): Seq2SeqSessions {
  if (!encoder) throw new RuntimeError('bad-request', `${info.name} is no encoder-decoder`);
  return { encoder, decoder: session };
}

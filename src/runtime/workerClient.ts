import { CallLane } from './callLane';
import { isFromWorker, type ToWorker, type WorkerCall } from './envelope';
import { describe } from './failures';
import { Heartbeat, type HeartbeatTimes } from './heartbeat';
import type { CallOptions, ModelClient } from './modelClient';
import { PendingCall, type CallEvents } from './pendingCall';
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

/** The part of a Worker that the client uses; tests hand in a scripted one. */
export type WorkerLike = Pick<
  Worker,
  'postMessage' | 'terminate' | 'onmessage' | 'onerror' | 'onmessageerror'
>;

/** How a client comes by its worker. */
export interface WorkerClientParts {
  readonly createWorker: () => WorkerLike;
  /** Absolute address of the models' folder, ending in a slash. */
  readonly modelsBase: string;
  readonly heartbeat?: HeartbeatTimes;
}

/** A slow phone may compile or run for many seconds without a word; half a minute of silence is death. */
const defaultHeartbeat: HeartbeatTimes = { intervalMs: 5000, misses: 6 };

/** One model's load as several callers share it. */
interface SharedLoad {
  readonly promise: Promise<ModelInfo>;
  readonly listeners: Set<(progress: LoadProgress) => void>;
  last: LoadProgress | null;
}

/**
 * The ModelClient of the app: starts the worker on the first call, queues calls so that only the newest of a channel
 * runs, and outlives the worker: when that dies, what was pending is rejected with 'worker-died' and the next call
 * starts a new one.
 */
export class WorkerClient implements ModelClient {
  #parts: WorkerClientParts;
  #worker: WorkerLike | null = null;
  #heartbeat: Heartbeat;
  #pending = new Map<number, PendingCall>();
  #loads = new Map<string, SharedLoad>();
  #vocabularies = new Map<string, Promise<readonly string[]>>();
  #traces = new CallLane(false);
  #generations = new CallLane(true);
  #restartListeners = new Set<(detail: string) => void>();
  #offers = new Map<string, Extract<ToWorker, { type: 'offer' }>>();
  #nextId = 1;
  #disposed = false;

  constructor(parts: WorkerClientParts) {
    this.#parts = parts;
    this.#heartbeat = new Heartbeat(
      parts.heartbeat ?? defaultHeartbeat,
      () => this.#worker?.postMessage({ type: 'ping' } satisfies ToWorker),
      () => this.#died('no sign of life'),
    );
  }

  async load(model: string, onProgress?: (progress: LoadProgress) => void): Promise<ModelInfo> {
    let load = this.#loads.get(model);
    if (!load) {
      const listeners = new Set<(progress: LoadProgress) => void>();
      const onEach = (progress: LoadProgress) => {
        if (load) load.last = progress;
        listeners.forEach((listener) => listener(progress));
      };
      const promise = this.#call(
        { kind: 'load', model },
        null,
        {},
        { onProgress: onEach },
      ) as Promise<ModelInfo>;
      const mine: SharedLoad = { promise, listeners, last: null };
      load = mine;
      this.#loads.set(model, mine);
      // A failed load is forgotten, so that the next call tries again; by then a new one may have begun.
      promise.catch(() => this.#loads.get(model) === mine && this.#loads.delete(model));
    }
    if (onProgress) {
      if (load.last) onProgress(load.last);
      load.listeners.add(onProgress);
    }
    try {
      return await load.promise;
    } finally {
      if (onProgress) load.listeners.delete(onProgress);
    }
  }

  tokenize(model: string, text: string): Promise<readonly Token[]> {
    return this.#call({ kind: 'tokenize', model, text }, null) as Promise<readonly Token[]>;
  }

  vocabulary(model: string): Promise<readonly string[]> {
    let vocabulary = this.#vocabularies.get(model);
    if (!vocabulary) {
      const mine = this.#call({ kind: 'vocabulary', model }, null) as Promise<readonly string[]>;
      vocabulary = mine;
      this.#vocabularies.set(model, mine);
      mine.catch(() => this.#vocabularies.get(model) === mine && this.#vocabularies.delete(model));
    }
    return vocabulary;
  }

  trace(request: TraceRequest, options: CallOptions = {}): Promise<Trace> {
    return this.#call({ kind: 'trace', request }, this.#traces, options) as Promise<Trace>;
  }

  generate(
    request: GenerateRequest,
    onToken: (token: GeneratedToken) => void,
    options: CallOptions = {},
  ): Promise<readonly GeneratedToken[]> {
    return this.#stream({ kind: 'generate', request }, onToken, options);
  }

  traceSeq2Seq(request: Seq2SeqTraceRequest, options: CallOptions = {}): Promise<Seq2SeqTrace> {
    return this.#call({ kind: 'trace-seq2seq', request }, this.#traces, options) as Promise<Seq2SeqTrace>;
  }

  translate(
    request: TranslateRequest,
    onToken: (token: TranslatedToken) => void,
    options: CallOptions = {},
  ): Promise<readonly TranslatedToken[]> {
    return this.#stream({ kind: 'translate', request }, onToken, options);
  }

  /** A call that hands over tokens while it runs, and all of them at its end. */
  async #stream<T extends GeneratedToken>(
    call: WorkerCall,
    onToken: (token: T) => void,
    options: CallOptions,
  ): Promise<readonly T[]> {
    const tokens: T[] = [];
    const events: CallEvents = {
      onToken: (token) => {
        tokens.push(token as T);
        onToken(token as T);
      },
    };
    await this.#call(call, this.#generations, options, events);
    return tokens;
  }

  /** Hands over the files of a model that the reader opened from a folder; a new worker gets them again. */
  offer(model: string, graph: string, files: ReadonlyMap<string, Blob>): void {
    const offer = { type: 'offer', model, graph, files } as const;
    this.#offers.set(model, offer);
    this.#worker?.postMessage(offer satisfies ToWorker);
  }

  onRestart(listener: (detail: string) => void): () => void {
    this.#restartListeners.add(listener);
    return () => this.#restartListeners.delete(listener);
  }

  dispose(): void {
    this.#disposed = true;
    this.#discard(new RuntimeError('cancelled', 'the page closed its models'));
    this.#restartListeners.clear();
  }

  #call(
    call: WorkerCall,
    lane: CallLane | null,
    { signal, channel }: CallOptions = {},
    events: CallEvents = {},
  ): Promise<unknown> {
    if (this.#disposed) return Promise.reject(new RuntimeError('cancelled', 'the page closed its models'));
    if (signal?.aborted) return Promise.reject(new RuntimeError('cancelled', 'given up before it began'));
    const pending = new PendingCall(
      this.#nextId++,
      call,
      lane,
      channel,
      events,
      (each) => this.#send(each),
      (each) => this.#cancel(each),
    );
    this.#pending.set(pending.id, pending);
    const onAbort = () => pending.giveUp('given up by the page');
    signal?.addEventListener('abort', onAbort, { once: true });
    if (lane) lane.add(pending);
    else pending.start();
    return pending.promise.finally(() => signal?.removeEventListener('abort', onAbort));
  }

  #send(pending: PendingCall): void {
    try {
      this.#running().postMessage({ type: 'call', id: pending.id, call: pending.call } satisfies ToWorker);
      this.#heartbeat.start();
    } catch (error) {
      pending.fail(
        error instanceof RuntimeError
          ? error
          : new RuntimeError('bad-request', `not sent: ${describe(error)}`),
      );
      this.#done(pending);
    }
  }

  /** The worker, started if there is none. */
  #running(): WorkerLike {
    if (this.#worker) return this.#worker;
    let worker: WorkerLike;
    try {
      worker = this.#parts.createWorker();
    } catch (error) {
      throw new RuntimeError('no-webassembly', `no worker could be started: ${describe(error)}`);
    }
    worker.onmessage = ({ data }: MessageEvent<unknown>) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#died(event.message || 'its program could not be loaded');
    };
    worker.onmessageerror = () => this.#died('a message could not be read');
    worker.postMessage({ type: 'start', modelsBase: this.#parts.modelsBase } satisfies ToWorker);
    for (const offer of this.#offers.values()) worker.postMessage(offer satisfies ToWorker);
    this.#worker = worker;
    return worker;
  }

  #cancel(pending: PendingCall): void {
    if (!pending.sent) {
      pending.lane?.remove(pending);
      this.#pending.delete(pending.id);
    } else {
      this.#worker?.postMessage({ type: 'cancel', id: pending.id } satisfies ToWorker);
    }
  }

  #receive(data: unknown): void {
    this.#heartbeat.heard();
    if (!isFromWorker(data)) return this.#died('a malformed message');
    if (data.type === 'pong') return;
    const pending = this.#pending.get(data.id);
    if (!pending) return;
    try {
      if (pending.receive(data)) this.#done(pending);
    } catch (error) {
      return this.#died(describe(error));
    }
    // Its engine is gone for good, though the worker still talks: the next call gets a new one.
    if (data.type === 'failure' && data.fatal) this.#discard(new RuntimeError(data.code, data.detail));
  }

  #done(pending: PendingCall): void {
    this.#pending.delete(pending.id);
    if (this.#pending.size === 0) this.#heartbeat.stop();
    pending.lane?.finished(pending);
  }

  #died(detail: string): void {
    this.#discard(new RuntimeError('worker-died', detail));
    for (const listener of [...this.#restartListeners]) listener(detail);
  }

  #discard(reason: RuntimeError): void {
    const worker = this.#worker;
    this.#worker = null;
    this.#heartbeat.stop();
    if (worker) {
      worker.onmessage = worker.onerror = worker.onmessageerror = null;
      worker.terminate();
    }
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    this.#loads.clear();
    this.#traces.clear();
    this.#generations.clear();
    for (const each of pending) each.fail(reason);
  }
}

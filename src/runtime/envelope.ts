import type {
  GeneratedToken,
  GenerateRequest,
  LoadProgress,
  RuntimeErrorCode,
  Seq2SeqTraceRequest,
  TraceRequest,
  TranslateRequest,
} from './protocol';

/** What the page may ask of the worker. */
export type WorkerCall =
  | { readonly kind: 'load'; readonly model: string }
  | { readonly kind: 'tokenize'; readonly model: string; readonly text: string }
  | { readonly kind: 'vocabulary'; readonly model: string }
  | { readonly kind: 'trace'; readonly request: TraceRequest }
  | { readonly kind: 'generate'; readonly request: GenerateRequest }
  | { readonly kind: 'trace-seq2seq'; readonly request: Seq2SeqTraceRequest }
  | { readonly kind: 'translate'; readonly request: TranslateRequest };

/** Messages from the page. `start` comes first and says where the models' folder is. */
export type ToWorker =
  | { readonly type: 'start'; readonly modelsBase: string }
  | { readonly type: 'call'; readonly id: number; readonly call: WorkerCall }
  /** Files of a model that the reader opened from a folder: read in place, kept nowhere. */
  | {
      readonly type: 'offer';
      readonly model: string;
      readonly graph: string;
      readonly files: ReadonlyMap<string, Blob>;
    }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'ping' };

/** Messages from the worker. A `fatal` failure means that this worker will never serve again. */
export type FromWorker =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | {
      readonly type: 'failure';
      readonly id: number;
      readonly code: RuntimeErrorCode;
      readonly detail: string;
      readonly fatal: boolean;
    }
  | { readonly type: 'progress'; readonly id: number; readonly progress: LoadProgress }
  | { readonly type: 'token'; readonly id: number; readonly token: GeneratedToken }
  | { readonly type: 'pong' };

/** Whether something received is one of the worker's messages, as far as its envelope shows. */
export function isFromWorker(data: unknown): data is FromWorker {
  const message = data as FromWorker | null;
  if (typeof message !== 'object' || message === null) return false;
  if (message.type === 'pong') return true;
  if (!Number.isInteger(message.id)) return false;
  switch (message.type) {
    case 'answer':
      return 'value' in message;
    case 'failure':
      return typeof message.code === 'string' && typeof message.detail === 'string';
    case 'progress':
      return typeof message.progress?.loadedBytes === 'number' && typeof message.progress.phase === 'string';
    case 'token':
      return Number.isInteger(message.token?.id) && Number.isInteger(message.token.index);
    default:
      return false;
  }
}

function isTensor(value: unknown): boolean {
  const tensor = value as { dims?: unknown; data?: unknown } | null;
  return (
    Array.isArray(tensor?.dims) &&
    tensor.data instanceof Float32Array &&
    tensor.data.length === tensor.dims.reduce((product: number, size: number) => product * size, 1)
  );
}

/** Whether an answer's value has the shape its call promises. */
export function answersCall(kind: WorkerCall['kind'], value: unknown): boolean {
  switch (kind) {
    case 'load':
      return typeof (value as { name?: unknown } | null)?.name === 'string';
    case 'tokenize':
      return (
        Array.isArray(value) &&
        value.every((token) => Number.isInteger(token?.id) && typeof token.text === 'string')
      );
    case 'vocabulary':
      return Array.isArray(value) && value.every((text) => typeof text === 'string');
    case 'trace':
    case 'trace-seq2seq': {
      const tensors = (value as { tensors?: unknown } | null)?.tensors;
      return typeof tensors === 'object' && tensors !== null && Object.values(tensors).every(isTensor);
    }
    case 'generate':
    case 'translate':
      return value === null;
  }
}

/** The buffers of every typed array inside a message, each once, to be transferred instead of copied. */
export function buffersIn(value: unknown, found: Set<ArrayBuffer> = new Set()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) buffersIn(each, found);
  }
  return found;
}

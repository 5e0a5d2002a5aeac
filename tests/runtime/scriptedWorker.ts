import type { FromWorker, ToWorker } from '../../src/runtime/envelope';
import type { WorkerLike } from '../../src/runtime/workerClient';

/** A Worker without a thread: it keeps what it was sent, and the test speaks for it. */
export class ScriptedWorker implements WorkerLike {
  readonly received: ToWorker[] = [];
  terminated = false;
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  onmessageerror: WorkerLike['onmessageerror'] = null;

  postMessage(message: ToWorker): void {
    this.received.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  /** Calls received so far, as [id, kind]. */
  get calls(): { id: number; kind: string }[] {
    return this.received.flatMap((message) =>
      message.type === 'call' ? [{ id: message.id, kind: message.call.kind }] : [],
    );
  }

  /** Ids that the page asked to give up. */
  get cancelled(): number[] {
    return this.received.flatMap((message) => (message.type === 'cancel' ? [message.id] : []));
  }

  /** Sends the page a message, well-formed or not. */
  say(message: FromWorker | unknown): void {
    this.onmessage?.call(this as never, { data: message } as MessageEvent);
  }

  /** Dies as a worker does whose script throws. */
  crash(message: string): void {
    this.onerror?.call(this as never, { message, preventDefault() {} } as ErrorEvent);
  }
}

/** An answer to a trace, with recognisable numbers. */
export function traceAnswer(id: number, first = 1): FromWorker {
  const logits = { dims: [1, 1, 2], data: Float32Array.of(first, 2) };
  return { type: 'answer', id, value: { model: 'story', ids: [1], tensors: { logits }, durationMs: 1 } };
}

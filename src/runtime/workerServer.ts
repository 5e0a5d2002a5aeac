import { buffersIn, type FromWorker, type ToWorker, type WorkerCall } from './envelope';
import { EngineError, openingFailure } from './failures';
import { ModelHost, type ModelSource } from './modelHost';
import type { GeneratedToken } from './protocol';

/** Serves calls that arrive as messages; `post` sends the answers. Lives in the worker, knows nothing of the network. */
export class WorkerServer {
  #host: ModelHost;
  #post: (message: FromWorker, transfer: Transferable[]) => void;
  #cancelled = new Set<number>();
  #open = new Set<number>();

  constructor(source: ModelSource, post: (message: FromWorker, transfer: Transferable[]) => void) {
    this.#host = new ModelHost(source);
    this.#post = post;
  }

  /** Takes one message of the page; every call is answered exactly once, by an answer or a failure. */
  receive(message: Exclude<ToWorker, { type: 'start' | 'offer' }>): void {
    if (message.type === 'ping') this.#post({ type: 'pong' }, []);
    else if (message.type === 'cancel') {
      // A cancellation may cross its answer on the way.
      if (this.#open.has(message.id)) this.#cancelled.add(message.id);
    } else void this.#serve(message.id, message.call);
  }

  async #serve(id: number, call: WorkerCall): Promise<void> {
    this.#open.add(id);
    try {
      const value = await this.#answer(id, call);
      this.#post(
        { type: 'answer', id, value },
        call.kind === 'trace' || call.kind === 'trace-seq2seq'
          ? [...buffersIn((value as { tensors: unknown }).tensors)]
          : [],
      );
    } catch (thrown) {
      const error = openingFailure(thrown);
      this.#post(
        { type: 'failure', id, code: error.code, detail: error.message, fatal: error instanceof EngineError },
        [],
      );
    } finally {
      this.#open.delete(id);
      this.#cancelled.delete(id);
    }
  }

  async #answer(id: number, call: WorkerCall): Promise<unknown> {
    switch (call.kind) {
      case 'load':
        return (
          await this.#host.open(call.model, (progress) => this.#post({ type: 'progress', id, progress }, []))
        ).info;
      case 'tokenize':
        return this.#host.tokenize(call.model, call.text);
      case 'vocabulary':
        return this.#host.vocabulary(call.model);
      case 'trace':
        return this.#host.trace(call.request);
      case 'trace-seq2seq':
        return this.#host.traceSeq2Seq(call.request);
      case 'generate':
        await this.#host.generate(call.request, ...this.#told(id));
        return null;
      case 'translate':
        await this.#host.translate(call.request, ...this.#told(id));
        return null;
    }
  }

  /** How a call hands over its tokens, and how it learns that it was given up. */
  #told(id: number): [(token: GeneratedToken) => void, () => boolean] {
    return [
      (token) => this.#post({ type: 'token', id, token }, [...buffersIn(token)]),
      () => this.#cancelled.has(id),
    ];
  }
}

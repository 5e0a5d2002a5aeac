import { answersCall, type FromWorker, type WorkerCall } from './envelope';
import { CallLane, type LaneCall } from './callLane';
import { describe } from './failures';
import { RuntimeError, type GeneratedToken, type LoadProgress } from './protocol';

/** What a call hands over while it runs. */
export interface CallEvents {
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly onToken?: (token: GeneratedToken) => void;
}

/** One call from its making to its answer; settles once, whatever comes later. */
export class PendingCall implements LaneCall {
  readonly id: number;
  readonly call: WorkerCall;
  readonly channel?: string;
  readonly lane: CallLane | null;
  readonly promise: Promise<unknown>;
  sent = false;
  #settled = false;
  #resolve!: (value: unknown) => void;
  #reject!: (error: unknown) => void;

  constructor(
    id: number,
    call: WorkerCall,
    lane: CallLane | null,
    channel: string | undefined,
    private readonly events: CallEvents,
    private readonly send: (call: PendingCall) => void,
    private readonly cancel: (call: PendingCall) => void,
  ) {
    this.id = id;
    this.call = call;
    this.lane = lane;
    this.channel = channel;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  start(): void {
    this.sent = true;
    this.send(this);
  }

  supersede(): void {
    this.giveUp('a newer call of its channel took its place');
  }

  /** Rejects with 'cancelled' at once; a call already sent keeps its place until the worker has answered. */
  giveUp(detail: string): void {
    if (this.#settled) return;
    this.fail(new RuntimeError('cancelled', detail));
    this.cancel(this);
  }

  /** Rejects, unless settled. */
  fail(error: unknown): void {
    this.#settled = true;
    this.#reject(error);
  }

  /** Takes a message of the worker about this call; true when it was the last one. Throws on a value of the wrong shape. */
  receive(message: Exclude<FromWorker, { type: 'pong' }>): boolean {
    switch (message.type) {
      case 'progress':
        this.#tell(() => this.events.onProgress?.(message.progress));
        return false;
      case 'token':
        this.#tell(() => this.events.onToken?.(message.token));
        return false;
      case 'failure':
        this.fail(new RuntimeError(message.code, message.detail));
        return true;
      case 'answer':
        if (!answersCall(this.call.kind, message.value))
          throw new Error(`malformed answer to ${this.call.kind}`);
        this.#settled = true;
        this.#resolve(message.value);
        return true;
    }
  }

  /** A listener that throws ends its own call, not the others'. */
  #tell(listener: () => void): void {
    if (this.#settled) return;
    try {
      listener();
    } catch (error) {
      this.giveUp(`its listener threw: ${describe(error)}`);
    }
  }
}

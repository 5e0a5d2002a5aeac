import { describe } from '../failures';
import { Heartbeat, type HeartbeatTimes } from '../heartbeat';
import { RuntimeError, type LoadProgress } from '../protocol';
import type { WorkerLike } from '../workerClient';
import { isFromTrainer, type ToTrainer, type TrainingCall } from './envelope';
import type { SessionInfo, TrainingBase } from './protocol';
import type { TrainingClient, TrainingSession } from './trainingClient';
import { WorkerTrainingSession } from './workerTrainingSession';

/** How a training client comes by its worker. */
export interface TrainingClientParts {
  readonly createWorker: () => WorkerLike;
  /** Absolute address of the models' folder, ending in a slash. */
  readonly modelsBase: string;
  readonly heartbeat?: HeartbeatTimes;
}

/** One step may take seconds on a phone, and nothing is answered meanwhile; a minute of silence is death. */
const defaultHeartbeat: HeartbeatTimes = { intervalMs: 5000, misses: 12 };

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: RuntimeError) => void;
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** The TrainingClient of the app: one worker for all sessions, started on the first, and started anew after its death. */
export class WorkerTrainingClient implements TrainingClient {
  #parts: TrainingClientParts;
  #worker: WorkerLike | null = null;
  #heartbeat: Heartbeat;
  #pending = new Map<number, Pending>();
  #sessions = new Map<number, WorkerTrainingSession>();
  #nextCall = 1;
  #nextSession = 1;
  #disposed = false;

  constructor(parts: TrainingClientParts) {
    this.#parts = parts;
    this.#heartbeat = new Heartbeat(
      parts.heartbeat ?? defaultHeartbeat,
      () => this.#worker?.postMessage({ type: 'ping' } satisfies ToTrainer),
      () => this.#died(new RuntimeError('worker-died', 'no sign of life')),
    );
  }

  async open(
    base: TrainingBase,
    onProgress?: (progress: LoadProgress) => void,
    restore?: Uint8Array<ArrayBuffer>,
  ): Promise<TrainingSession> {
    const number = this.#nextSession++;
    const open = async (): Promise<SessionInfo> =>
      (await this.#call(number, { kind: 'open', base }, onProgress)) as SessionInfo;
    const session = new WorkerTrainingSession(await open(), {
      call: (call) => this.#call(number, call),
      reopen: open,
      closed: () => this.#sessions.delete(number),
    });
    this.#sessions.set(number, session);
    if (restore) await session.load(restore);
    return session;
  }

  dispose(): void {
    this.#disposed = true;
    this.#discard(new RuntimeError('cancelled', 'the page closed its training'));
    this.#sessions.clear();
  }

  #call(
    session: number,
    call: TrainingCall,
    onProgress?: (progress: LoadProgress) => void,
  ): Promise<unknown> {
    if (this.#disposed) return Promise.reject(new RuntimeError('cancelled', 'the page closed its training'));
    return new Promise((resolve, reject) => {
      const id = this.#nextCall++;
      this.#pending.set(id, { resolve, reject, onProgress });
      try {
        this.#running().postMessage({ type: 'call', id, session, call } satisfies ToTrainer);
        this.#heartbeat.start();
      } catch (error) {
        this.#pending.delete(id);
        reject(
          error instanceof RuntimeError
            ? error
            : new RuntimeError('bad-request', `not sent: ${describe(error)}`),
        );
      }
    });
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
      this.#died(new RuntimeError('worker-died', event.message || 'its program could not be loaded'));
    };
    worker.onmessageerror = () => this.#died(new RuntimeError('worker-died', 'a message could not be read'));
    worker.postMessage({ type: 'start', modelsBase: this.#parts.modelsBase } satisfies ToTrainer);
    this.#worker = worker;
    return worker;
  }

  #receive(message: unknown): void {
    this.#heartbeat.heard();
    if (!isFromTrainer(message)) return this.#died(new RuntimeError('worker-died', 'a malformed message'));
    switch (message.type) {
      case 'pong':
        return;
      case 'progress':
        return this.#pending.get(message.id)?.onProgress?.(message.progress);
      case 'answer':
      case 'failure': {
        const pending = this.#pending.get(message.id);
        this.#pending.delete(message.id);
        if (message.type === 'answer') pending?.resolve(message.value);
        else pending?.reject(new RuntimeError(message.code, message.detail));
        break;
      }
      default:
        this.#sessions.get(message.session)?.receive(message);
    }
    const isBusy = this.#pending.size > 0 || [...this.#sessions.values()].some((each) => each.isRunning);
    if (isBusy) this.#heartbeat.start();
    else this.#heartbeat.stop();
  }

  #died(error: RuntimeError): void {
    this.#discard(error);
    for (const session of [...this.#sessions.values()]) session.died(error);
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
    for (const each of pending) each.reject(reason);
  }
}

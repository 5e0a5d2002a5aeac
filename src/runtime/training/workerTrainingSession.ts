import type { RuntimeError } from '../protocol';
import type { FromTrainer, TrainingCall } from './envelope';
import type {
  Checkpoint,
  Measurement,
  MeasureRequest,
  Role,
  Sample,
  SampleRequest,
  ScoreRequest,
  SessionInfo,
  TrainingTask,
} from './protocol';
import type { RunListener, TrainingRun, TrainingSession } from './trainingClient';
import { WorkerTrainingRun } from './workerTrainingRun';

/** What a session needs of its client. */
export interface SessionLink {
  readonly call: (call: TrainingCall) => Promise<unknown>;
  /** Opens the session again in a new worker. */
  readonly reopen: () => Promise<SessionInfo>;
  readonly closed: () => void;
}

/** A session in the worker, as the page holds it; it keeps the last checkpoint. */
export class WorkerTrainingSession implements TrainingSession {
  info: SessionInfo;
  #link: SessionLink;
  #run: WorkerTrainingRun | null = null;
  #checkpoint: Checkpoint | null = null;
  #deathListeners = new Set<(error: RuntimeError, checkpoint: Checkpoint | null) => void>();

  constructor(info: SessionInfo, link: SessionLink) {
    this.info = info;
    this.#link = link;
  }

  async begin(
    task: TrainingTask,
    listener: RunListener = {},
    { keepReference = false }: { readonly keepReference?: boolean } = {},
  ): Promise<TrainingRun> {
    return this.#begin(task, listener, keepReference, null);
  }

  async #begin(
    task: TrainingTask,
    listener: RunListener,
    keepReference: boolean,
    checkpoint: Uint8Array<ArrayBuffer> | null,
  ): Promise<TrainingRun> {
    const before = this.#run;
    const run = new WorkerTrainingRun(task, listener, (call) => this.#link.call(call));
    // The worker ends the run before: its last steps are still told to it, then it is stopped.
    await before?.pause().catch(() => {});
    before?.end('stopped');
    this.#run = run;
    run.begun((await this.#link.call({ kind: 'begin', task, keepReference, checkpoint })) as never);
    return run;
  }

  async sample(request: SampleRequest): Promise<readonly Sample[]> {
    return (await this.#link.call({ kind: 'sample', request })) as readonly Sample[];
  }

  async score(request: ScoreRequest): Promise<readonly number[]> {
    return (await this.#link.call({ kind: 'score', request })) as readonly number[];
  }

  async measure(request: MeasureRequest): Promise<Measurement> {
    return (await this.#link.call({ kind: 'measure', request })) as Measurement;
  }

  async forget(roles: readonly Role[]): Promise<void> {
    await this.#link.call({ kind: 'forget', roles });
  }

  async save(roles?: readonly Role[]): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.#link.call({ kind: 'save', roles: roles ?? null })) as Uint8Array<ArrayBuffer>;
  }

  async load(bytes: Uint8Array<ArrayBuffer>): Promise<readonly Role[]> {
    return (await this.#link.call({ kind: 'load', bytes })) as readonly Role[];
  }

  onDeath(listener: (error: RuntimeError, checkpoint: Checkpoint | null) => void): () => void {
    this.#deathListeners.add(listener);
    return () => this.#deathListeners.delete(listener);
  }

  async revive(): Promise<TrainingRun | null> {
    const lost = this.#run;
    const kept = this.#checkpoint;
    this.info = await this.#link.reopen();
    if (!lost) return null;
    this.#run = null;
    const fits = kept?.task === lost.task.kind ? kept.bytes : null;
    return this.#begin(lost.task, lost.listener, false, fits);
  }

  close(): void {
    this.#run?.end('stopped');
    this.#deathListeners.clear();
    this.#link.call({ kind: 'close' }).catch(() => {});
    this.#link.closed();
  }

  /** Takes a message of the worker about this session. */
  receive(message: Extract<FromTrainer, { session: number }>): void {
    switch (message.type) {
      case 'step':
        return this.#run?.stepped(message.event);
      case 'state':
        return this.#run?.told(message);
      case 'checkpoint':
        this.#checkpoint = message.checkpoint;
    }
  }

  /** Whether the worker is expected to report on its own. */
  get isRunning(): boolean {
    return this.#run?.state === 'running';
  }

  /** The worker is gone. */
  died(error: RuntimeError): void {
    this.#run?.end('failed', error);
    for (const listener of [...this.#deathListeners]) listener(error, this.#checkpoint);
  }
}

import { RuntimeError, type LoadProgress, type RuntimeErrorCode } from '../runtime/protocol';
import type {
  Checkpoint,
  Role,
  RunState,
  SessionInfo,
  StepEvent,
  TrainingBase,
  TrainingClient,
  TrainingRun,
  TrainingSession,
  TrainingTask,
} from '../runtime/training';

export type DeskStatus = 'idle' | 'opening' | 'ready' | 'dead' | 'error';

/** What `begin` may be told besides the task. */
export interface BeginOptions {
  readonly keepReference?: boolean;
  /** Called with each step's numbers, after they are kept. */
  readonly onStep?: (event: StepEvent) => void;
}

/**
 * In-page training as a panel sees it: one session, the run in hand and every number it gave. It belongs to a topic and
 * outlives the topic's panel, so that leaving and coming back loses nothing. Nothing here throws: what went wrong is in
 * `status`, `errorCode` and `errorDetail`.
 */
export class TrainingDesk {
  status: DeskStatus = $state('idle');
  progress: LoadProgress | null = $state.raw(null);
  info: SessionInfo | null = $state.raw(null);
  errorCode: RuntimeErrorCode | null = $state(null);
  errorDetail: string = $state('');
  /** The last checkpoint of a worker that died; null when it had none. */
  checkpoint: Checkpoint | null = $state.raw(null);
  runState: RunState | null = $state(null);
  /** The kind of the run in hand. */
  task: TrainingTask['kind'] | null = $state(null);
  /** Every step of the run in hand, in order. */
  events: readonly StepEvent[] = $state.raw([]);
  readonly #makeClient: () => TrainingClient;
  #client: TrainingClient | null = null;
  #session: TrainingSession | null = null;
  #run: TrainingRun | null = null;
  #onStep: ((event: StepEvent) => void) | undefined;
  /** Counts sessions and runs: what an older one still reports is not listened to. */
  #turn = 0;

  constructor(makeClient: () => TrainingClient) {
    this.#makeClient = makeClient;
  }

  get session(): TrainingSession | null {
    return this.#session;
  }

  get run(): TrainingRun | null {
    return this.#run;
  }

  get running(): boolean {
    return this.runState === 'running';
  }

  /** Closes what was open and opens this base, from a saved file if there is one; true when it is ready. */
  async open(base: TrainingBase, restore?: Uint8Array<ArrayBuffer>): Promise<boolean> {
    this.close();
    const turn = this.#turn;
    this.status = 'opening';
    try {
      this.#client ??= this.#makeClient();
      const report = (progress: LoadProgress) => {
        if (turn === this.#turn) this.progress = progress;
      };
      const session = await this.#client.open(base, report, restore);
      if (turn !== this.#turn) {
        session.close();
        return false;
      }
      this.#session = session;
      this.info = session.info;
      session.onDeath((error, checkpoint) => this.#died(session, error, checkpoint));
      this.status = 'ready';
      return true;
    } catch (error) {
      if (turn === this.#turn) this.fail(error);
      return false;
    }
  }

  /** Prepares a run, paused at step 0; the run before it ends. True when it is there. */
  async begin(task: TrainingTask, { keepReference, onStep }: BeginOptions = {}): Promise<boolean> {
    const session = this.#session;
    if (!session) return false;
    const turn = ++this.#turn;
    this.#run = null;
    this.#onStep = onStep;
    this.events = [];
    this.task = task.kind;
    this.runState = null;
    try {
      const listener = this.#listener(turn);
      const run = await session.begin(task, listener, { keepReference });
      if (turn !== this.#turn) return false;
      this.#run = run;
      this.runState = run.state;
      return true;
    } catch (error) {
      if (turn === this.#turn) this.fail(error);
      return false;
    }
  }

  #listener(turn: number) {
    return {
      onStep: (event: StepEvent) => {
        if (turn !== this.#turn) return;
        this.events = [...this.events, event];
        this.#onStep?.(event);
      },
      onState: (state: RunState, error: RuntimeError | null) => {
        if (turn !== this.#turn) return;
        this.runState = state;
        if (state === 'failed' && error) this.fail(error);
      },
    };
  }

  /** Runs on, to `untilStep` at most. */
  start(untilStep?: number): void {
    this.#run?.start(untilStep);
  }

  async pause(): Promise<void> {
    await this.#guard(async () => this.#run?.pause());
  }

  /** Exactly one step. */
  async step(): Promise<void> {
    await this.#guard(async () => this.#run?.step());
  }

  /** Back to what `begin` found, step 0, paused. */
  async reset(seed?: number): Promise<void> {
    await this.#guard(async () => this.#run?.reset(seed));
    this.events = [];
  }

  /** Settings used from the next step on. */
  async change(settings: object): Promise<void> {
    await this.#guard(async () => this.#run?.change(settings));
  }

  /** A call on the session; null when there is none or it failed, which is then in `status`. */
  async ask<Answer>(call: (session: TrainingSession) => Promise<Answer>): Promise<Answer | null> {
    const session = this.#session;
    if (!session) return null;
    try {
      return await call(session);
    } catch (error) {
      if (session === this.#session) this.fail(error);
      return null;
    }
  }

  /** Reads a file of trained numbers: the roles it held, or the reason it was refused. */
  async load(bytes: Uint8Array<ArrayBuffer>): Promise<readonly Role[] | RuntimeError> {
    if (!this.#session) return new RuntimeError('bad-request', 'No model is open');
    try {
      return await this.#session.load(bytes);
    } catch (error) {
      return error instanceof RuntimeError ? error : new RuntimeError('model-corrupt', String(error));
    }
  }

  /** After the worker died: a new one, from the last checkpoint, the run paused at its step. */
  async revive(): Promise<void> {
    const session = this.#session;
    if (!session || this.status !== 'dead') return;
    this.status = 'opening';
    try {
      const run = await session.revive();
      this.#run = run;
      this.runState = run?.state ?? null;
      const done = run?.stepsDone ?? 0;
      this.events = this.events.filter((event) => event.step <= done);
      this.errorCode = null;
      this.errorDetail = '';
      this.status = 'ready';
    } catch (error) {
      this.fail(error);
    }
  }

  /** Shows a failure; a cancelled call is none. */
  fail(error: unknown): void {
    const code = error instanceof RuntimeError ? error.code : 'worker-died';
    if (code === 'cancelled') return;
    // The death of the worker is told by the session itself, with its checkpoint.
    if (this.status === 'dead') return;
    this.status = 'error';
    this.errorCode = code;
    this.errorDetail = error instanceof Error ? error.message : String(error);
  }

  /** Lets the model go; what it had learned goes with it. */
  close(): void {
    this.#turn += 1;
    this.#session?.close();
    this.#session = null;
    this.#run = null;
    this.info = null;
    this.runState = null;
    this.task = null;
    this.events = [];
    this.checkpoint = null;
    this.errorCode = null;
    this.errorDetail = '';
    this.status = 'idle';
  }

  #died(session: TrainingSession, error: RuntimeError, checkpoint: Checkpoint | null): void {
    if (session !== this.#session) return;
    this.status = 'dead';
    this.errorCode = error.code;
    this.errorDetail = error.message;
    this.checkpoint = checkpoint;
    this.runState = 'failed';
  }

  async #guard(call: () => Promise<unknown>): Promise<void> {
    try {
      await call();
    } catch (error) {
      this.fail(error);
    }
  }
}

const desks = new Map<string, TrainingDesk>();

/** The desk of a topic: made when first asked for, and kept while the page is open. */
export function deskOf(topic: string, makeClient: () => TrainingClient): TrainingDesk {
  let desk = desks.get(topic);
  if (!desk) desks.set(topic, (desk = new TrainingDesk(makeClient)));
  return desk;
}

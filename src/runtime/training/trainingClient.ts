import type { LoadProgress, RuntimeError } from '../protocol';
import type {
  Checkpoint,
  Measurement,
  MeasureRequest,
  Role,
  RunState,
  Sample,
  SampleRequest,
  ScoreRequest,
  SessionInfo,
  StepEvent,
  TrainingBase,
  TrainingTask,
} from './protocol';

/** The page's view of the training engine; starts nothing until a session is opened. */
export interface TrainingClient {
  /** Loads the weights and takes all memory; `restore` is a file that a session saved. Throws RuntimeError. */
  open(
    base: TrainingBase,
    onProgress?: (progress: LoadProgress) => void,
    restore?: Uint8Array<ArrayBuffer>,
  ): Promise<TrainingSession>;
  /** Ends the worker and every session. */
  dispose(): void;
}

/** What a run tells while it goes on. */
export interface RunListener {
  readonly onStep?: (event: StepEvent) => void;
  /** `error` says why a run failed. */
  readonly onState?: (state: RunState, error: RuntimeError | null) => void;
}

/** One heap with one base and its roles. Every method throws RuntimeError. */
export interface TrainingSession {
  readonly info: SessionInfo;
  /**
   * Prepares a run, paused at step 0; an earlier run ends, what it trained stays. For dpo, ppo and grpo the actor as it
   * stands becomes the reference, unless `keepReference` is set.
   */
  begin(
    task: TrainingTask,
    listener?: RunListener,
    options?: { readonly keepReference?: boolean },
  ): Promise<TrainingRun>;
  /** Texts from a seed; sample i draws from a stream of its own, so the same seed gives the same text. */
  sample(request: SampleRequest): Promise<readonly Sample[]>;
  /** Scores of whole texts by the reward model or the judge. */
  score(request: ScoreRequest): Promise<readonly number[]>;
  /** Draws answers to prompts from a seed and measures them. */
  measure(request: MeasureRequest): Promise<Measurement>;
  /** Puts roles back to what changes nothing and scores nothing. */
  forget(roles: readonly Role[]): Promise<void>;
  /** A file of the trained numbers: these roles with their heads (all when left out), or the whole character model. */
  save(roles?: readonly Role[]): Promise<Uint8Array<ArrayBuffer>>;
  /** Reads such a file and gives the roles it held; 'model-corrupt' says why it doesn't fit. */
  load(bytes: Uint8Array<ArrayBuffer>): Promise<readonly Role[]>;
  /** Called when the worker is gone, with the last checkpoint; gives a function that ends the listening. */
  onDeath(listener: (error: RuntimeError, checkpoint: Checkpoint | null) => void): () => void;
  /** After a death: a new worker, the same base, and the last run prepared again, paused where its checkpoint stood. */
  revive(): Promise<TrainingRun | null>;
  /** Frees the session's memory. */
  close(): void;
}

/** One training run of a session. */
export interface TrainingRun {
  readonly task: TrainingTask;
  readonly state: RunState;
  readonly stepsDone: number;
  /** The settings as they stand, defaults filled in. */
  readonly settings: Readonly<Record<string, number | boolean>>;
  /** Goes on until it is paused, or until so many steps are done altogether. */
  start(untilStep?: number): void;
  /** Resolves when the step in hand is done. */
  pause(): Promise<void>;
  /** Exactly one step. */
  step(): Promise<StepEvent>;
  /** Back to what `begin` found, at step 0, paused, with the same seed or another. */
  reset(seed?: number): Promise<void>;
  /** Changes settings of the task's kind from the next step on. */
  change(settings: object): Promise<void>;
}

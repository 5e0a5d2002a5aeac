import { createRandom, restoreRandom, type Random, type RandomState } from '../../../math/random';
import type { TrainedBlock } from '../../../math/training/decoderPlan';
import type { Dealer } from '../batchRows';
import { changedSettings } from '../defaults';
import { Optimiser } from '../optimiser';
import type { SettingsOf, StepCommon, StepEvent, TaskKind } from '../protocol';
import type { TextCoder } from '../textCoder';
import type { TrainingModel } from '../trainingModel';

/** What every task works with. */
export interface TaskContext {
  readonly model: TrainingModel;
  readonly coder: TextCoder;
  /** Milliseconds from some start, for the timings. */
  readonly now: () => number;
}

/** Where a run stands besides its numbers; plain JSON. */
export interface TaskState {
  readonly step: number;
  readonly settings: object;
  readonly random: RandomState;
  readonly optimisers: readonly number[];
  readonly dealer: ReturnType<Dealer['state']> | null;
}

type EventOf<K extends TaskKind> = Extract<StepEvent, { readonly kind: K }>;

/** A kind's own part of its event. */
export type StepBody<K extends TaskKind> = Omit<EventOf<K>, 'step' | 'ms' | 'kind' | 'learningRate'>;

/** One training run: its settings, its random stream, the numbers it changes, and one step after the other. */
export abstract class TaskRun<K extends TaskKind = TaskKind> {
  readonly kind: K;
  settings: SettingsOf[K];
  /** Steps done. */
  step = 0;
  protected random: Random;
  protected optimisers: Optimiser[];
  #blocks: readonly (readonly TrainedBlock[])[];
  #start: Float32Array[];
  #times: Record<string, number> = {};

  /** `groups` are the blocks of each optimiser; their values as they stand are what `reset` goes back to. */
  constructor(
    protected readonly context: TaskContext,
    kind: K,
    settings: SettingsOf[K],
    groups: readonly (readonly TrainedBlock[])[],
  ) {
    this.kind = kind;
    this.settings = settings;
    this.random = createRandom(settings.seed);
    this.#blocks = groups;
    this.optimisers = groups.map((blocks) => new Optimiser(context.model.kernels, blocks));
    groups.flat().forEach((block) => context.model.clearMoments(block));
    this.#start = groups.flat().map((block) => this.#read(block.values, block.count));
  }

  /** One step of the kind's own. */
  protected abstract take(): StepBody<K>;
  /** The dealer of the kind's data, if it deals. */
  protected abstract get dealer(): Dealer | null;
  /** Begins a new order of data and whatever else hangs on the seed. */
  protected abstract restart(): void;

  /** Does one step. */
  next(): StepEvent {
    this.#times = {};
    const start = this.context.now();
    const body = this.take();
    this.step++;
    const common: Pick<StepCommon, 'step' | 'ms' | 'learningRate'> & { kind: K } = {
      kind: this.kind,
      step: this.step,
      learningRate: this.settings.learningRate,
      ms: { ...this.#times, total: this.context.now() - start },
    };
    return { ...body, ...common } as unknown as StepEvent;
  }

  /** Changes settings from the next step on; throws RuntimeError 'bad-request'. */
  change(changes: Partial<SettingsOf[K]>): void {
    this.settings = changedSettings(this.kind, this.settings, changes);
  }

  /** Back to the numbers the run began with, at step 0, with its seed or another. */
  reset(seed = this.settings.seed): void {
    const { model } = this.context;
    this.#blocks.flat().forEach((block, i) => {
      model.kernels.heap.set(this.#start[i], block.values);
      model.clearMoments(block);
    });
    this.optimisers.forEach((optimiser) => (optimiser.t = 0));
    this.settings = { ...this.settings, seed };
    this.random = createRandom(seed);
    this.step = 0;
    this.restart();
  }

  /** Where the run stands, for a checkpoint: the state, and values with both moments of every block. */
  capture(): { state: TaskState; numbers: Float32Array[] } {
    const numbers = this.#blocks
      .flat()
      .flatMap(({ values, moment1, moment2, count }) =>
        [values, moment1, moment2].map((place) => this.#read(place, count)),
      );
    return {
      state: {
        step: this.step,
        settings: this.settings,
        random: this.random.state(),
        optimisers: this.optimisers.map(({ t }) => t),
        dealer: this.dealer?.state() ?? null,
      },
      numbers,
    };
  }

  /** Goes on from a capture of the same task on the same base. */
  resume({ state, numbers }: { state: TaskState; numbers: readonly Float32Array[] }): void {
    const places = this.#blocks.flat().flatMap(({ values, moment1, moment2 }) => [values, moment1, moment2]);
    if (places.length !== numbers.length) throw new RangeError('A checkpoint of another task.');
    places.forEach((place, i) => this.context.model.kernels.heap.set(numbers[i], place));
    this.settings = state.settings as SettingsOf[K];
    this.step = state.step;
    this.restart();
    this.random = restoreRandom(state.random);
    this.optimisers.forEach((optimiser, i) => (optimiser.t = state.optimisers[i]));
    if (state.dealer) this.dealer?.restore(state.dealer, this.random);
  }

  /** Whether this step's held-out numbers are due. */
  protected get evaluates(): boolean {
    const { evaluateEvery } = this.settings;
    return evaluateEvery > 0 && (this.step + 1) % evaluateEvery === 0;
  }

  /** Runs a part of a step and adds its time to the part's name. */
  protected timed<T>(part: string, run: () => T): T {
    const start = this.context.now();
    const value = run();
    this.#times[part] = (this.#times[part] ?? 0) + this.context.now() - start;
    return value;
  }

  #read(place: number, count: number): Float32Array {
    return Float32Array.from(this.context.model.kernels.heap.subarray(place, place + count));
  }
}

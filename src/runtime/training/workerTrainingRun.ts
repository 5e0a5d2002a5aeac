import { RuntimeError } from '../protocol';
import type { FromTrainer, TrainingCall } from './envelope';
import type { RunState, StepEvent, TrainingTask } from './protocol';
import type { RunListener, TrainingRun } from './trainingClient';

/** A run in the worker, as the page holds it. */
export class WorkerTrainingRun implements TrainingRun {
  state: RunState = 'paused';
  stepsDone = 0;
  settings: Readonly<Record<string, number | boolean>> = {};

  constructor(
    readonly task: TrainingTask,
    readonly listener: RunListener,
    private readonly call: (call: TrainingCall) => Promise<unknown>,
  ) {}

  /** Takes the worker's answer to 'begin'. */
  begun({ settings, stepsDone }: { settings: object; stepsDone: number }): void {
    this.settings = settings as typeof this.settings;
    this.stepsDone = stepsDone;
  }

  start(untilStep?: number): void {
    this.#live();
    // A failure to start arrives as the run's state; a death, through the session.
    this.call({ kind: 'start', untilStep: untilStep ?? null }).catch((error: unknown) =>
      this.end('failed', error instanceof RuntimeError ? error : null),
    );
  }

  async pause(): Promise<void> {
    if (this.state === 'stopped' || this.state === 'failed') return;
    await this.call({ kind: 'pause' });
  }

  async step(): Promise<StepEvent> {
    this.#live();
    return (await this.call({ kind: 'step' })) as StepEvent;
  }

  async reset(seed?: number): Promise<void> {
    this.#live();
    await this.call({ kind: 'reset', seed: seed ?? null });
  }

  async change(settings: object): Promise<void> {
    this.#live();
    this.settings = (await this.call({ kind: 'change', settings })) as typeof this.settings;
  }

  /** A step of the worker's. */
  stepped(event: StepEvent): void {
    this.stepsDone = event.step;
    this.listener.onStep?.(event);
  }

  /** A state of the worker's. */
  told({ state, stepsDone, error }: Extract<FromTrainer, { type: 'state' }>): void {
    this.stepsDone = stepsDone;
    this.end(state, error ? new RuntimeError(error.code, error.detail) : null);
  }

  /** Takes a state and tells the listener, once for each change. */
  end(state: RunState, error: RuntimeError | null = null): void {
    if (this.state === state && state !== 'paused') return;
    this.state = state;
    this.listener.onState?.(state, error);
  }

  #live(): void {
    if (this.state === 'stopped') throw new RuntimeError('bad-request', 'this run has ended');
  }
}

import type { Measurement } from '../../runtime/training';
import type { TrainingDesk } from '../../state/trainingDesk.svelte';
import { PolicyRun } from './policyRun.svelte';
import {
  MEASURE_EVERY,
  measureRequest,
  POLICY_STEPS,
  taskOf,
  type PolicyData,
  type PolicySettings,
} from './policyTask';

/** Runs that stay in the plot. */
const KEPT = 8;

/** What may be moved while a run goes on; what else changes makes another run. */
const startsAnew = (a: PolicySettings, b: PolicySettings) => a.method !== b.method || a.seed !== b.seed;

/** The runs that tune the policy, each from the same start, and their measurements on fixed prompts and seeds. */
export class PolicyWork {
  runs: readonly PolicyRun[] = $state.raw([]);
  current: PolicyRun | null = $state.raw(null);
  /** The run that clearing leaves in the plot. */
  kept: PolicyRun | null = $state.raw(null);
  /** The start model on the fixed prompts. */
  baseline: Measurement | null = $state.raw(null);
  measuring: boolean = $state(false);
  readonly #desk: TrainingDesk;

  constructor(desk: TrainingDesk) {
    this.#desk = desk;
  }

  /** Whether the run in hand goes on with these settings; else a new one begins. */
  goesOn(settings: PolicySettings): boolean {
    return (
      this.current !== null &&
      !startsAnew(this.current.settings, settings) &&
      this.#desk.task === this.current.method &&
      this.#desk.run !== null
    );
  }

  /** Trains on: a run of the same method and seed goes on with the sliders as they stand, else a new run begins. */
  async train(settings: PolicySettings, data: PolicyData, once = false): Promise<void> {
    if (!this.goesOn(settings)) {
      if (!(await this.begin(settings, data))) return;
    } else {
      this.current!.settings = settings;
      await this.#desk.change(taskOf(settings, data).settings ?? {});
    }
    if (once) await this.#desk.step();
    else this.#desk.start(POLICY_STEPS[settings.method]);
  }

  /** Starts a run from the start model, paused; the runs before it stay in the plot. */
  async begin(settings: PolicySettings, data: PolicyData): Promise<boolean> {
    await this.#desk.pause();
    await this.#desk.ask((session) => session.forget(['actor']));
    if (!this.baseline) {
      this.baseline = await this.#measure('reference', data);
      if (!this.baseline) return false;
    }
    const run = new PolicyRun(settings);
    const begun = await this.#desk.begin(taskOf(settings, data), {
      onStep: (event) => {
        run.take(event);
        const at = event.step;
        if (at % MEASURE_EVERY === 0) void this.measureRun(run, data);
      },
    });
    if (!begun) return false;
    this.runs = [...this.runs.filter((each) => each.points.length > 0), run].slice(-KEPT);
    this.current = run;
    return true;
  }

  /** Measures the policy as it stands on the fixed prompts and seeds. */
  async measureRun(run: PolicyRun, data: PolicyData): Promise<void> {
    const measurement = await this.#measure('actor', data);
    if (measurement) run.measure(run.steps, measurement);
  }

  /** A policy that came from a file: measured, and shown as a run without steps of its own. */
  async adopt(settings: PolicySettings, data: PolicyData): Promise<void> {
    this.baseline ??= await this.#measure('reference', data);
    const run = new PolicyRun(settings);
    run.fromFile = true;
    await this.measureRun(run, data);
    this.runs = [...this.runs, run].slice(-KEPT);
    this.current = run;
  }

  async #measure(role: 'actor' | 'reference', data: PolicyData): Promise<Measurement | null> {
    this.measuring = true;
    try {
      return await this.#desk.ask((session) => session.measure(measureRequest(role, data)));
    } finally {
      this.measuring = false;
    }
  }

  /** The run in hand goes back to before its first step. */
  async reset(): Promise<void> {
    await this.#desk.pause();
    if (this.current && this.#desk.task === this.current.method) await this.#desk.reset();
    this.current?.clear();
  }

  /** The run in hand is done with: the next one begins from the start model. It stays in the plot. */
  letGo(): void {
    this.current = null;
  }

  keep(): void {
    this.kept = this.current;
  }

  drop(): void {
    this.kept = null;
  }

  /** Takes the runs out of the plot, but for the kept one. */
  clearRuns(): void {
    this.runs = this.kept ? [this.kept] : [];
    this.current = this.kept;
  }

  /** Forgets all that belongs to a model that is gone. */
  clear(): void {
    [this.runs, this.current, this.kept, this.baseline] = [[], null, null, null];
  }
}

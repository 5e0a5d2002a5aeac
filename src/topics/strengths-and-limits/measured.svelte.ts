import type { ModelHandle } from '../../state/model.svelte';

/** How an experiment tells what it has so far and learns that it is no longer wanted. */
export interface Run<Result> {
  readonly signal: AbortSignal;
  /** Shows a result that is not complete yet. */
  readonly report: (partial: Result) => void;
}

/**
 * One experiment on the live model: it runs anew when its recipe changes, and gives up the run before. `value` stays
 * on show until the new run reports. Results are kept by recipe, so that going back costs nothing.
 */
export class Measured<Recipe, Result> {
  value: Result | null = $state.raw(null);
  /** `value` is the whole answer to the recipe asked last. */
  settled: boolean = $state(false);
  readonly #model: ModelHandle;
  readonly #run: (recipe: Recipe, run: Run<Result>) => Promise<Result>;
  readonly #kept = new Map<string, Result>();
  #key = '';
  #abort: AbortController | null = null;

  constructor(model: ModelHandle, run: (recipe: Recipe, run: Run<Result>) => Promise<Result>) {
    this.#model = model;
    this.#run = run;
  }

  /** Runs the experiment for this recipe unless it has been; null clears it. Never throws: a failure becomes the model's. */
  async sync(recipe: Recipe | null): Promise<void> {
    if (recipe === null) return this.clear();
    if (this.#model.status !== 'ready') return;
    const key = JSON.stringify([recipe, this.#model.restarts]);
    if (key === this.#key) return;
    this.stop();
    this.#key = key;
    const kept = this.#kept.get(key);
    this.settled = kept !== undefined;
    if (kept !== undefined) {
      this.value = kept;
      return;
    }
    const abort = new AbortController();
    this.#abort = abort;
    const { signal } = abort;
    try {
      const report = (partial: Result) => {
        if (!signal.aborted) this.value = partial;
      };
      const value = await this.#run(recipe, { signal, report });
      if (signal.aborted) return;
      this.#kept.set(key, value);
      [this.value, this.settled] = [value, true];
    } catch (error) {
      if (!signal.aborted) this.#model.fail(error);
    }
  }

  /** Gives up the run; what it has reported stays, and the next `sync` runs it again. */
  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    if (!this.settled) this.#key = '';
  }

  /** Nothing is asked. */
  clear(): void {
    this.stop();
    [this.#key, this.value, this.settled] = ['', null, false];
  }
}

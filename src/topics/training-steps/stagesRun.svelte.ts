import type { ModelHandle } from '../../state/model.svelte';
import { handleOf } from './handles';
import { stages, type StageKey } from './stages';
import { StageWriting, type WritingRecipe } from './writing.svelte';

/** Every stage's model, one after the other, on the same text from the same seed. */
export class StagesRun {
  readonly writings: Readonly<Record<StageKey, StageWriting>>;
  running: boolean = $state(false);
  #abort: AbortController | null = null;

  constructor(model: ModelHandle) {
    const entries = stages.map(({ key, model: name }) => [key, new StageWriting(handleOf(model, name))]);
    this.writings = Object.fromEntries(entries) as Record<StageKey, StageWriting>;
  }

  /** Lets these stages write and scores them, in order; a later call takes the place of an earlier one. */
  async start(keys: readonly StageKey[], recipe: WritingRecipe): Promise<void> {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    this.running = true;
    for (const key of keys) {
      await this.writings[key].write(recipe, abort.signal);
      if (abort.signal.aborted) break;
    }
    for (const key of keys) {
      if (abort.signal.aborted) break;
      await this.writings[key].score(abort.signal);
    }
    if (this.#abort === abort) this.running = false;
  }

  /** Gives up what is not written yet; what stands stays. */
  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.running = false;
  }
}

import type { GeneratedToken } from '../../runtime/protocol';
import type { ModelHandle } from '../../state/model.svelte';
import { heldOutGroups, sampleLoss, type SampleLoss } from './sampleLoss';

/** What every stage is given: the same text, seed and temperature. */
export interface WritingRecipe {
  readonly text: string;
  readonly temperature: number;
  readonly seed: number;
  readonly maxTokens: number;
}

const keyOf = (recipe: WritingRecipe, restarts: number) => JSON.stringify([recipe, restarts]);

/** One stage's model at work: what it writes, and its loss on the sample that ships. */
export class StageWriting {
  readonly model: ModelHandle;
  tokens: readonly GeneratedToken[] = $state.raw([]);
  status: 'idle' | 'loading' | 'writing' | 'done' = $state('idle');
  /** Losses measured here; they depend on the weights alone. */
  loss: { readonly stories: SampleLoss; readonly world: SampleLoss } | null = $state.raw(null);
  #key = '';

  constructor(model: ModelHandle) {
    this.model = model;
  }

  holds(recipe: WritingRecipe): boolean {
    return this.status === 'done' && this.#key === keyOf(recipe, this.model.restarts);
  }

  /** Loads the model if need be and lets it write. Never throws: a failed call becomes the model's error. */
  async write(recipe: WritingRecipe, signal: AbortSignal): Promise<void> {
    if (this.holds(recipe) || !(await this.#ready(signal))) return;
    this.status = 'writing';
    this.tokens = [];
    this.#key = keyOf(recipe, this.model.restarts);
    const { client, name, info } = this.model;
    try {
      const prompt = (await client.tokenize(name, recipe.text)).map((token) => token.id);
      // An empty text is begun as every training text was: behind an end of text.
      const ids = prompt.length > 0 ? prompt : [info!.endOfTextId];
      await client.generate(
        {
          model: name,
          ids: ids.slice(-(info!.window - recipe.maxTokens)),
          maxTokens: recipe.maxTokens,
          sampling: { temperature: recipe.temperature },
          seed: recipe.seed,
          cache: true,
        },
        (token) => {
          if (!signal.aborted) this.tokens = [...this.tokens, token];
        },
        { signal },
      );
      if (!signal.aborted) this.status = 'done';
    } catch (error) {
      if (!signal.aborted) this.model.fail(error);
    } finally {
      if (this.status !== 'done') this.status = 'idle';
    }
  }

  /** Scores the model on the shipped sample, once. Never throws. */
  async score(signal: AbortSignal): Promise<void> {
    if (this.loss || !(await this.#ready(signal))) return;
    const { client, info } = this.model;
    try {
      const stories = await sampleLoss(client, info!, heldOutGroups.stories, signal);
      const world = await sampleLoss(client, info!, heldOutGroups.world, signal);
      if (!signal.aborted) this.loss = { stories, world };
    } catch (error) {
      if (!signal.aborted) this.model.fail(error);
    }
  }

  async #ready(signal: AbortSignal): Promise<boolean> {
    if (this.model.status !== 'ready') {
      this.status = 'loading';
      // Somebody else may have asked for it already: then this call joins theirs.
      if (this.model.status === 'loading') await this.model.client.load(this.model.name).catch(() => null);
      else await this.model.load();
      this.status = 'idle';
    }
    return !signal.aborted && this.model.status === 'ready';
  }
}

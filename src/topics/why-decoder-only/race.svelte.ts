import type { GeneratedToken } from '../../runtime/protocol';
import type { ModelHandle } from '../../state/model.svelte';
import { compareTokens } from './fits';

/** What both texts are drawn from and with. */
export interface RaceRecipe {
  readonly ids: readonly number[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
}

/** Largest difference between two lists of logits, entry by entry. */
export function largestGap(a: Float32Array, b: Float32Array): number {
  let gap = 0;
  for (let i = 0; i < a.length; i++) gap = Math.max(gap, Math.abs(a[i] - b[i]));
  return gap;
}

/**
 * The same text generated twice by the live model, with the KV cache and then without: same prompt, same seed. One
 * after the other, so that neither slows the other down. Logits are compared as long as both texts agree.
 */
export class Race {
  cached: readonly GeneratedToken[] = $state.raw([]);
  plain: readonly GeneratedToken[] = $state.raw([]);
  /** What was asked for; null before the first run. */
  recipe: RaceRecipe | null = $state.raw(null);
  running: boolean = $state(false);
  complete: boolean = $state(false);
  /** Largest difference of a logit between the two runs so far, over the steps that read the same text. */
  gap: number | null = $state(null);
  /** Steps whose logits were compared. */
  compared: number = $state(0);
  #key = '';
  #abort: AbortController | null = null;
  readonly #model: ModelHandle;

  constructor(model: ModelHandle) {
    this.#model = model;
  }

  readonly tokens = $derived.by(() => compareTokens(this.cached, this.plain));

  /** Whether the numbers on show belong to this recipe. */
  holds(recipe: RaceRecipe): boolean {
    return this.#key === this.#keyOf(recipe);
  }

  /** Generates both texts, unless this very recipe has been run or is running. Never throws: a failed call becomes the model's error. */
  async start(recipe: RaceRecipe): Promise<void> {
    const { status } = this.#model;
    if (status !== 'ready' || recipe.ids.length === 0 || (this.holds(recipe) && this.#busyOrDone())) return;
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    this.#key = this.#keyOf(recipe);
    this.recipe = recipe;
    [this.cached, this.plain, this.gap, this.compared, this.complete] = [[], [], null, 0, false];
    this.running = true;
    try {
      await this.#runBoth(recipe, abort.signal);
      if (!abort.signal.aborted) this.complete = true;
    } catch (error) {
      if (!abort.signal.aborted) this.#model.fail(error);
    } finally {
      if (this.#abort === abort) this.running = false;
    }
  }

  /** Gives up what is still to be generated; what is there stays. */
  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.running = false;
  }

  #busyOrDone(): boolean {
    return this.running || this.complete;
  }

  #keyOf(recipe: RaceRecipe): string {
    return JSON.stringify([recipe, this.#model.restarts]);
  }

  async #runBoth(recipe: RaceRecipe, signal: AbortSignal): Promise<void> {
    const kept: Float32Array[] = [];
    await this.#generate(recipe, true, signal, (token) => {
      kept.push(token.logits!);
      this.cached = [...this.cached, bare(token)];
    });
    await this.#generate(recipe, false, signal, (token) => {
      // Once the drawn tokens differ, the two runs read different texts.
      if (this.tokens.parted < 0 && kept[token.index]) {
        this.gap = Math.max(this.gap ?? 0, largestGap(kept[token.index], token.logits!));
        this.compared += 1;
      }
      this.plain = [...this.plain, bare(token)];
    });
  }

  async #generate(
    { ids, maxTokens, temperature, seed }: RaceRecipe,
    cache: boolean,
    signal: AbortSignal,
    onToken: (token: GeneratedToken) => void,
  ): Promise<void> {
    if (signal.aborted) return;
    await this.#model.client.generate(
      {
        model: this.#model.name,
        ids,
        maxTokens,
        sampling: { temperature },
        seed,
        cache,
        withLogits: true,
        // A story's end is no reason to stop measuring.
        stopIds: [],
      },
      (token) => {
        if (!signal.aborted) onToken(token);
      },
      { signal },
    );
  }
}

/** The token without its logits, which would fill the memory. */
function bare({ logits: _, ...token }: GeneratedToken): GeneratedToken {
  return token;
}

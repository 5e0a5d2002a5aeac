import { repN } from '../../math/repetition';
import { RuntimeError } from '../../runtime/protocol';
import { companion } from '../../state/companions';
import type { MatchedMember } from '../../state/matchedRuns';
import type { ModelHandle } from '../../state/model.svelte';

/** Tokens each model adds; with them a prompt of the usual length stays within its window of 128. */
export const MATCHED_LENGTH = 90;

/** What one matched model made of the prompt by greedy decoding. */
export interface MatchedText {
  readonly prompt: string;
  readonly text: string;
  readonly tokens: number;
  /** Rep-4 of the new tokens in percent. */
  readonly rep4: number;
}

/** Lets the matched models go on with one prompt, one after the other, and keeps the last text of each. */
export class MatchedTexts {
  texts: ReadonlyMap<string, MatchedText> = $state.raw(new Map());
  /** The member that is writing. */
  running: string | null = $state(null);
  /** The model that could not be opened or run. */
  failed: string | null = $state(null);
  readonly #model: ModelHandle;
  #abort: AbortController | null = null;

  constructor(model: ModelHandle) {
    this.#model = model;
  }

  /** Writes with each member. Never throws: a model that fails is named in `failed`. */
  async write(prompt: string, members: readonly MatchedMember[]): Promise<void> {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    this.failed = null;
    for (const { name, sameRunAs } of members) {
      this.running = name;
      const handle = companion(this.#model, sameRunAs ?? name);
      const text = await this.#one(handle, prompt, abort.signal);
      if (abort.signal.aborted) return;
      if (text) this.texts = new Map(this.texts).set(name, text);
      else this.failed = handle.name;
    }
    if (this.#abort === abort) this.running = null;
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.running = null;
  }

  async #one(handle: ModelHandle, prompt: string, signal: AbortSignal): Promise<MatchedText | null> {
    const { client, name } = handle;
    try {
      // The load may be under way: the client shares it, and its end is waited for here.
      const [, info] = await Promise.all([handle.load(), client.load(name)]);
      const tokens = await client.tokenize(name, prompt);
      const ids = tokens.map((token) => token.id).slice(-Math.max(1, info.window - MATCHED_LENGTH));
      if (ids.length === 0) return null;
      const drawn: { id: number; text: string }[] = [];
      const request = { model: name, ids, maxTokens: MATCHED_LENGTH, seed: 1, cache: true };
      await client.generate(
        { ...request, sampling: { temperature: 0 } },
        ({ id, text }) => id !== info.endOfTextId && drawn.push({ id, text }),
        { signal },
      );
      return {
        prompt,
        text: drawn.map(({ text }) => text).join(''),
        tokens: drawn.length,
        rep4: repN(
          drawn.map(({ id }) => id),
          4,
        ),
      };
    } catch (error) {
      if (!(error instanceof RuntimeError && error.code === 'cancelled')) handle.fail(error);
      return null;
    }
  }
}

import { topIndices } from '../../math/ranking';
import { softmax } from '../../math/softmax';
import type { GeneratedToken } from '../../runtime/protocol';
import type { ModelHandle } from '../../state/model.svelte';
import { SHOWN } from './controls';

/** Tokens that the decoder adds to the reader's text. */
export const CONTINUED = 24;

/** One guess for a place: a token and its probability. */
export interface Guess {
  readonly id: number;
  readonly p: number;
}

/** The likeliest tokens of one row of logits [V]. */
export function guesses(row: Float32Array, count: number): Guess[] {
  const p = softmax(row);
  return Array.from(topIndices(p, count), (id) => ({ id, p: p[id] }));
}

/** Row t of logits [T, V]. */
export function logitRow(logits: Float32Array, rows: number, t: number): Float32Array {
  const V = logits.length / Math.max(1, rows);
  return logits.subarray(t * V, (t + 1) * V);
}

/** What the decoder writes behind the reader's text, token by likeliest token. */
export class Continuation {
  readonly #model: ModelHandle;
  /** The text that was continued; null before the first. */
  text: string | null = $state.raw(null);
  tokens: readonly GeneratedToken[] = $state.raw([]);
  done = $state(false);

  constructor(model: ModelHandle) {
    this.#model = model;
  }

  /** Writes on, once a text. Never throws. */
  async write(text: string): Promise<void> {
    const { client, name, status, info } = this.#model;
    if (status !== 'ready' || !info || this.text === text) return;
    this.text = text;
    this.tokens = [];
    this.done = false;
    try {
      const ids = (await client.tokenize(name, text)).slice(0, SHOWN).map((token) => token.id);
      if (ids.length > 0)
        await client.generate(
          {
            model: name,
            ids,
            maxTokens: CONTINUED,
            sampling: { temperature: 1 },
            likeliest: true,
            seed: 1,
            cache: true,
          },
          (token) => {
            if (this.text === text) this.tokens = [...this.tokens, token];
          },
          { channel: 'three-families/continue' },
        );
      if (this.text === text) this.done = true;
    } catch (error) {
      if (this.text === text) this.text = null;
      this.#model.fail(error);
    }
  }

  /** Forgets the text, so that it is written anew. */
  forget(): void {
    this.text = null;
  }
}

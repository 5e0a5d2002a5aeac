import type { ModelHandle } from '../../state/model.svelte';
import { readCandidates, scoresAt } from './contrastive';
import { CONTRASTIVE_LENGTH, GREEDY_LENGTH } from './controls';
import { decodingOf, nextToken, penaltiesOf, type Values } from './cures';

/** One token of the cured text. */
export interface CuredToken {
  readonly id: number;
  readonly text: string;
  /** Probability under the unmodified model. */
  readonly modelProbability: number;
}

/**
 * The text that the cures give after the same prompt. Penalties, temperature and top-p run in the worker's own loop;
 * contrastive search runs here, a pass for every candidate.
 */
export class CuredText {
  tokens: readonly CuredToken[] = $state.raw([]);
  status: 'idle' | 'writing' | 'done' | 'stopped' = $state('idle');
  readonly #model: ModelHandle;
  #abort: AbortController | null = null;
  #recipe = '';

  constructor(model: ModelHandle) {
    this.#model = model;
  }

  /** How many tokens are asked for. */
  static lengthFor(values: Values): number {
    return values.alpha === null ? GREEDY_LENGTH : CONTRASTIVE_LENGTH;
  }

  /** Writes the text anew if prompt ids, cures or seed changed; with no ids it clears it. */
  sync(given: readonly number[], values: Values, textOf: (id: number) => string): void {
    const { rep, presence, frequency, ngram, T, topP, alpha, k, pick, seed } = values;
    const drawing = pick === 'draw' && alpha === null;
    const recipe = JSON.stringify([
      given,
      [rep, presence, frequency, ngram, T, topP],
      alpha === null ? [drawing, drawing ? seed : 0] : [alpha, k],
      this.#model.restarts,
    ]);
    if (recipe === this.#recipe) return;
    this.#recipe = recipe;
    void this.#write(given, values, textOf);
  }

  /** Stops the writing; what is there stays. */
  stop(): void {
    if (this.status !== 'writing') return;
    this.#abort?.abort();
    this.status = 'stopped';
  }

  /** Forgets the text, so that the same settings write it again. */
  clear(): void {
    this.#abort?.abort();
    this.#recipe = '';
    this.tokens = [];
    this.status = 'idle';
  }

  async #write(given: readonly number[], values: Values, textOf: (id: number) => string): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.tokens = [];
    this.status = given.length === 0 ? 'idle' : 'writing';
    if (given.length === 0) return;
    const add = (token: CuredToken) => {
      if (!abort.signal.aborted) this.tokens = [...this.tokens, token];
    };
    try {
      await (values.alpha === null
        ? this.#generate(given, values, add, abort.signal)
        : this.#search(given, values, values.alpha, textOf, add, abort.signal));
      if (!abort.signal.aborted) this.status = 'done';
    } catch (error) {
      if (abort.signal.aborted) return;
      this.status = 'stopped';
      this.#model.fail(error);
    }
  }

  async #generate(
    given: readonly number[],
    values: Values,
    add: (token: CuredToken) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { temperature, topP } = decodingOf(values);
    await this.#model.client.generate(
      {
        model: this.#model.name,
        ids: given,
        maxTokens: GREEDY_LENGTH,
        sampling: { temperature, topP },
        penalties: penaltiesOf(values),
        likeliest: values.pick === 'likeliest',
        seed: values.seed,
        cache: true,
      },
      add,
      { signal, channel: 'repetition/cured' },
    );
  }

  async #search(
    given: readonly number[],
    values: Values,
    alpha: number,
    textOf: (id: number) => string,
    add: (token: CuredToken) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { client, name, info } = this.#model;
    const first = await client.trace({ model: name, ids: given, outputs: ['logits'] }, { signal });
    let logits: Float32Array = first.tensors.logits.data.slice(-first.tensors.logits.dims[2]); // [V]
    const drawn: number[] = [];
    while (drawn.length < CONTRASTIVE_LENGTH && !signal.aborted) {
      const { final, plain } = nextToken(logits, given, drawn, decodingOf(values));
      const candidates = await readCandidates(client, name, [...given, ...drawn], final, values.k, {
        signal,
      });
      const { chosen } = scoresAt(candidates, alpha);
      const id = candidates.ids[chosen];
      add({ id, text: textOf(id), modelProbability: plain[id] });
      drawn.push(id);
      logits = candidates.logits[chosen];
      if (id === info?.endOfTextId) return;
    }
  }
}

import { logSumExp, softmax } from '../../math/softmax';
import type { GeneratedToken, Token } from '../../runtime/protocol';
import type { ModelHandle } from '../../state/model.svelte';

/** What the model makes of a text: the next token's distribution and the text's own tokens. */
export interface NextToken {
  readonly tokens: readonly Token[];
  /** [V], plain softmax. */
  readonly p: Float64Array;
}

/** Where answers end: with a sentence, a line or the text. */
const END = /[.!?\n"]|<\|endoftext\|>/;

/** Questions put to one model, as texts. Every method may throw RuntimeError. */
export class Reader {
  readonly #model: ModelHandle;
  #vocabulary: readonly string[] = [];

  constructor(model: ModelHandle) {
    this.#model = model;
  }

  get window(): number {
    return this.#model.info?.window ?? 0;
  }

  tokens(text: string): Promise<readonly Token[]> {
    return this.#model.client.tokenize(this.#model.name, text);
  }

  async ids(text: string): Promise<readonly number[]> {
    return (await this.tokens(text)).map((token) => token.id);
  }

  /** Texts of all vocabulary entries. */
  async vocabulary(): Promise<readonly string[]> {
    if (this.#vocabulary.length === 0)
      this.#vocabulary = await this.#model.client.vocabulary(this.#model.name);
    return this.#vocabulary;
  }

  /** Logits [T, V] of a text of at least one token. */
  async logits(ids: readonly number[], signal?: AbortSignal): Promise<Float32Array> {
    const request = { model: this.#model.name, ids, outputs: ['logits'] };
    return (await this.#model.client.trace(request, { signal })).tensors.logits.data;
  }

  /** The next token after a text, of which the last window is read; null for an empty text. */
  async next(text: string, signal?: AbortSignal): Promise<NextToken | null> {
    const tokens = await this.tokens(text);
    if (tokens.length === 0) return null;
    const ids = tokens.map((token) => token.id).slice(-this.window);
    const logits = await this.logits(ids, signal);
    return { tokens, p: softmax(logits.slice(-(logits.length / ids.length))) };
  }

  /**
   * ln P(answer | text) in nats, summed over the answer's tokens, with plain softmax. Text and answer together must fit
   * the trained window; null when either has no token.
   */
  async logProbability(
    ids: readonly number[],
    answer: readonly number[],
    signal?: AbortSignal,
  ): Promise<number | null> {
    if (ids.length === 0 || answer.length === 0) return null;
    const all = [...ids, ...answer];
    const logits = await this.logits(all, signal);
    const V = logits.length / all.length;
    let nats = 0;
    for (const [j, id] of answer.entries()) {
      const row = logits.subarray((ids.length + j - 1) * V, (ids.length + j) * V);
      nats += row[id] - logSumExp(row);
    }
    return nats;
  }

  /** What the model writes after a text, token by token. */
  async write(
    ids: readonly number[],
    options: { maxTokens: number; temperature: number; seed: number; untilSentence?: boolean },
    run: { signal: AbortSignal; ontoken?: (drawn: readonly GeneratedToken[]) => void },
  ): Promise<readonly GeneratedToken[]> {
    const drawn: GeneratedToken[] = [];
    const vocabulary = options.untilSentence ? await this.vocabulary() : [];
    const stopIds = vocabulary.flatMap((text, id) => (END.test(text) ? [id] : []));
    await this.#model.client.generate(
      {
        model: this.#model.name,
        ids,
        maxTokens: options.maxTokens,
        sampling: { temperature: options.temperature },
        seed: options.seed,
        cache: true,
        ...(options.untilSentence ? { stopIds } : {}),
      },
      (token) => {
        drawn.push(token);
        if (!run.signal.aborted) run.ontoken?.([...drawn]);
      },
      { signal: run.signal },
    );
    return drawn;
  }
}

/** An answer's words: what was drawn without the token that ends it. */
export function answerText(drawn: readonly GeneratedToken[]): string {
  const texts = drawn.map((token) => token.text);
  if (texts.length > 1 && END.test(texts[texts.length - 1])) texts.pop();
  return texts.join('').trim();
}

/** A typed list: parts between commas, trimmed, none empty, none twice, `most` at most. */
export function listOf(text: string, most: number): string[] {
  const parts = text
    .split(/[,，、;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return [...new Set(parts)].slice(0, most);
}

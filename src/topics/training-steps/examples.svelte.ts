import type { ModelHandle } from '../../state/model.svelte';
import type { DataKind } from './controls';
import data from './stageData.json';

/** A row of tokens and which of them the stage's loss scores. */
export interface ScoredRow {
  readonly part: 'text' | 'chosen' | 'rejected';
  readonly tokens: readonly { readonly text: string; readonly scored: boolean }[];
}

/** Which tokens of a training text count, once the text is cut into prompt and answer: raw text scores all but the first. */
export function scoredFlags(kind: DataKind, promptTokens: number, answerTokens: number): boolean[] {
  const all = promptTokens + answerTokens;
  return Array.from({ length: all }, (_, i) => (kind === 'raw' ? i > 0 : i >= promptTokens));
}

/** One example of a stage's data as the model's own tokens, with the scored ones marked. */
export class Examples {
  rows: readonly ScoredRow[] = $state.raw([]);
  #key = '';
  readonly #model: ModelHandle;

  constructor(model: ModelHandle) {
    this.#model = model;
  }

  /** Cuts the example into tokens. Never throws: a failed call becomes the model's error. */
  async read(kind: DataKind, example: number): Promise<void> {
    const key = `${kind}${example}`;
    if (this.#model.status !== 'ready' || key === this.#key) return;
    this.#key = key;
    try {
      const rows = await Promise.all(this.#partsOf(kind, example).map((part) => this.#cut(kind, part)));
      if (this.#key === key) this.rows = rows;
    } catch (error) {
      this.#key = '';
      this.#model.fail(error);
    }
  }

  #partsOf(kind: DataKind, example: number) {
    if (kind === 'raw') return [{ part: 'text' as const, prompt: '', answer: data.raw[example] }];
    if (kind === 'asked') return [{ part: 'text' as const, ...data.asked[example] }];
    const { prompt, chosen, rejected } = data.judged[example];
    return [
      { part: 'chosen' as const, prompt, answer: chosen },
      { part: 'rejected' as const, prompt, answer: rejected },
    ];
  }

  async #cut(
    kind: DataKind,
    { part, prompt, answer }: { part: ScoredRow['part']; prompt: string; answer: string },
  ): Promise<ScoredRow> {
    const { client, name } = this.#model;
    const asked = await client.tokenize(name, prompt);
    const given = await client.tokenize(name, answer);
    // Answers, and documents, end with the token that says so; it is scored like the rest.
    const texts = [...asked, ...given].map((token) => token.text).concat(' ∎');
    const flags = scoredFlags(kind, asked.length, given.length + 1);
    return { part, tokens: texts.map((text, i) => ({ text, scored: flags[i] })) };
  }
}

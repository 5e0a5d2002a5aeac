import { softmax } from '../../math/softmax';
import type { StoredRun } from '../../runtime/storedRun';
import type { Token } from '../../runtime/protocol';
import type { Controls } from '../../state/controls.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import type { FlowControls } from './controls';
import { fetchWeights, shapeOf, translateText } from './translating';
import type { FlowRun, Weights } from './tensors';

/** A translation kept to compare with: its tokens and how sure the model was of each. */
export interface KeptTranslation {
  readonly prompt: string;
  readonly choices: string;
  readonly written: readonly Token[];
  readonly probabilities: readonly number[];
}

/** Probability of each written token under the model (T = 1), whoever chose it. */
export function writtenProbabilities(run: FlowRun): readonly number[] {
  if (run.likeliest)
    return run.likeliest.map(({ ids, probabilities }, t) => probabilities[ids.indexOf(run.written[t].id)]);
  const { data, dims } = run.tensors.logits;
  const V = dims[dims.length - 1];
  return run.written.map(({ id }, t) => softmax(data.subarray(t * V, (t + 1) * V))[id]);
}

/**
 * The model's run of the reader's sentence, its weights as they are asked for, and a kept translation. The stored run
 * stands in until the model is ready.
 */
export class FlowReading {
  readonly #controls: Controls<FlowControls>;
  readonly #model: ModelHandle;
  #stored: FlowRun | null = $state.raw(null);
  /** Entries of the stored run's vocabulary, for the moment before the model is here. */
  vocabularySize: number = $state(0);
  #storedTexts: Readonly<Record<number, string>> = $state.raw({});
  #live: FlowRun | null = $state.raw(null);
  /** Prompt and choices that `#live` answers; a text without tokens is answered by null. */
  #answered: { readonly prompt: string; readonly choices: string } | null = $state.raw(null);
  #kept: KeptTranslation | null = $state.raw(null);
  #asked = new Set<string>();
  weights: Weights = $state.raw({});
  vocabulary: readonly string[] = $state.raw([]);

  constructor(controls: Controls<FlowControls>, model: ModelHandle) {
    this.#controls = controls;
    this.#model = model;
  }

  /** Takes the recorded run of the default sentence. */
  keepStored(stored: StoredRun | null): void {
    if (!stored?.translation) return;
    const { info, fed, written, likeliest } = stored.translation;
    this.#storedTexts = stored.vocabulary;
    this.vocabularySize = info.vocabulary;
    this.#stored = {
      prompt: stored.prompt,
      shape: shapeOf(info),
      source: stored.tokens,
      cut: 0,
      fed,
      written,
      choices: '',
      tensors: stored.trace.tensors,
      likeliest,
      live: false,
    };
  }

  /** The run on show: the newest live one, else the stored one if it is of this very text. */
  get run(): FlowRun | null {
    if (this.#answered) return this.#live;
    return this.#stored?.prompt === this.#controls.get('prompt') && this.#controls.get('choices') === ''
      ? this.#stored
      : null;
  }

  /** Whether the run on show is the live answer to the text and choices as they now stand. */
  get settled(): boolean {
    const { prompt, choices } = this.#controls.values;
    return (
      this.#model.status === 'ready' &&
      this.#answered?.prompt === prompt &&
      this.#answered.choices === choices
    );
  }

  /** The kept translation; null when nothing is pinned or it is not here yet. */
  get kept(): KeptTranslation | null {
    return this.#controls.get('pin') && this.#kept && this.#isKept(this.#kept) ? this.#kept : null;
  }

  textOf(id: number): string {
    return this.vocabulary[id] ?? this.#storedTexts[id] ?? `#${id}`;
  }

  /** Brings runs up to date with the controls. Never throws: a failed call becomes the model's error. */
  async read(): Promise<void> {
    const { client, name, info } = this.#model;
    if (this.#model.status !== 'ready' || !info) return;
    try {
      if (this.vocabulary.length === 0) this.vocabulary = await client.vocabulary(name);
      const { prompt, choices } = this.#controls.values;
      if (!this.settled) {
        const job = { client, info, vocabulary: this.vocabulary, prompt, choices };
        const run = await translateText({ ...job, options: { channel: 'transformer-flow' } });
        const now = this.#controls.values;
        // A newer text may have been typed meanwhile; its own call will answer.
        if (now.prompt !== prompt || now.choices !== choices) return;
        this.#live = run;
        this.#answered = { prompt, choices };
      }
      if (this.#controls.get('pin') && !(this.#kept && this.#isKept(this.#kept))) await this.#keep();
    } catch (error) {
      this.#model.fail(error);
    }
  }

  /** Fetches weights that are not here yet. Never throws. */
  async need(names: readonly string[]): Promise<void> {
    const { client, info } = this.#model;
    const missing = names.filter((name) => !this.#asked.has(name));
    if (this.#model.status !== 'ready' || !info || missing.length === 0) return;
    missing.forEach((name) => this.#asked.add(name));
    try {
      const found = await fetchWeights(client, info, missing);
      this.weights = { ...this.weights, ...found };
    } catch (error) {
      missing.forEach((name) => this.#asked.delete(name));
      this.#model.fail(error);
    }
  }

  #isKept(kept: KeptTranslation): boolean {
    const { pinPrompt, pinChoices } = this.#controls.values;
    return kept.prompt === pinPrompt && kept.choices === pinChoices;
  }

  async #keep(): Promise<void> {
    const { client, info } = this.#model;
    if (!info) return;
    const { pinPrompt: prompt, pinChoices: choices } = this.#controls.values;
    const job = { client, info, vocabulary: this.vocabulary, prompt, choices };
    const run = await translateText({ ...job, options: { channel: 'transformer-flow/kept' } });
    this.#kept = {
      prompt,
      choices,
      written: run?.written ?? [],
      probabilities: run ? writtenProbabilities(run) : [],
    };
  }
}

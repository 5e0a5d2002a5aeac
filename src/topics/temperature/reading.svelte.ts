import { tokenBytes } from '../../charts/tokenText';
import type { Controls } from '../../state/controls.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import type { StoredRun } from '../../runtime/storedRun';
import type { Token, Trace } from '../../runtime/protocol';
import type { TemperatureControls } from './controls';

/** What the model said about one text. */
export interface Reading {
  readonly prompt: string;
  /** All tokens of the text, also those before the window. */
  readonly tokens: readonly Token[];
  /** Scores of the next token [V]; null for an empty text. */
  readonly logits: Float32Array | null;
  readonly live: boolean;
  /** Time in the session; null for a stored run. */
  readonly durationMs: number | null;
}

/** The last position's logits [V] of a trace that brought `logits` [T, V]. */
function lastLogits(trace: Trace): Float32Array {
  const { dims, data } = trace.tensors.logits;
  return data.slice(data.length - dims[dims.length - 1]);
}

/**
 * Keeps the model's reading of the learner's text and of the pinned one: the stored run until the model is ready,
 * then live. `read` is to be called whenever the text or the model changes.
 */
export class PromptReading {
  readonly #controls: Controls<TemperatureControls>;
  readonly #model: ModelHandle;
  /** The recorded run of the default text, once it has been fetched. */
  stored: StoredRun | null = $state.raw(null);
  #live: Reading | null = $state.raw(null);
  #pinned: Reading | null = $state.raw(null);
  /** Texts of all vocabulary entries, by id; empty until the model is ready. */
  vocabulary: readonly string[] = $state.raw([]);

  constructor(controls: Controls<TemperatureControls>, model: ModelHandle) {
    this.#controls = controls;
    this.#model = model;
  }

  readonly #storedReading: Reading | null = $derived.by(() => {
    if (!this.stored) return null;
    const { prompt, tokens, trace } = this.stored;
    return { prompt, tokens, logits: lastLogits(trace), live: false, durationMs: null };
  });

  /**
   * The reading on show: live if there is one, even while the next is on its way; else the stored one if it is of
   * this very text; else null.
   */
  get current(): Reading | null {
    if (this.#live && this.#model.status === 'ready') return this.#live;
    return this.#storedReading?.prompt === this.#controls.get('prompt') ? this.#storedReading : null;
  }

  /** Whether `current` is the live model's answer to the text as it now stands. */
  get settled(): boolean {
    return this.#model.status === 'ready' && this.#live?.prompt === this.#controls.get('prompt');
  }

  /** The reading of the pinned text; the current one while both texts are the same. */
  get pinned(): Reading | null {
    const prompt = this.#controls.get('pinPrompt');
    const current = this.current;
    return current?.prompt === prompt ? current : this.#pinned?.prompt === prompt ? this.#pinned : null;
  }

  /** The text of a vocabulary entry; its number where the vocabulary is not here yet. */
  textOf(id: number): string {
    return this.vocabulary[id] ?? this.stored?.vocabulary[id] ?? `#${id}`;
  }

  /** Ids the model reads: the last `window` of the text. */
  get ids(): readonly number[] {
    const ids = (this.current?.tokens ?? []).map((token) => token.id);
    const window = this.#model.info?.window;
    return window === undefined ? ids : ids.slice(-window);
  }

  /** Tokens of the text that stand for single bytes of a character the vocabulary lacks. */
  get byteTokens(): number {
    return (this.current?.tokens ?? []).filter((token) => tokenBytes(token.text)).length;
  }

  /** Reads the text, and the pinned one if it differs. Never throws: a failed call becomes the model's error. */
  async read(): Promise<void> {
    if (this.#model.status !== 'ready') return;
    const prompt = this.#controls.get('prompt');
    const pinned = this.#controls.get('pinT') === null ? '' : this.#controls.get('pinPrompt');
    try {
      if (this.vocabulary.length === 0)
        this.vocabulary = await this.#model.client.vocabulary(this.#model.name);
      if (this.#live?.prompt !== prompt || !this.#live.live) {
        const reading = await this.#ask(prompt, 'temperature/prompt');
        // A newer text may have been typed meanwhile; its own call will answer.
        if (this.#controls.get('prompt') === prompt) this.#live = reading;
      }
      if (pinned && pinned !== prompt && this.#pinned?.prompt !== pinned) {
        this.#pinned = await this.#ask(pinned, 'temperature/pin');
      }
    } catch (error) {
      this.#model.fail(error);
    }
  }

  async #ask(prompt: string, channel: string): Promise<Reading> {
    const { client, name, info } = this.#model;
    const tokens = await client.tokenize(name, prompt);
    if (tokens.length === 0) return { prompt, tokens, logits: null, live: true, durationMs: 0 };
    const ids = tokens.map((token) => token.id).slice(-(info?.window ?? tokens.length));
    const trace = await client.trace({ model: name, ids, outputs: ['logits'] }, { channel });
    return { prompt, tokens, logits: lastLogits(trace), live: true, durationMs: trace.durationMs };
  }
}

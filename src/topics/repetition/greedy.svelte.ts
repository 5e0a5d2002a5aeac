import { tokenBytes } from '../../charts/tokenText';
import type { Controls } from '../../state/controls.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import type { GeneratedToken, Tensor, Token } from '../../runtime/protocol';
import type { StoredRun } from '../../runtime/storedRun';
import { GREEDY_LENGTH, type RepetitionControls } from './controls';

/** What greedy decoding made of a text. */
export interface GreedyText {
  readonly prompt: string;
  /** All tokens of the prompt, also those before the window. */
  readonly tokens: readonly Token[];
  /** Ids the model read: the last of the prompt that leave room for what it writes. */
  readonly given: readonly number[];
  readonly drawn: readonly GeneratedToken[];
  /** Everything asked for is there. */
  readonly complete: boolean;
  readonly live: boolean;
  /** Logits [1, T, V] and each layer's attention patterns [1, H, T, T] over prompt and text; null until read. */
  readonly trace: { readonly logits: Tensor; readonly patterns: readonly Tensor[] } | null;
}

/**
 * The greedy text after the reader's prompt with one more pass over the whole for its logits and attention: the stored
 * run until the model is ready, then live. `sync` is to be called whenever the text or the model changes.
 */
export class GreedyRun {
  stored: StoredRun | null = $state.raw(null);
  #live: GreedyText | null = $state.raw(null);
  /** Texts of all vocabulary entries, by id; empty until the model is ready. */
  vocabulary: readonly string[] = $state.raw([]);
  readonly #controls: Controls<RepetitionControls>;
  readonly #model: ModelHandle;
  #abort: AbortController | null = null;
  #recipe = '';

  constructor(controls: Controls<RepetitionControls>, model: ModelHandle) {
    this.#controls = controls;
    this.#model = model;
  }

  readonly #storedText: GreedyText | null = $derived.by(() => {
    if (!this.stored?.reading) return null;
    const { prompt, tokens, reading } = this.stored;
    const given = tokens.map((token) => token.id);
    return { prompt, tokens, given, drawn: reading.continuation, complete: true, live: false, trace: null };
  });

  /** The run on show; null while there is neither a live one nor a stored one of this very text. */
  get current(): GreedyText | null {
    const prompt = this.#controls.get('prompt');
    if (this.#live?.prompt === prompt && this.#model.status === 'ready') return this.#live;
    return this.#storedText?.prompt === prompt ? this.#storedText : null;
  }

  /** Whether `current` is the live model's whole answer to the text as it now stands. */
  get settled(): boolean {
    const run = this.current;
    return run !== null && run.live && run.complete && run.trace !== null;
  }

  /** There is no text to go on from. */
  get empty(): boolean {
    const run = this.current;
    return run !== null && run.live && run.complete && run.given.length === 0;
  }

  /** Median time of a drawn token, milliseconds; null before the first. */
  get msPerToken(): number | null {
    const times = (this.#live?.drawn ?? []).map((token) => token.durationMs).sort((a, b) => a - b);
    return times.length ? times[times.length >> 1] : null;
  }

  textOf(id: number): string {
    return this.vocabulary[id] ?? this.stored?.vocabulary[id] ?? `#${id}`;
  }

  /** Tokens of the prompt that stand for single bytes of a character the vocabulary lacks. */
  get byteTokens(): number {
    return (this.current?.tokens ?? []).filter((token) => tokenBytes(token.text)).length;
  }

  /** Writes and reads the text anew if it changed. Never throws: a failed call becomes the model's error. */
  async sync(): Promise<void> {
    const { client, name, info, status, restarts } = this.#model;
    if (status !== 'ready' || !info) return;
    const prompt = this.#controls.get('prompt');
    const recipe = JSON.stringify([prompt, restarts]);
    if (recipe === this.#recipe) return;
    this.#recipe = recipe;
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const { signal } = abort;
    const channel = 'repetition/greedy';
    try {
      if (this.vocabulary.length === 0) this.vocabulary = await client.vocabulary(name);
      const tokens = await client.tokenize(name, prompt);
      if (signal.aborted) return;
      const given = tokens.map((token) => token.id).slice(-Math.max(1, info.window - GREEDY_LENGTH));
      let text: GreedyText = { prompt, tokens, given, drawn: [], complete: false, live: true, trace: null };
      if (given.length > 0) {
        const request = { model: name, ids: given, maxTokens: GREEDY_LENGTH, seed: 1, cache: true };
        await client.generate(
          { ...request, sampling: { temperature: 0 } },
          (token) => {
            if (signal.aborted) return;
            text = { ...text, drawn: [...text.drawn, token] };
            this.#live = text;
          },
          { signal, channel },
        );
        const ids = [...given, ...text.drawn.map((token) => token.id)];
        const layers = Array.from({ length: info.layers }, (_, l) => `layer.${l}.attn.pattern`);
        const { tensors } = await client.trace(
          { model: name, ids, outputs: ['logits', ...layers] },
          { signal, channel },
        );
        if (signal.aborted) return;
        text = {
          ...text,
          trace: { logits: tensors.logits, patterns: layers.map((layer) => tensors[layer]) },
        };
      }
      this.#live = { ...text, complete: true };
    } catch (error) {
      if (!signal.aborted) this.#model.fail(error);
    }
  }

  /** Ends the writing; for when the panel goes. */
  dispose(): void {
    this.#abort?.abort();
  }
}

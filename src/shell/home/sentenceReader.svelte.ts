import { RuntimeError } from '../../runtime/protocol';
import { loadStoredRun } from '../../runtime/storedRun';
import type { ModelHandle } from '../../state/model.svelte';
import type { Locale } from '../../state/topic';
import type { SentenceRun } from '../../state/sentenceRun';
import { liveRun, picturedTensors, storedRun } from './buildRun';

/** How many tokens greedy decoding adds for the picture of repetition. */
const continued = 24;

/** Runs the model on the reader's sentence, the newest sentence winning. Never throws: the outcome is in the fields. */
export class SentenceReader {
  /** The newest finished run; it stays while the next is computed, and when a sentence cannot be read. */
  run: SentenceRun | null = $state.raw(null);
  /** Time of the forward pass, milliseconds; null before the first. */
  durationMs: number | null = $state(null);
  /** Tokens of the sentence, and how many of them are read: the continuation needs room in the window too. */
  length: { readonly count: number; readonly size: number } | null = $state.raw(null);
  #newest = 0;
  #stop: AbortController | null = null;

  /** Shows a language's stored run until its model has answered; does nothing when there is none for this sentence. */
  async showStored(text: string, locale: Locale): Promise<void> {
    const turn = this.#newest;
    const stored = await loadStoredRun('home', locale);
    if (
      stored &&
      stored.prompt === text &&
      this.run?.model.name !== stored.trace.model &&
      turn === this.#newest
    )
      this.run = storedRun(stored);
  }

  /** Reads a sentence with a loaded model. */
  async read(model: ModelHandle, text: string): Promise<void> {
    const turn = ++this.#newest;
    this.#stop?.abort();
    const stop = (this.#stop = new AbortController());
    const { client, info, name } = model;
    if (!info) return;
    try {
      const [all, vocabulary] = await Promise.all([client.tokenize(name, text), client.vocabulary(name)]);
      if (turn !== this.#newest) return;
      this.length = { count: all.length, size: info.window - continued };
      if (all.length === 0) return;
      const tokens = all.slice(0, this.length.size);
      const ids = tokens.map((token) => token.id);
      const options = { signal: stop.signal, channel: 'home' };
      const trace = await client.trace({ model: name, ids, outputs: picturedTensors(info.layers) }, options);
      if (turn !== this.#newest) return;
      const textOf = (id: number) => vocabulary[id] ?? '';
      // The pictures change at once; the continuation, two dozen passes more, follows.
      this.durationMs = trace.durationMs;
      const run = liveRun(info, tokens, trace, textOf);
      this.run = run;
      const continuation = await client.generate(
        { model: name, ids, maxTokens: continued, sampling: { temperature: 0 }, seed: 1, cache: true },
        () => {},
        options,
      );
      if (turn === this.#newest) this.run = { ...run, continuation };
    } catch (error) {
      if (turn !== this.#newest || (error instanceof RuntimeError && error.code === 'cancelled')) return;
      model.fail(error);
    }
  }
}

import type { Token } from '../../runtime/protocol';
import type { StoredRun } from '../../runtime/storedRun';
import type { Controls } from '../../state/controls.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import type { DecoderControls } from './controls';

/** The reader's text as the model splits it. */
export interface SplitText {
  readonly prompt: string;
  /** All tokens of the text. */
  readonly tokens: readonly Token[];
  readonly live: boolean;
}

/**
 * The tokens of the reader's text: the stored run's until the model is ready, then live. `read` is to be called
 * whenever the text or the model changes.
 */
export class DecoderReading {
  readonly #controls: Controls<DecoderControls>;
  readonly #model: ModelHandle;
  #stored: SplitText | null = $state.raw(null);
  #live: SplitText | null = $state.raw(null);

  constructor(controls: Controls<DecoderControls>, model: ModelHandle) {
    this.#controls = controls;
    this.#model = model;
  }

  /** Takes the recorded run of the default text. */
  keepStored(run: StoredRun | null): void {
    if (run) this.#stored = { prompt: run.prompt, tokens: run.tokens, live: false };
  }

  /** The tokens on show: live if there are any, even while the next are on their way; else the stored ones of this very text. */
  get current(): SplitText | null {
    if (this.#live) return this.#live;
    return this.#stored?.prompt === this.#controls.get('prompt') ? this.#stored : null;
  }

  /** Whether `current` is the live answer to the text as it now stands. */
  get settled(): boolean {
    return this.#model.status === 'ready' && this.#live?.prompt === this.#controls.get('prompt');
  }

  /** Splits the text. Never throws: a failed call becomes the model's error. */
  async read(): Promise<void> {
    const { client, name, status } = this.#model;
    if (status !== 'ready' || this.settled) return;
    const prompt = this.#controls.get('prompt');
    try {
      const tokens = await client.tokenize(name, prompt);
      // A newer text may have been typed meanwhile; its own call will answer.
      if (this.#controls.get('prompt') === prompt) this.#live = { prompt, tokens, live: true };
    } catch (error) {
      this.#model.fail(error);
    }
  }
}

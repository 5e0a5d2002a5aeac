import { tokenBytes } from '../../charts/tokenText';
import type { StoredRun } from '../../runtime/storedRun';
import type { Token } from '../../runtime/protocol';
import type { Controls } from '../../state/controls.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import type { HeadsControls } from './controls';
import { headMask, panelOutputs, type Tensors } from './headTensors';

/** One pass over one text with some heads out. */
export interface HeadRun {
  readonly prompt: string;
  /** Heads out, by index, as `3.7.12`; empty for the whole model. */
  readonly out: string;
  /** All tokens of the text, also those before the window. */
  readonly tokens: readonly Token[];
  /** The last `window` of them: what the model read. */
  readonly ids: readonly number[];
  readonly tensors: Tensors;
  readonly live: boolean;
  /** Time in the session; null for a stored run. */
  readonly durationMs: number | null;
}

/**
 * The model's passes over the reader's text: whole, with the heads that are out, and the pinned one. The stored run
 * stands in until the model is ready. `read` is to be called whenever text, heads or model change.
 */
export class HeadReading {
  readonly #controls: Controls<HeadsControls>;
  readonly #model: ModelHandle;
  #stored: HeadRun | null = $state.raw(null);
  #storedTexts: Readonly<Record<number, string>> = $state.raw({});
  #whole: HeadRun | null = $state.raw(null);
  #reduced: HeadRun | null = $state.raw(null);
  #pinned: HeadRun | null = $state.raw(null);
  /** Texts of all vocabulary entries, by id; empty until the model is ready. */
  vocabulary: readonly string[] = $state.raw([]);

  constructor(controls: Controls<HeadsControls>, model: ModelHandle) {
    this.#controls = controls;
    this.#model = model;
  }

  /** Takes the recorded run of the default text. */
  keepStored(stored: StoredRun | null): void {
    if (!stored) return;
    const { ids, tensors } = stored.trace;
    this.#storedTexts = stored.vocabulary;
    this.#stored = {
      prompt: stored.prompt,
      out: '',
      tokens: stored.tokens,
      ids,
      tensors,
      live: false,
      durationMs: null,
    };
  }

  /** The whole model on the text: live if it has read one, else the stored run if it is of this very text. */
  get whole(): HeadRun | null {
    if (this.#whole) return this.#whole;
    return this.#stored?.prompt === this.#controls.get('prompt') ? this.#stored : null;
  }

  /** The model without the heads that are out; the whole one while none is, or before the first answer. */
  current(out: readonly number[]): HeadRun | null {
    if (out.length === 0) return this.whole;
    return this.#reduced?.prompt === this.whole?.prompt && this.whole?.live ? this.#reduced : this.whole;
  }

  /** Whether `current(out)` is the live answer to the text and heads as they now stand. */
  settled(out: readonly number[]): boolean {
    const run = this.current(out);
    const asked = run?.prompt === this.#controls.get('prompt') && run.out === out.join('.');
    return this.#model.status === 'ready' && run?.live === true && asked;
  }

  /** The kept run; null when nothing is pinned or it is not here yet. */
  get pinned(): HeadRun | null {
    if (!this.#controls.get('pin')) return null;
    return this.#pinned && this.#isPinned(this.#pinned) ? this.#pinned : null;
  }

  /** The text of a vocabulary entry; its number where the vocabulary is not here yet. */
  textOf(id: number): string {
    return this.vocabulary[id] ?? this.#storedTexts[id] ?? `#${id}`;
  }

  /** Tokens of the text that stand for single bytes of a character the vocabulary lacks. */
  get byteTokens(): number {
    return (this.whole?.tokens ?? []).filter((token) => tokenBytes(token.text)).length;
  }

  /** Brings the runs up to date with the controls. Never throws: a failed call becomes the model's error. */
  async read(out: readonly number[]): Promise<void> {
    if (this.#model.status !== 'ready') return;
    const prompt = this.#controls.get('prompt');
    try {
      if (this.vocabulary.length === 0)
        this.vocabulary = await this.#model.client.vocabulary(this.#model.name);
      if (this.#whole?.prompt !== prompt) {
        const whole = await this.#run(prompt, [], 'whole');
        // A newer text may have been typed meanwhile; its own call will answer.
        if (this.#controls.get('prompt') !== prompt) return;
        this.#whole = whole;
      }
      if (out.length > 0 && (this.#reduced?.prompt !== prompt || this.#reduced.out !== out.join('.'))) {
        const reduced = await this.#run(prompt, out, 'reduced');
        if (this.#controls.get('prompt') === prompt) this.#reduced = reduced;
      }
      if (this.#controls.get('pin') && !(this.#pinned && this.#isPinned(this.#pinned))) {
        this.#pinned = await this.#run(
          this.#controls.get('pinPrompt'),
          this.#controls.get('pinKnocked'),
          'pinned',
        );
      }
    } catch (error) {
      this.#model.fail(error);
    }
  }

  #isPinned(run: HeadRun): boolean {
    return (
      run.prompt === this.#controls.get('pinPrompt') && run.out === this.#controls.get('pinKnocked').join('.')
    );
  }

  async #run(prompt: string, out: readonly number[], channel: string): Promise<HeadRun> {
    const { client, name, info } = this.#model;
    if (!info) throw new Error('A model that is ready has its sizes.');
    const tokens = await client.tokenize(name, prompt);
    const ids = tokens.map((token) => token.id).slice(-info.window);
    const run = { prompt, out: out.join('.'), tokens, ids, live: true };
    if (ids.length === 0) return { ...run, tensors: {}, durationMs: 0 };
    // The whole model is asked without a mask: what the reader sees first is the model as trained.
    const interventions = out.length > 0 ? { headMask: headMask(info.layers * info.heads, out) } : undefined;
    const outputs = channel === 'pinned' ? ['logits'] : panelOutputs(info.layers);
    const trace = await client.trace(
      { model: name, ids, outputs, interventions },
      { channel: `multi-head-attention/${channel}` },
    );
    return { ...run, tensors: trace.tensors, durationMs: trace.durationMs };
  }
}

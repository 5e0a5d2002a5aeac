import { tokenBytes } from '../../charts/tokenText';
import type { Tensor, Token } from '../../runtime/protocol';
import type { StoredRun } from '../../runtime/storedRun';
import type { Controls } from '../../state/controls.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import type { RopeControls } from './controls';

/** What one layer's attention works with, before and after turning. */
export interface LayerVectors {
  readonly prompt: string;
  /** Counts from 0. */
  readonly layer: number;
  /** All tokens of the text, also those before the window. */
  readonly tokens: readonly Token[];
  /** The last `window` of them: what the model read. */
  readonly ids: readonly number[];
  /** [1, H, T, D] each. */
  readonly q: Tensor;
  readonly k: Tensor;
  readonly qRot: Tensor;
  readonly kRot: Tensor;
  /** [1, H, T, T] */
  readonly pattern: Tensor;
  readonly live: boolean;
}

const parts = ['q', 'k', 'q_rot', 'k_rot', 'pattern'] as const;

function vectorsOf(
  run: Pick<LayerVectors, 'prompt' | 'layer' | 'tokens' | 'ids' | 'live'>,
  tensors: Readonly<Record<string, Tensor>>,
): LayerVectors | null {
  const [q, k, qRot, kRot, pattern] = parts.map((part) => tensors[`layer.${run.layer}.attn.${part}`]);
  return q && k && qRot && kRot && pattern ? { ...run, q, k, qRot, kRot, pattern } : null;
}

/**
 * The model's q and k of the reader's text in the chosen layer: the stored run until the model is ready, then live.
 * `read` is to be called whenever text, layer or model change.
 */
export class RopeReading {
  readonly #controls: Controls<RopeControls>;
  readonly #model: ModelHandle;
  #stored: LayerVectors | null = $state.raw(null);
  #live: LayerVectors | null = $state.raw(null);
  /** Text that has nothing to read. */
  #empty: string | null = $state.raw(null);

  constructor(controls: Controls<RopeControls>, model: ModelHandle) {
    this.#controls = controls;
    this.#model = model;
  }

  /** Takes the recorded run of the default text. */
  keepStored(run: StoredRun | null, layer = 0): void {
    if (!run) return;
    const { prompt, tokens, trace } = run;
    this.#stored = vectorsOf({ prompt, layer, tokens, ids: trace.ids, live: false }, trace.tensors);
  }

  /** The layer asked for, from 0, within the model. */
  get layer(): number {
    const layers = this.#model.info?.layers;
    const asked = this.#controls.get('layer') - 1;
    return layers === undefined ? asked : Math.min(asked, layers - 1);
  }

  /** The vectors on show: live if there are any, even while the next are on their way; else the stored ones of this very text and layer. */
  get current(): LayerVectors | null {
    if (this.#empty === this.#controls.get('prompt')) return null;
    if (this.#live) return this.#live;
    const stored = this.#stored;
    return stored?.prompt === this.#controls.get('prompt') && stored.layer === this.layer ? stored : null;
  }

  /** Whether `current` is the live answer to text and layer as they now stand. */
  get settled(): boolean {
    if (this.#model.status !== 'ready') return false;
    const prompt = this.#controls.get('prompt');
    if (this.#empty === prompt) return true;
    return this.#live?.prompt === prompt && this.#live.layer === this.layer;
  }

  get empty(): boolean {
    return this.#empty === this.#controls.get('prompt');
  }

  /** Tokens of the text that stand for single bytes of a character the vocabulary lacks. */
  get byteTokens(): number {
    return (this.current?.tokens ?? []).filter((token) => tokenBytes(token.text)).length;
  }

  /** Runs the text once for the layer's vectors. Never throws: a failed call becomes the model's error. */
  async read(): Promise<void> {
    const { client, name, info, status } = this.#model;
    if (status !== 'ready' || !info || this.settled) return;
    const prompt = this.#controls.get('prompt');
    const layer = this.layer;
    try {
      const tokens = await client.tokenize(name, prompt);
      const ids = tokens.map((token) => token.id).slice(-info.window);
      if (ids.length === 0) {
        if (this.#controls.get('prompt') === prompt) this.#empty = prompt;
        return;
      }
      const outputs = parts.map((part) => `layer.${layer}.attn.${part}`);
      const trace = await client.trace({ model: name, ids, outputs }, { channel: 'rope/vectors' });
      // A newer text may have been typed meanwhile; its own call will answer.
      if (this.#controls.get('prompt') !== prompt || this.layer !== layer) return;
      this.#live = vectorsOf({ prompt, layer, tokens, ids, live: true }, trace.tensors);
      this.#empty = null;
    } catch (error) {
      this.#model.fail(error);
    }
  }
}

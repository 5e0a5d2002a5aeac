import type { Tensor } from '../../runtime/protocol';
import type { StoredRun } from '../../runtime/storedRun';
import type { ModelHandle } from '../../state/model.svelte';
import { SHOWN } from './controls';
import { headSpectrum } from './ranks';

/** The attention of all layers over one text. */
export interface ReadPatterns {
  readonly texts: readonly string[];
  /** How many of them are the reader's own; the rest was generated. */
  readonly given: number;
  /** [1, H, T, T] a layer. */
  readonly causal: readonly Tensor[];
  readonly live: boolean;
}

/** A text whose attention is asked for. */
export interface PatternText {
  readonly ids: readonly number[];
  readonly texts: readonly string[];
  readonly given: number;
}

/** Singular values of one head's pattern under both masks. */
export interface HeadSpectra {
  readonly causal: Float64Array;
  readonly open: Float64Array;
}

const namesOf = (layers: number) =>
  Array.from({ length: layers }, (_, layer) => `layer.${layer}.attn.pattern`);

/** Lets the page answer between two heads. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

/**
 * Attention of the text under the model's own mask, and with the mask taken off; and the singular values of both.
 * Everything is kept until another text is asked for.
 */
export class Patterns {
  current: ReadPatterns | null = $state.raw(null);
  /** [1, H, T, T] a layer, every token looking at every token; null until `takeOff` was run. */
  open: readonly Tensor[] | null = $state.raw(null);
  /** Layer after layer, head after head; grows while `takeOff` runs. */
  spectra: readonly HeadSpectra[] = $state.raw([]);
  #key = '';
  #openKey = '';
  readonly #model: ModelHandle;

  constructor(model: ModelHandle) {
    this.#model = model;
  }

  /** Takes the recorded patterns until live ones are there. */
  keepStored(run: StoredRun | null): void {
    if (!run || this.current?.live) return;
    const causal = Object.keys(run.trace.tensors)
      .filter((name) => name.endsWith('.attn.pattern'))
      .map((_, layer) => run.trace.tensors[`layer.${layer}.attn.pattern`]);
    const texts = run.tokens.map((token) => token.text);
    if (causal.length > 0) this.current = { texts, given: texts.length, causal, live: false };
  }

  /** Heads whose singular values are wanted. */
  get wanted(): number {
    const { info } = this.#model;
    return info ? info.layers * info.heads : 0;
  }

  /** Reads the text under the model's own mask, unless it has been. Never throws: a failed call becomes the model's error. */
  async read(text: PatternText): Promise<void> {
    const { client, name, info, status } = this.#model;
    if (status !== 'ready' || !info) return;
    const ids = text.ids.slice(0, SHOWN);
    const key = this.#keyOf(ids, text.given);
    if (key === this.#key) return;
    this.#key = key;
    if (ids.length === 0) {
      this.#take(null);
      return;
    }
    try {
      const outputs = namesOf(info.layers);
      const { tensors } = await client.trace({ model: name, ids, outputs }, { channel: 'decoder/patterns' });
      if (this.#key !== key) return;
      const causal = outputs.map((output) => tensors[output]);
      this.#take({
        texts: text.texts.slice(0, SHOWN),
        given: Math.min(text.given, ids.length),
        causal,
        live: true,
      });
    } catch (error) {
      if (this.#key === key) this.#key = '';
      this.#model.fail(error);
    }
  }

  /** Reads the same text with the mask taken off, then takes all singular values, head by head. Never throws. */
  async takeOff(text: PatternText): Promise<void> {
    await this.read(text);
    const { client, name, info, status } = this.#model;
    const key = this.#key;
    if (status !== 'ready' || !info || !this.current?.live || this.#openKey === key) return;
    this.#openKey = key;
    this.spectra = [];
    const ids = text.ids.slice(0, SHOWN);
    const T = ids.length;
    try {
      const outputs = namesOf(info.layers);
      const attentionBias: Tensor = { dims: [1, 1, T, T], data: new Float32Array(T * T) };
      const { tensors } = await client.trace(
        { model: name, ids, outputs, interventions: { attentionBias } },
        { channel: 'decoder/open' },
      );
      if (this.#key !== key) return;
      const causal = this.current.causal;
      const open = outputs.map((output) => tensors[output]);
      this.open = open;
      for (let layer = 0; layer < info.layers; layer++) {
        for (let head = 0; head < info.heads; head++) {
          await breathe();
          if (this.#key !== key) return;
          const pair = { causal: headSpectrum(causal[layer], head), open: headSpectrum(open[layer], head) };
          this.spectra = [...this.spectra, pair];
        }
      }
    } catch (error) {
      if (this.#openKey === key) this.#openKey = '';
      this.#model.fail(error);
    }
  }

  #take(patterns: ReadPatterns | null): void {
    this.current = patterns;
    this.open = null;
    this.spectra = [];
    this.#openKey = '';
  }

  #keyOf(ids: readonly number[], given: number): string {
    return `${ids.join('.')} ${given} ${this.#model.restarts}`;
  }
}

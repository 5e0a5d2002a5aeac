import type { ModelInfo, Tensor, TensorName } from '../../runtime/protocol';
import { arrangement } from '../../runtime/positions';
import type { StoredRun } from '../../runtime/storedRun';
import type { Controls } from '../../state/controls.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import { MOST_WORDS, type Kind, type PositionControls } from './controls';
import { relativeDifference, largestDifference, spansOf, type Span } from './differences';
import { readOrder, wordsOf } from './words';

/** What the outputs of one reading were asked with. */
interface Asked {
  readonly prompt: string;
  readonly order: string;
  readonly kind: Kind;
  readonly positions: boolean;
  readonly mask: boolean;
}

/** The text as written and in its new order through one model, and how far each word's vectors moved apart. */
export interface OrderReading extends Asked {
  readonly live: boolean;
  readonly layers: number;
  readonly words: readonly string[];
  /** Original place of the word at each place. */
  readonly places: readonly number[];
  /** Tokens of the text and whether they stand for bytes of strange letters. */
  readonly tokenCount: number;
  /** [L + 2][words], by original place: after the embedding, after each layer, after the last norm. */
  readonly differences: readonly (readonly number[])[];
  /** Largest difference of any entry after the last norm. */
  readonly largest: number;
  /** Logits after the last token, as written and in the new order [V]; null in a stored run. */
  readonly next: { readonly before: Float32Array; readonly after: Float32Array } | null;
}

/** Names of the compared tensors [1, T, C]. */
export function comparedTensors(layers: number): TensorName[] {
  return ['embed', ...Array.from({ length: layers }, (_, layer) => `layer.${layer}.resid`), 'final.norm'];
}

/** Token ids by word in a new order. */
function arranged(ids: readonly (readonly number[])[], places: readonly number[]): number[] {
  return places.flatMap((word) => ids[word]);
}

function compared(
  asked: Asked,
  words: readonly string[],
  lengths: readonly number[],
  before: Readonly<Record<string, Tensor>>,
  after: Readonly<Record<string, Tensor>>,
  live: boolean,
): OrderReading {
  const places = readOrder(asked.order, words.length);
  const there = spansOf(lengths); // by original place
  const inNew = spansOf(places.map((word) => lengths[word]));
  const here = words.map((_, word): Span => inNew[places.indexOf(word)]);
  const names = Object.keys(before).filter((name) => name !== 'logits');
  const layers = names.length - 2;
  const last = (tensor: Tensor) => tensor.data.slice(-tensor.dims[2]); // [V]
  const each = <Value>(compare: (word: number) => Value) => words.map((_, word) => compare(word));
  return {
    ...asked,
    live,
    layers,
    words,
    places,
    tokenCount: lengths.reduce((sum, length) => sum + length, 0),
    differences: comparedTensors(layers).map((name) =>
      each((word) => relativeDifference(before[name], there[word], after[name], here[word])),
    ),
    largest: Math.max(
      0,
      ...each((word) =>
        largestDifference(before['final.norm'], there[word], after['final.norm'], here[word]),
      ),
    ),
    next: before.logits && after.logits ? { before: last(before.logits), after: last(after.logits) } : null,
  };
}

/**
 * Reads the text in both orders through the chosen model whenever text, order, model or switches change: the stored run
 * until the first live answer.
 */
export class Reading {
  readonly #controls: Controls<PositionControls>;
  readonly #handle: () => ModelHandle;
  #stored: OrderReading | null = $state.raw(null);
  #live: OrderReading | null = $state.raw(null);

  constructor(controls: Controls<PositionControls>, handle: () => ModelHandle) {
    this.#controls = controls;
    this.#handle = handle;
  }

  get #asked(): Asked {
    const { prompt, order, model, positions, mask } = this.#controls.values;
    return { prompt, order, kind: model, positions: positions || model === 'none', mask };
  }

  /** Words of the text that are read. */
  readonly words = $derived.by(() => wordsOf(this.#controls.get('prompt'), MOST_WORDS));

  /** Takes the recorded run of the default text in its two orders, mask off. */
  keepStored(run: StoredRun | null, asked: Pick<Asked, 'prompt' | 'order'>): void {
    if (!run?.second) return;
    const words = wordsOf(asked.prompt, MOST_WORDS);
    const stored = { ...asked, kind: 'none', positions: true, mask: false } as const;
    // The recorded tokens begin a word where they begin with a space.
    const lengths: number[] = [];
    for (const { text } of run.tokens) {
      if (text.startsWith(' ')) lengths.push(1);
      else lengths[lengths.length - 1] += 1;
    }
    if (lengths.length === words.length)
      this.#stored = compared(stored, words, lengths, run.trace.tensors, run.second.trace.tensors, false);
  }

  #answers(reading: OrderReading | null): boolean {
    if (!reading) return false;
    const asked = this.#asked;
    return (Object.keys(asked) as (keyof Asked)[]).every((key) => reading[key] === asked[key]);
  }

  get empty(): boolean {
    return this.words.length === 0;
  }

  /** The reading on show: live if there is any of this very text and model, even while the next is on its way. */
  get current(): OrderReading | null {
    if (this.empty) return null;
    const live = this.#live;
    if (live && live.prompt === this.#controls.get('prompt')) return live;
    return this.#answers(this.#stored) ? this.#stored : null;
  }

  /** Whether `current` is the live answer to what is asked now. */
  get settled(): boolean {
    return this.#handle().status === 'ready' && (this.empty || this.#answers(this.#live));
  }

  /** Runs both orders. Never throws: a failed call becomes the model's error. */
  async read(): Promise<void> {
    const handle = this.#handle();
    const { client, name, info, status } = handle;
    if (status !== 'ready' || !info || this.settled) return;
    const asked = this.#asked;
    const words = this.words;
    try {
      const ids = await this.#idsOf(handle, info, words);
      const kept = words.slice(0, ids.length);
      const places = readOrder(asked.order, kept.length);
      const length = ids.reduce((sum, each) => sum + each.length, 0);
      const interventions = arrangement(info, length, asked);
      const outputs = [...comparedTensors(info.layers), 'logits'];
      const run = (order: readonly number[], channel: string) =>
        client.trace(
          { model: name, ids: arranged(ids, order), outputs, interventions },
          { channel: `position-encoding/${channel}` },
        );
      const [before, after] = await Promise.all([
        run(
          kept.map((_, at) => at),
          'written',
        ),
        run(places, 'moved'),
      ]);
      const lengths = ids.map((each) => each.length);
      // Something newer may have been asked meanwhile; its own call will answer.
      const now = this.#asked;
      if ((Object.keys(now) as (keyof Asked)[]).some((key) => now[key] !== asked[key])) return;
      this.#live = compared(asked, kept, lengths, before.tensors, after.tensors, true);
    } catch (error) {
      handle.fail(error);
    }
  }

  /** Token ids word by word, a space before each, so that a word has the same tokens in every place; whole words up to the window. */
  async #idsOf(handle: ModelHandle, info: ModelInfo, words: readonly string[]): Promise<number[][]> {
    const all = await Promise.all(words.map((word) => handle.client.tokenize(handle.name, ` ${word}`)));
    const ids = all.map((tokens) => tokens.map((token) => token.id));
    const kept: number[][] = [];
    let length = 0;
    for (const word of ids) {
      if (length + word.length > info.window) break;
      kept.push(word);
      length += word.length;
    }
    return kept.length > 0 ? kept : [ids[0].slice(0, info.window)];
  }
}

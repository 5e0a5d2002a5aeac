import { alibiSlopes, sinusoidalTable } from '../../math/positions';
import { frequencies } from '../../math/rope';
import { topIndices } from '../../math/softmax';
import { softmax } from '../../math/softmax';
import { companion } from '../../state/companions';
import type { Controls } from '../../state/controls.svelte';
import { Lit } from '../../state/lit.svelte';
import { loadMatchedSet, type MatchedSet } from '../../state/matchedRuns';
import type { ModelHandle } from '../../state/model.svelte';
import { LongReading } from './beyond.svelte';
import { WINDOW, type Kind, type PositionControls } from './controls';
import { ROUNDING } from './differences';
import { longTexts } from './longTexts';
import { Reading } from './reading.svelte';
import { readOrder, writeOrder } from './words';

/** Shape of the matched models, until one of them is here. */
const shipped = { layers: 4, heads: 4, headSize: 32, width: 128, rotaryBase: 10_000 } as const;

/** One row of the comparison: a word, where it stood and stands, and how far its output moved. */
export interface WordRow {
  readonly word: string;
  /** Places, from 0. */
  readonly was: number;
  readonly is: number;
  /** NaN until there is a reading. */
  readonly difference: number;
}

/** Everything the positions panel shows: controls in, numbers out. */
export class PositionState {
  readonly controls: Controls<PositionControls>;
  readonly model: ModelHandle;
  readonly reading: Reading;
  readonly long: LongReading;
  /** Lit by the prose. */
  readonly marks = new Lit();
  record: MatchedSet | null = $state.raw(null);
  vocabulary: readonly string[] = $state.raw([]);

  constructor(controls: Controls<PositionControls>, model: ModelHandle) {
    this.controls = controls;
    this.model = model;
    this.reading = new Reading(controls, () => this.handle);
    this.long = new LongReading((kind) => this.handleOf(kind));
  }

  /** The model whose positions are of this kind. */
  handleOf(kind: Kind): ModelHandle {
    return companion(this.model, `position-${kind}`);
  }

  get kind(): Kind {
    return this.controls.get('model');
  }

  /** The chosen model. */
  readonly handle = $derived.by(() => this.handleOf(this.controls.get('model')));

  readonly shape = $derived.by(() => this.handle.info ?? shipped);

  /** Whether the chosen model is told positions as things stand. */
  readonly told = $derived.by(() => this.kind !== 'none' && this.controls.get('positions'));

  /** Original places in their new order. */
  readonly places = $derived.by(() => readOrder(this.controls.get('order'), this.reading.words.length));

  /** The layer of the link, within the model. */
  readonly layer = $derived.by(() => Math.min(this.controls.get('layer'), this.shape.layers));

  /** Differences by original place, after the chosen layer; the last layer's are taken after the last norm. */
  readonly differences = $derived.by(() => {
    const reading = this.reading.current;
    if (!reading) return null;
    return reading.differences[this.layer === reading.layers ? reading.layers + 1 : this.layer];
  });

  /** The words in their new order. While the next reading is on its way, the last one is shown if its order is the same. */
  readonly rows = $derived.by((): WordRow[] => {
    const same = this.reading.current?.order === this.controls.get('order');
    return this.places.map((was, is) => ({
      word: this.reading.words[was],
      was,
      is,
      difference: (same ? this.differences?.[was] : undefined) ?? NaN,
    }));
  });

  /** How many words came out the same, up to rounding. */
  readonly equal = $derived.by(() => this.rows.filter(({ difference }) => difference < ROUNDING).length);

  /** The five likeliest next tokens as written, with their probabilities in the new order. */
  readonly next = $derived.by(() => {
    const next = this.reading.current?.next;
    if (!next) return null;
    const before = softmax(next.before);
    const after = softmax(next.after);
    return Array.from(topIndices(before, 5), (id) => ({
      label: this.vocabulary[id] ?? `#${id}`,
      before: before[id],
      value: after[id],
    }));
  });

  move(places: readonly number[]): void {
    this.controls.set('order', writeOrder(places));
  }

  /** A new text stands as it is written. */
  type(prompt: string): void {
    this.controls.assign({ prompt, order: '' });
  }

  /** The rows that the chosen model adds to its embeddings [T, C]; null where it adds none. */
  readonly rowsAdded = $derived.by(() => {
    const { width } = this.shape;
    if (this.kind === 'sinusoidal') return sinusoidalTable(WINDOW, width);
    const positions = this.handle.info?.positions;
    return positions?.kind === 'learned' ? positions.rows : null;
  });

  /** Dot product of every row with the row at the chosen position [T]. */
  readonly products = $derived.by(() => {
    const rows = this.rowsAdded;
    if (!rows) return null;
    const { width } = this.shape;
    const at = this.controls.get('at');
    return Float64Array.from({ length: WINDOW }, (_, t) => {
      let sum = 0;
      for (let c = 0; c < width; c++) sum += rows[t * width + c] * rows[at * width + c];
      return sum;
    });
  });

  /** Slope of each head under ALiBi [H]. */
  readonly slopes = $derived.by(() => alibiSlopes(this.shape.heads));

  /** Radians a position turns each pair under RoPE [D/2]. */
  readonly theta = $derived.by(() => frequencies(this.shape.headSize, this.shape.rotaryBase));

  /** The text that is read past the trained length. */
  readonly longText = $derived.by(() => {
    const chosen = this.controls.get('long');
    return chosen === 'own' ? this.controls.get('prompt') : longTexts[chosen];
  });

  /** Reads the long text with all models if that has been asked for; stops if not. */
  syncLong(): void {
    if (!this.controls.get('measure')) this.long.stop();
    else if (!this.long.complete(this.longText)) void this.long.measure(this.longText);
  }

  async loadRecord(): Promise<void> {
    this.record = await loadMatchedSet('position');
  }

  async loadVocabulary(): Promise<void> {
    const { client, name, status } = this.handle;
    // All five share one vocabulary.
    if (status !== 'ready' || this.vocabulary.length > 0) return;
    try {
      this.vocabulary = await client.vocabulary(name);
    } catch (error) {
      this.handle.fail(error);
    }
  }
}

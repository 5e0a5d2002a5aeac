import { applyCuts, type SamplingSettings } from '../../math/cuts';
import { entropyBits } from '../../math/entropy';
import { softmax, topIndices } from '../../math/softmax';
import type { Controls } from '../../state/controls.svelte';
import { Lit } from '../../state/lit.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import type { TemperatureControls } from './controls';
import { drawColumns, drawTokens } from './draws';
import { Growth } from './growth.svelte';
import { compareOrders } from './orders';
import { PromptReading } from './reading.svelte';
import { sweepTemperatures } from './sweep';

/**
 * Everything the temperature panel shows: controls in, numbers out. All of them are over the whole vocabulary; only
 * the charts leave rows out. Null while there is no reading of the text.
 */
export class TemperatureState {
  readonly controls: Controls<TemperatureControls>;
  readonly reading: PromptReading;
  readonly growth: Growth;
  /** The row under the pointer. */
  readonly lit = new Lit<number>();

  constructor(controls: Controls<TemperatureControls>, model: ModelHandle) {
    this.controls = controls;
    this.reading = new PromptReading(controls, model);
    this.growth = new Growth(controls, model);
  }

  readonly logits = $derived.by(() => this.reading.current?.logits ?? null); // [V]

  readonly T = $derived.by(() => this.controls.get('T'));

  readonly settings: SamplingSettings = $derived.by(() => ({
    temperature: this.T,
    topK: this.controls.get('topK'),
    topP: this.controls.get('topP'),
    minP: this.controls.get('minP'),
    typicalP: this.controls.get('typical'),
    order: this.controls.get('order') === 'last' ? 'temperature-last' : 'temperature-first',
  }));

  /** Whether any cut is switched on. */
  readonly cutting = $derived.by(() =>
    [this.settings.topK, this.settings.topP, this.settings.minP, this.settings.typicalP].some(
      (each) => each !== null,
    ),
  );

  /** The cuts with the temperature first and last, and whom that spares; null with no cut on. */
  readonly orders = $derived.by(() =>
    this.logits && this.cutting ? compareOrders(this.logits, this.settings, this.ranked) : null,
  );

  /** Temperature and cuts over the whole vocabulary, in the order chosen. */
  readonly cut = $derived.by(() => {
    if (!this.logits) return null;
    if (!this.orders) return applyCuts(this.logits, this.settings);
    return this.settings.order === 'temperature-last' ? this.orders.last : this.orders.first;
  });

  /** softmax(z) at T = 1 [V]: where the ticks stand. */
  readonly plain = $derived.by(() => (this.logits ? softmax(this.logits) : null));

  /** The pinned distribution before cuts [V]; null when nothing is pinned or its text has not been read. */
  readonly pinned = $derived.by(() => {
    const T = this.controls.get('pinT');
    const logits = this.reading.pinned?.logits;
    return T === null || !logits ? null : softmax(logits, T);
  });

  /** What the ink ticks mark [V]. */
  readonly ticks = $derived.by(() => this.pinned ?? this.plain);

  /** All ids, likeliest first; the order depends on the logits alone, never on T. */
  readonly ranked: readonly number[] = $derived.by(() =>
    this.logits ? Array.from(topIndices(this.logits, this.logits.length)) : [],
  );

  readonly sweep = $derived.by(() => (this.logits ? sweepTemperatures(this.logits) : null));

  /** Entropy in bits, effective choices and the leader's probability, before cuts. */
  readonly readouts = $derived.by(() => (this.cut ? this.#readoutsOf(this.cut.probabilities) : null));

  readonly readoutsAfterCut = $derived.by(() =>
    this.cut && this.cutting ? this.#readoutsOf(this.cut.final) : null,
  );

  readonly readoutsPinned = $derived.by(() => (this.pinned ? this.#readoutsOf(this.pinned) : null));

  readonly drawn = $derived.by(() =>
    this.cut ? drawTokens(this.cut.final, this.controls.get('draws'), this.controls.get('seed')) : null,
  );

  readonly drawColumns = $derived.by(() =>
    this.cut && this.drawn ? drawColumns(this.cut.final, this.drawn, this.ranked, 7) : [],
  );

  /** The id whose arithmetic is written out: under the pointer, else chosen, else drawn alone, else the likeliest. */
  readonly focused = $derived.by(() => {
    const chosen = this.controls.get('token');
    const V = this.logits?.length ?? 0;
    return (
      this.lit.hovered ?? (chosen !== null && chosen < V ? chosen : (this.picked ?? this.ranked[0] ?? null))
    );
  });

  /** The token of the last single draw; a thousand draws single none out. */
  readonly picked = $derived.by(() => {
    const draws = this.controls.get('draws');
    return draws > 0 && draws < 1000 ? (this.drawn?.last ?? null) : null;
  });

  /** Ids of the rows to draw: the likeliest `rows`, the last one giving way to a focused token further down. */
  rows(rows: number): readonly number[] {
    const top = this.ranked.slice(0, rows);
    const chosen = [this.controls.get('token'), this.picked].find((id) => id !== null && !top.includes(id));
    if (chosen === undefined || chosen === null || chosen >= this.ranked.length) return top;
    return [...top.slice(0, -1), chosen];
  }

  /** The likeliest token's probability before cuts at another temperature; NaN without a reading. */
  topAt(T: number): number {
    return this.logits ? softmax(this.logits, T)[this.ranked[0]] : NaN;
  }

  /** Keeps the distribution as it stands; the ticks then mark it. */
  pin(): void {
    this.controls.assign({ pinT: this.T, pinPrompt: this.controls.get('prompt') });
  }

  unpin(): void {
    this.controls.assign({ pinT: null, pinPrompt: '' });
  }

  /** Clicking a row holds it, clicking it again lets go. */
  toggleToken(id: number): void {
    this.controls.set('token', this.controls.get('token') === id ? null : id);
  }

  /** One draw more; after a batch the count starts again at one. */
  drawOne(): void {
    const draws = this.controls.get('draws');
    this.controls.set('draws', draws >= 1000 ? 1 : draws + 1);
  }

  drawThousand(): void {
    this.controls.set('draws', 1000);
  }

  nextSeed(): void {
    this.controls.set('seed', (this.controls.get('seed') + 1) % 1_000_000);
  }

  /** Puts the last drawn token behind the text and starts the draws afresh. */
  append(): void {
    if (this.picked === null) return;
    this.controls.assign({
      prompt: this.controls.get('prompt') + this.reading.textOf(this.picked),
      draws: 0,
      token: null,
    });
  }

  /** Three texts are redrawn where their recipe changed. */
  grow(): void {
    if (!this.reading.settled) return;
    this.growth.sync(this.reading.ids, this.settings, this.controls.get('seed'), [
      this.controls.get('t1'),
      this.controls.get('t2'),
      this.controls.get('t3'),
    ]);
  }

  #readoutsOf(p: Float64Array) {
    const entropy = entropyBits(p);
    return { entropy, choices: 2 ** entropy, top: p[this.ranked[0]] };
  }
}

import { headScores, type HeadLabel, type HeadScores } from '../../math/headScores';
import { softmax, topIndices } from '../../math/softmax';
import type { Controls } from '../../state/controls.svelte';
import { Lit } from '../../state/lit.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import { headAverage } from './averaging';
import { cellArithmetic } from './cellArithmetic';
import { CHEAPEST, type HeadsControls } from './controls';
import { headSlice, lastLogits, meanOf, surprisals, type HeadId } from './headTensors';
import { RandomTest } from './randomTest.svelte';
import { HeadReading } from './reading.svelte';
import { HeadSweep } from './sweep.svelte';

/** Sizes of the story model, for the moment before its own are read. */
const shipped = { layers: 6, heads: 6, headSize: 32, width: 192, window: 256 };

const noScores: HeadScores = { previousToken: null, firstToken: null, sameToken: null, induction: null };

/**
 * Everything the panel on attention heads shows: controls in, numbers out. Heads are numbered row by row from 0 here
 * and by layer and head from 1 on the page.
 */
export class HeadsState {
  readonly controls: Controls<HeadsControls>;
  readonly model: ModelHandle;
  readonly reading: HeadReading;
  readonly sweep: HeadSweep;
  readonly random: RandomTest;
  /** The position under the pointer, wherever it is drawn. */
  readonly lit = new Lit<number>();
  /** The cell of the large picture under the pointer. */
  hoveredCell: { readonly row: number; readonly col: number } | null = $state.raw(null);
  /** The mark that a word in the prose lights, and the other way round. */
  readonly marks = new Lit<string>();

  constructor(controls: Controls<HeadsControls>, model: ModelHandle) {
    this.controls = controls;
    this.model = model;
    this.reading = new HeadReading(controls, model);
    this.sweep = new HeadSweep(model);
    this.random = new RandomTest(model);
  }

  readonly shape = $derived.by(() => this.model.info ?? shipped);

  readonly count = $derived.by(() => this.shape.layers * this.shape.heads);

  readonly texts: readonly string[] = $derived.by(() => {
    const run = this.reading.whole;
    return run ? run.tokens.slice(-run.ids.length).map((token) => token.text) : [];
  });

  /** Scores of every head on the reader's text, in the whole model. */
  readonly scores: readonly HeadScores[] = $derived.by(() => {
    const run = this.reading.whole;
    return Array.from({ length: this.count }, (_, index) => {
      const pattern = run ? headSlice(run.tensors, 'pattern', this.idOf(index)) : null;
      return pattern && run ? headScores(pattern.data, run.ids) : noScores;
    });
  });

  /** The head with the highest score of a kind; for induction on the random text, which is the fairer test. */
  leader(kind: HeadLabel): number | null {
    const random = kind === 'induction' ? this.random.whole?.scores : undefined;
    const values = random ?? this.scores.map((score) => score[kind] ?? -1);
    const best = values.reduce((top, value, index) => (value > (values[top] ?? -1) ? index : top), 0);
    return (values[best] ?? -1) >= 0 ? best : null;
  }

  /** The opened head: the reader's, or the one that has most of what was asked for. */
  readonly opened: number = $derived.by(() => {
    const { open, layer, head } = this.controls.values;
    // A link may have been made with a larger model.
    const [row, column] = [Math.min(layer, this.shape.layers), Math.min(head, this.shape.heads)];
    const chosen = (row - 1) * this.shape.heads + column - 1;
    const found =
      open === 'chosen'
        ? chosen
        : open === 'costliest'
          ? this.sweep.complete
            ? this.sweep.ranking[0]
            : null
          : this.leader(open);
    return found ?? this.leader('previousToken') ?? chosen;
  });

  readonly openedId: HeadId = $derived.by(() => this.idOf(this.opened));

  /** The heads that are out, in order. */
  readonly out: readonly number[] = $derived.by(() => {
    const { out, knocked } = this.controls.values;
    if (out === 'opened') return [this.opened];
    if (out === 'cheapest')
      return this.sweep.complete ? this.sweep.ranking.slice(-CHEAPEST).toSorted((a, b) => a - b) : [];
    return knocked.filter((index) => index < this.count);
  });

  /** The run that is drawn: without the heads that are out. */
  readonly run = $derived.by(() => this.reading.current(this.out));

  readonly settled = $derived.by(() => this.reading.settled(this.out));

  /** One head's pattern [T, T] in the drawn run. */
  pattern(index: number) {
    return this.run ? headSlice(this.run.tensors, 'pattern', this.idOf(index)) : null;
  }

  readonly openedPattern = $derived.by(() => this.pattern(this.opened));

  /** The looking position, from 0: under the pointer, else chosen, else the last. */
  readonly query = $derived.by(() => {
    const last = (this.run?.ids.length ?? 0) - 1;
    const chosen = this.controls.get('query');
    return Math.min(last, this.hoveredCell?.row ?? this.lit.hovered ?? (chosen === null ? last : chosen - 1));
  });

  /** The opened head's weights of the looking position over all positions [T]. */
  readonly row: readonly number[] = $derived.by(() => {
    const pattern = this.openedPattern;
    if (!pattern || this.query < 0) return [];
    return Array.from(
      pattern.data.subarray(this.query * pattern.columns, (this.query + 1) * pattern.columns),
    );
  });

  /** The position looked at, from 0: chosen while the looking one may see it, else the one with most weight. */
  readonly key = $derived.by(() => {
    if (this.hoveredCell) return this.hoveredCell.col;
    const chosen = this.controls.get('key');
    if (chosen !== null && chosen - 1 <= this.query) return chosen - 1;
    return this.row.reduce((best, weight, s) => (weight > this.row[best] ? s : best), 0);
  });

  /** The later positions that look at the looking one, from 0, the most attentive first. */
  readonly seenBy = $derived.by(() => {
    const pattern = this.openedPattern;
    if (!pattern) return [];
    return Array.from({ length: pattern.rows - 1 - this.query }, (_, i) => this.query + 1 + i)
      .map((position) => ({ position, weight: pattern.data[position * pattern.columns + this.query] }))
      .filter(({ weight }) => weight >= 0.01)
      .sort((a, b) => b.weight - a.weight);
  });

  /** How the opened cell comes about; null until the live model has given queries and keys. */
  readonly cell = $derived.by(() => {
    const q = this.run && headSlice(this.run.tensors, 'q_rot', this.openedId);
    const k = this.run && headSlice(this.run.tensors, 'k_rot', this.openedId);
    return q && k && this.query >= 0 ? cellArithmetic(q.data, k.data, q.columns, this.query, this.key) : null;
  });

  /** The opened head's output at the looking position, taken apart; null until the live model has given values. */
  readonly average = $derived.by(() => {
    const v = this.run && headSlice(this.run.tensors, 'v', this.openedId);
    const pattern = this.openedPattern;
    return v && pattern && this.query >= 0
      ? headAverage(pattern.data, v.data, pattern.columns, v.columns, this.query)
      : null;
  });

  /** Logits of the next token [V]: now, and before (the pinned run's, else the whole model's). */
  readonly logits = $derived.by(() =>
    this.run?.tensors.logits ? lastLogits(this.run.tensors.logits) : null,
  );

  readonly probabilities = $derived.by(() => (this.logits ? softmax(this.logits) : null));

  /** What the ticks mark: the pinned run if there is one, else the whole model. */
  readonly baseline = $derived.by(() => this.reading.pinned ?? this.reading.whole);

  readonly probabilitiesBefore = $derived.by(() =>
    this.baseline?.tensors.logits ? softmax(lastLogits(this.baseline.tensors.logits)) : null,
  );

  /** Whether before and after are two different runs. */
  readonly comparing = $derived.by(() => this.run !== this.baseline);

  /** Mean surprise in bits a token of the text; null for under two tokens and in the stored run. */
  readonly loss = $derived.by(() => this.#lossOf(this.run));

  readonly lossBefore = $derived.by(() => this.#lossOf(this.baseline));

  readonly wholeLoss = $derived.by(() => this.#lossOf(this.reading.whole));

  /** Growth of the loss with all the heads out at once, and the sum of what each costs alone; null until both are there. */
  readonly together = $derived.by(() => {
    if (this.out.length === 0 || !this.settled || this.wholeLoss === null) return null;
    const alone = this.out.map((index) => this.sweep.increases[index] ?? NaN);
    const whole = this.#lossOf(this.run);
    if (whole === null || alone.some(Number.isNaN)) return null;
    return { measured: whole - this.wholeLoss, sum: alone.reduce((total, each) => total + each, 0) };
  });

  /** Ids of the next tokens to draw: the likeliest before, and those that have become likely since. */
  rows(count: number): readonly number[] {
    const before = this.probabilitiesBefore ?? this.probabilities;
    if (!before) return [];
    const newcomers = this.probabilities ? Array.from(topIndices(this.probabilities, 2)) : [];
    const leaders = Array.from(topIndices(before, count));
    const missing = newcomers.filter((id) => !leaders.includes(id));
    return [...leaders.slice(0, count - missing.length), ...missing];
  }

  /** Lights a cell while it may be looked at. */
  hoverCell(cell: { readonly row: number; readonly col: number } | null): void {
    this.hoveredCell = cell && cell.col <= cell.row ? cell : null;
  }

  idOf(index: number): HeadId {
    return { layer: Math.floor(index / this.shape.heads), head: index % this.shape.heads };
  }

  /** A head's name on the page: layer and number from 1, `5·2`. */
  nameOf(index: number): string {
    const { layer, head } = this.idOf(index);
    return `${layer + 1}·${head + 1}`;
  }

  openHead(index: number): void {
    const { layer, head } = this.idOf(index);
    this.controls.assign({ open: 'chosen', layer: layer + 1, head: head + 1, key: null });
  }

  /** Takes a head out, or puts it back; from here on the set is the reader's own. */
  toggleHead(index: number): void {
    const knocked = this.out.includes(index)
      ? this.out.filter((each) => each !== index)
      : [...this.out, index];
    // Were the opened head found by its cost or score, taking it out must not open another.
    const { layer, head } = this.openedId;
    this.controls.assign({ out: 'chosen', knocked, open: 'chosen', layer: layer + 1, head: head + 1 });
  }

  putAllBack(): void {
    this.controls.assign({ out: 'chosen', knocked: [] });
  }

  /** Opens a cell: who looks, and at whom. Positions from 0. */
  openCell(query: number, key: number): void {
    if (key <= query) this.controls.assign({ query: query + 1, key: key + 1 });
  }

  /** Fixes the looking position; the same one again goes back to the last token. */
  chooseQuery(position: number): void {
    this.controls.assign({
      query: this.controls.get('query') === position + 1 ? null : position + 1,
      key: null,
    });
  }

  /** Tries the cheapest heads two by two on the text as it stands. */
  async searchPairs(): Promise<void> {
    const whole = this.reading.whole;
    if (whole?.live && this.wholeLoss !== null) await this.sweep.searchPairs(whole.ids, this.wholeLoss);
  }

  /** Measures every head alone, once the text has been read live. */
  measureHeads(): void {
    const whole = this.reading.whole;
    if (whole?.live) this.sweep.sync(whole.ids, this.wholeLoss, this.controls.get('sweep'));
  }

  /** Reads the random text as well, once the reader's own has been read live. */
  async testInduction(): Promise<void> {
    const { seed, length } = this.controls.values;
    if (this.reading.whole?.live) await this.random.run(seed, length, this.out);
  }

  /** Keeps the run as it stands: the ticks then mark it. */
  pin(): void {
    this.controls.assign({ pin: true, pinKnocked: this.out, pinPrompt: this.controls.get('prompt') });
  }

  unpin(): void {
    this.controls.assign({ pin: false, pinKnocked: [], pinPrompt: '' });
  }

  #lossOf(run: HeadReading['whole']): number | null {
    return run?.tensors.logits ? meanOf(surprisals(run.tensors.logits, run.ids)) : null;
  }
}

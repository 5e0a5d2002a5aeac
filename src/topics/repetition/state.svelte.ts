import { createRandom } from '../../math/random';
import { argmax } from '../../math/ranking';
import { sampleIndex } from '../../math/sampling';
import type { Controls } from '../../state/controls.svelte';
import { Lit } from '../../state/lit.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import { Pins } from '../../state/pins.svelte';
import { NextCandidates } from './candidates.svelte';
import type { RepetitionControls } from './controls';
import { CuredText, type CuredToken } from './cured.svelte';
import { curesOn, decodingOf, nextToken } from './cures';
import { GreedyRun } from './greedy.svelte';
import { bestInductionHead, inductionMass } from './inductionHead';
import { entropies, measure, repSoFar, roundsOf, type TextMeasures } from './looped';

/** A text kept to compare the next with. */
export interface PinnedText {
  readonly tokens: readonly CuredToken[];
  readonly measures: TextMeasures;
}

/**
 * Everything the repetition panel shows: controls in, numbers out. Probabilities are over the whole vocabulary and
 * come from the unmodified model unless a name says otherwise. Null while there is no run to take them from.
 */
export class RepetitionState {
  readonly controls: Controls<RepetitionControls>;
  readonly greedy: GreedyRun;
  readonly cured: CuredText;
  readonly candidates: NextCandidates;
  /** Lit by the prose. */
  readonly marks = new Lit();
  /** The generated token under the pointer, by place. */
  readonly lit = new Lit<number>();
  readonly #model: ModelHandle;

  constructor(controls: Controls<RepetitionControls>, model: ModelHandle) {
    this.controls = controls;
    this.#model = model;
    this.greedy = new GreedyRun(controls, model);
    this.cured = new CuredText(model);
    this.candidates = new NextCandidates(model);
  }

  readonly run = $derived.by(() => this.greedy.current);
  readonly ids: readonly number[] = $derived.by(() => (this.run?.drawn ?? []).map((token) => token.id)); // [N]
  readonly p: readonly number[] = $derived.by(() =>
    (this.run?.drawn ?? []).map((token) => token.modelProbability),
  ); // [N]

  readonly measures = $derived.by(() => (this.ids.length > 0 ? measure(this.ids, this.p) : null));
  readonly rounds = $derived.by(() => roundsOf(this.ids, this.p));
  readonly rep = $derived.by(() => repSoFar(this.ids)); // [N]

  /** Entropy in bits before each token [N]. */
  readonly entropy: readonly number[] = $derived.by(() => {
    const { run } = this;
    if (!run?.trace) return [];
    const { data, dims } = run.trace.logits;
    return entropies(data, dims[dims.length - 1], run.given.length, this.ids.length);
  });

  /**
   * Tokens of the greedy text before the one in question. Until the reader chooses: in the third round of the loop, where
   * the model is least certain of it, or in the picture of the head where that looks back hardest.
   */
  readonly at = $derived.by(() => {
    const N = this.ids.length;
    const chosen = this.controls.get('at');
    if (chosen !== null) return Math.min(chosen, N);
    if (!this.rounds) return N;
    const { loop, pivotAt } = this.rounds;
    const third = Math.min(loop.start + 2 * loop.period, loop.start + loop.length - loop.period);
    const round = this.attention.slice(third, third + loop.period).map(({ mass }) => mass);
    if (this.controls.get('view') === 'induction' && round.length > 0) return third + argmax(round);
    return third + pivotAt;
  });

  /** Generated ids before the token in question. */
  readonly before = $derived.by(() => this.ids.slice(0, this.at));

  readonly settings = $derived.by(() => decodingOf(this.controls.values));
  readonly on = $derived.by(() => curesOn(this.controls.values));

  /** Logits [V] of the token in question. */
  readonly logits = $derived.by(() => {
    const { run } = this;
    if (!run?.trace) return null;
    const { data, dims } = run.trace.logits;
    const V = dims[dims.length - 1];
    const row = run.given.length + this.at - 1;
    return data.subarray(row * V, (row + 1) * V);
  });

  /** The token in question without and with the cures. */
  readonly next = $derived.by(() =>
    this.logits && this.run ? nextToken(this.logits, this.run.given, this.before, this.settings) : null,
  );

  /** The scores of contrastive search at the place in question; null while it is off or still reading. */
  readonly contrast = $derived.by(() => {
    const alpha = this.controls.get('alpha');
    return alpha === null ? null : this.candidates.at(alpha);
  });

  /** What the cures take next: the best score, the likeliest or the draw of the seed; null while unknown. */
  readonly taken = $derived.by(() => {
    if (!this.next) return null;
    if (this.controls.get('alpha') !== null)
      return this.contrast ? this.contrast.ids[this.contrast.chosen] : null;
    if (this.controls.get('pick') === 'likeliest') return argmax(this.next.final);
    return sampleIndex(this.next.final, createRandom(this.controls.get('seed')));
  });

  /** Rows of the bars: the model's likeliest, the last one giving way to a token further down that is taken. */
  rows(count: number): readonly number[] {
    const top = (this.next?.ranked ?? []).slice(0, count);
    return this.taken === null || top.includes(this.taken) ? top : [...top.slice(0, -1), this.taken];
  }

  /** All ids that the patterns are over: prompt and greedy text [T]. */
  readonly allIds: readonly number[] = $derived.by(() => [...(this.run?.given ?? []), ...this.ids]);

  readonly head = $derived.by(() =>
    this.run?.trace ? bestInductionHead(this.run.trace.patterns, this.allIds) : null,
  );

  /** What the head puts on its induction targets when each generated token is predicted [N]. */
  readonly attention = $derived.by(() => {
    if (!this.head || !this.run) return [];
    const first = this.run.given.length - 1;
    return inductionMass(this.head.pattern, this.allIds).slice(first, first + this.ids.length);
  });

  readonly curedMeasures = $derived.by(() =>
    this.cured.tokens.length > 0
      ? measure(
          this.cured.tokens.map((token) => token.id),
          this.cured.tokens.map((token) => token.modelProbability),
        )
      : null,
  );

  /** The first place at which the cured text differs from the greedy one; null while it has not. */
  readonly parting = $derived.by(() => {
    const place = this.cured.tokens.findIndex((token, i) => token.id !== this.ids[i]);
    return place < 0 ? null : place;
  });

  textOf(id: number): string {
    return this.greedy.textOf(id);
  }

  /** Writes the cured text and reads the candidates where their settings changed; nothing while no cure is on. */
  sync(): void {
    const { values } = this.controls;
    if (!this.greedy.settled || !this.run || this.#model.status !== 'ready') return;
    // Contrastive search keeps the model busy for seconds: the text is written where it can be seen.
    const wanted = this.on.length > 0 || values.pick === 'draw';
    if (!wanted) this.cured.clear();
    else if (values.alpha === null || values.view === 'texts')
      this.cured.sync(this.run.given, values, (id) => this.textOf(id));
    if (values.alpha !== null && values.view === 'next' && this.next)
      void this.candidates.sync([...this.run.given, ...this.before], this.next.final, values.k);
  }

  /** Whether a second text is asked for beside the greedy one. */
  readonly curing = $derived.by(() => this.on.length > 0 || this.controls.get('pick') === 'draw');

  /** The text that the settings give: the cured one, or the greedy one while no cure is on. */
  readonly written: PinnedText | null = $derived.by(() => {
    const tokens = this.curing ? this.cured.tokens : (this.run?.drawn ?? []);
    const measures = this.curing ? this.curedMeasures : this.measures;
    return measures && tokens.length > 0 ? { tokens, measures } : null;
  });

  /** Kept texts; `named` words the settings of the one on show. */
  pins(named: () => string): Pins<PinnedText> {
    return new Pins(() => (this.written ? { label: named(), value: this.written } : null));
  }

  /** Switches all cures off. */
  switchOff(): void {
    this.controls.assign(Object.fromEntries(this.on.map((key) => [key, null])));
  }

  /** Goes to another place of the greedy text. */
  goTo(at: number, transient = false): void {
    this.controls.set('at', Math.max(0, Math.min(this.ids.length, Math.round(at))), transient);
  }

  dispose(): void {
    this.greedy.dispose();
    this.cured.clear();
    this.candidates.dispose();
  }
}

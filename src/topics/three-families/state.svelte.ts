import type { Controls } from '../../state/controls.svelte';
import { companion } from '../../state/companions';
import { Lit } from '../../state/lit.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import { Pins } from '../../state/pins.svelte';
import { compare, type Change } from './change';
import { SHOWN, type FamiliesControls } from './controls';
import { PairRuns, type PairReading } from './pairRuns.svelte';
import { Scoring } from './scoring.svelte';
import { StackRuns, type Reading, type StackRun } from './stackRuns.svelte';
import { Continuation } from './tasks.svelte';

export { CONTINUED } from './tasks.svelte';
import { cutWords, tokensOfWords } from './words';

/** The three families in the order of the columns. */
export const families = ['encoder', 'decoder', 'pair'] as const;
export type Family = (typeof families)[number];

/** Everything the panel shows: controls in, numbers out. Positions and words count from 0 here. */
export class FamiliesState {
  readonly controls: Controls<FamiliesControls>;
  readonly models: Readonly<Record<Family, ModelHandle>>;
  readonly encoder: StackRuns;
  readonly decoder: StackRuns;
  readonly pair: PairRuns;
  readonly continuation: Continuation;
  readonly scoring: Scoring;
  /** The mark that a word in the prose lights, and the other way round. */
  readonly marks = new Lit<string>();
  /** The source position under the pointer: the same token in the first two columns and in the third's source. */
  readonly lit = new Lit<number>();

  constructor(controls: Controls<FamiliesControls>, story: ModelHandle) {
    this.controls = controls;
    this.models = {
      encoder: companion(story, 'fill-mask'),
      decoder: story,
      pair: companion(story, 'translate'),
    };
    this.encoder = new StackRuns(this.models.encoder);
    this.decoder = new StackRuns(this.models.decoder);
    this.pair = new PairRuns(this.models.pair);
    this.continuation = new Continuation(this.models.decoder);
    this.scoring = new Scoring(this);
  }

  /** The sentence before and after the edit. */
  readonly before = $derived.by(() => this.controls.get('prompt'));
  readonly after = $derived.by(() => this.controls.get('changed') || this.before);
  readonly edited = $derived.by(() => this.after !== this.before);

  readonly wordsBefore = $derived.by(() => cutWords(this.before).words);

  /** The words of the sentence as it now stands, each with whether it is another than before at its place. */
  readonly words = $derived.by(() => {
    const was = this.wordsBefore;
    return cutWords(this.after).words.map((word, i) => ({
      word,
      was: was[i] ?? null,
      changed: word !== was[i],
    }));
  });

  readonly encoderRuns = $derived.by(() => this.#both(this.encoder));
  readonly decoderRuns = $derived.by(() => this.#both(this.decoder));

  #both(runs: StackRuns): { before: StackRun; after: StackRun; change: Change } | null {
    const before = runs.of({ text: this.before });
    const after = runs.of({ text: this.after });
    return before && after ? { before, after, change: compare(before, after) } : null;
  }

  readonly encoderSettled = $derived.by(
    () => this.encoderRuns?.after.live === true && this.encoderRuns.before.live,
  );
  readonly decoderSettled = $derived.by(
    () => this.decoderRuns?.after.live === true && this.decoderRuns.before.live,
  );

  /** The decoder's stack under a prefix mask, before and after. */
  readonly prefix = $derived.by(() => this.controls.get('prefix'));
  readonly prefixRuns = $derived.by(() => {
    const [before, after] = this.prefixReadings.map((reading) => this.decoder.of(reading));
    return before && after ? { before, after, change: compare(before, after) } : null;
  });
  get prefixReadings(): [Reading, Reading] {
    const { prefix } = this;
    return [
      { text: this.before, prefix },
      { text: this.after, prefix },
    ];
  }

  /** The encoder-decoder: both runs read the translation of the sentence before, so that target positions correspond. */
  readonly pairReadings = $derived.by<readonly [PairReading, PairReading]>(() => {
    const common = { targetOf: this.before, cross: this.controls.get('cross') };
    const target = this.controls.get('target');
    return [
      { ...common, source: this.before, swapped: null },
      { ...common, source: this.after, swapped: target === null ? null : target - 1 },
    ];
  });
  readonly pairRuns = $derived.by(() => {
    const [before, after] = this.pairReadings.map((reading) => this.pair.of(reading));
    return before && after
      ? {
          before,
          after,
          source: compare(before.source, after.source),
          target: compare(before.target, after.target),
        }
      : null;
  });

  /** The position whose guesses are listed. */
  readonly at = $derived.by(() => {
    const at = this.controls.get('at');
    return at === null ? null : at - 1;
  });

  /** Every change on show, by the name of its rows. */
  readonly changes = $derived.by(() => ({
    encoder: this.encoderRuns?.change.moved ?? [],
    decoder: this.decoderRuns?.change.moved ?? [],
    source: this.pairRuns?.source.moved ?? [],
    target: this.pairRuns?.target.moved ?? [],
  }));

  /** Right end of all bars: at least 1, where a vector has moved by its own length. */
  readonly barMax = $derived.by(() => Math.max(1, ...Object.values(this.changes).flat()));

  /** The kept run's numbers. */
  readonly pins = new Pins(() =>
    this.edited && this.decoderSettled ? { label: this.after, value: this.changes } : null,
  );
  keptOf(rows: keyof FamiliesState['changes']): readonly number[] | null {
    return this.pins.latest?.value[rows] ?? null;
  }

  /** The word whose editor is open; not part of a link. */
  editing: number | null = $state(null);

  /** Tokens of fill-mask that the word being edited lies in, in the sentence as it stands. */
  readonly editedTokens = $derived.by(() =>
    this.editing === null ? null : this.#tokensOf(this.encoderRuns?.after ?? null, this.editing),
  );
  readonly suggestReading = $derived.by<Reading | null>(() => {
    const mask = this.models.encoder.info?.maskId;
    const tokens = this.editedTokens;
    if (mask === undefined || tokens?.length !== 1) return null;
    return { text: this.after, instead: new Map([[tokens[0], mask]]) };
  });

  /** Places of the tokens of a word in a run that has read it; null where it wasn't read. */
  #tokensOf(run: StackRun | null, word: number): number[] | null {
    if (!run) return null;
    const place = tokensOfWords(
      run.text,
      run.tokens.slice(0, SHOWN).map((token) => token.text),
    )[word];
    return place ? Array.from({ length: place[1] - place[0] + 1 }, (_, i) => place[0] + i) : null;
  }

  /** Words left blank, and the tokens of fill-mask they stand for. */
  readonly blankWords = $derived.by(() => {
    return this.controls.get('blanks').filter((word) => word < this.wordsBefore.length);
  });
  readonly blankTokens = $derived.by(() => {
    const run = this.encoderRuns?.before ?? null;
    return this.blankWords.flatMap((word) => this.#tokensOf(run, word) ?? []);
  });
  readonly fillReading = $derived.by<Reading | null>(() => {
    const mask = this.models.encoder.info?.maskId;
    if (mask === undefined || this.blankTokens.length === 0) return null;
    return { text: this.before, instead: new Map(this.blankTokens.map((position) => [position, mask])) };
  });
  readonly filled = $derived.by(() => (this.fillReading ? this.encoder.of(this.fillReading) : null));

  /** Has each model read what the controls ask for; the promise is for tests, the pictures follow by themselves. */
  async sync(): Promise<void> {
    const texts: Reading[] = [{ text: this.before }, { text: this.after }];
    const { view } = this.controls.values;
    const encoder = [
      this.suggestReading,
      view === 'task' ? this.fillReading : null,
      view === 'scored' ? this.scoring.reading : null,
    ];
    await Promise.all([
      this.decoder.read([...texts, ...(view === 'prefix' ? this.prefixReadings : [])]),
      this.encoder.read([...texts, ...encoder.filter((reading) => reading !== null)]),
      this.pair.read([...this.pairReadings, ...(view === 'scored' ? [this.scoring.pairReading] : [])]),
      view === 'task' && this.decoderSettled ? this.continuation.write(this.before) : null,
    ]);
  }

  /** Loads one model after the other: the first number must not wait for the last. */
  loadNext(): void {
    for (const family of ['decoder', 'encoder', 'pair'] as const) {
      const { status } = this.models[family];
      if (status === 'loading') return;
      if (status === 'idle') return void this.models[family].load();
      // The pictures of a model that is there come before the bytes of the next.
      if (family === 'decoder' && status === 'ready' && !this.decoderSettled && this.before !== '') return;
    }
  }

  /** After a worker's death: everything live is asked for again. */
  forget(): void {
    for (const runs of [this.encoder, this.decoder, this.pair, this.continuation]) runs.forget();
  }

  /** The reader's own sentence: edits of another no longer belong to it. */
  type(prompt: string): void {
    this.editing = null;
    this.controls.assign({ prompt, changed: '', target: null, at: null });
  }

  /** Sets the sentence after the edit; the sentence before, when it is the same again. */
  change(text: string): void {
    this.controls.assign({ changed: text === this.before ? '' : text });
  }

  /** Lists the guesses of a position, or of none when it is the same again. */
  openAt(position: number): void {
    this.controls.set('at', this.at === position ? null : position + 1);
  }

  toggleBlank(word: number): void {
    const blanks = this.controls.get('blanks');
    this.controls.set(
      'blanks',
      blanks.includes(word) ? blanks.filter((each) => each !== word) : [...blanks, word],
    );
  }
}

import type { Token } from '../../runtime/protocol';
import type { StoredRun } from '../../runtime/storedRun';
import type { Controls } from '../../state/controls.svelte';
import { Lit } from '../../state/lit.svelte';
import { ModelHandle } from '../../state/model.svelte';
import { Pins } from '../../state/pins.svelte';
import { corpusLogOdds, measureBias, pairNext } from './bias';
import type { LimitsControls, View } from './controls';
import { correlation, retrieve, sampleWords, surprisals, type WordPoint } from './cutoff';
import { askCapitals, drawAgain, learntSample } from './invention';
import { Measured, type Run } from './measured.svelte';
import { listOf, Reader } from './reader';
import {
  loadCard,
  loadCorpus,
  loadRareWords,
  WordCounts,
  type CorpusRecord,
  type ModelCard,
} from './records';
import { timeTokens } from './speed';
import { sentencesOf, textOf, WindowAsker, type Distance, type WindowRecipe } from './windowTest';
import { keptRun, readoutsOf, type Kept } from './readouts';
import { answerBoth, writeOn, type Duel, type Written } from './writing';

type Values = Controls<LimitsControls>['values'];
/** The running experiment of a function (model, recipe, run) to a promise of its result. */
type Experiment<F> = F extends (model: ModelHandle, recipe: infer Recipe, run: Run<infer Result>) => unknown
  ? Measured<Recipe, Result>
  : never;
interface CloudRecipe {
  readonly carrier: string;
  readonly words: readonly string[];
  readonly own: readonly string[];
}
/** The text with so many sentences between, the fact's length in tokens, and the answer's probability there. */
interface ShownText {
  readonly tokens: readonly Token[];
  readonly fact: number;
  readonly at: Distance | null;
}

/** Own countries, words and nouns that are read at most. */
const OWN = 12;
/** The tuned model of the zoo that answers beside the base model. */
const TUNED = 'story-chat';

/**
 * Everything the panel shows. The experiment of the view on show runs; the others wait until they are looked at.
 * Probabilities are plain softmax over the whole vocabulary, at T = 1 unless a control says otherwise.
 */
export class LimitsState {
  readonly controls: Controls<LimitsControls>;
  readonly model: ModelHandle;
  /** story-chat, loaded when the first view needs it. */
  readonly tuned: ModelHandle;
  /** Lit by the prose. */
  readonly marks = new Lit();
  readonly reader: Reader;
  readonly pins: Pins<Kept>;
  stored: StoredRun | null = $state.raw(null);
  corpus: CorpusRecord | null = $state.raw(null);
  counts: WordCounts | null = $state.raw(null);
  cards: Readonly<Record<string, ModelCard | null>> = $state.raw({});
  vocabulary: readonly string[] = $state.raw([]);
  #fetching = false;
  #turn = 0;
  readonly #byView: Readonly<Record<View, readonly { stop(): void }[]>>;

  readonly writing: Experiment<typeof writeOn>;
  readonly duel: Measured<string, Duel>;
  readonly unknown: Experiment<typeof drawAgain>;
  readonly known: Experiment<typeof drawAgain>;
  readonly capitals: Experiment<typeof askCapitals>;
  readonly ownCapital: Experiment<typeof askCapitals>;
  readonly curve: Measured<WindowRecipe, readonly Distance[]>;
  readonly shown: Measured<WindowRecipe & { readonly between: number }, ShownText>;
  readonly cloud: Measured<CloudRecipe, readonly WordPoint[]>;
  readonly retrieval: Experiment<typeof retrieve>;
  readonly nouns: Experiment<typeof measureBias>;
  readonly pair: Experiment<typeof pairNext>;
  readonly speed: Experiment<typeof timeTokens>;

  constructor(controls: Controls<LimitsControls>, model: ModelHandle) {
    this.controls = controls;
    this.model = model;
    this.tuned = new ModelHandle(TUNED, model.client);
    this.reader = new Reader(model);
    this.pins = new Pins(() => keptRun(this));
    const window = new WindowAsker(model);
    const on = <Recipe, Result>(
      experiment: (model: ModelHandle, recipe: Recipe, run: Run<Result>) => Promise<Result>,
    ) => new Measured<Recipe, Result>(model, (recipe, run) => experiment(model, recipe, run));
    this.writing = on(writeOn);
    this.duel = new Measured<string, Duel>(this.tuned, (ask, run) => answerBoth(model, this.tuned, ask, run));
    this.unknown = on(drawAgain);
    this.known = on(drawAgain);
    this.capitals = on(askCapitals);
    this.ownCapital = on(askCapitals);
    this.curve = new Measured<WindowRecipe, readonly Distance[]>(model, (recipe, run) =>
      window.curve(recipe, run),
    );
    this.shown = new Measured(model, async ({ between, ...recipe }, run) => {
      const filler = sentencesOf(recipe.filler);
      const tokens = await this.reader.tokens(textOf(recipe, filler, between));
      const fact = (await this.reader.ids(recipe.fact.trim())).length;
      const usable = recipe.answer.trim() !== '' && tokens.length > 0;
      const at = usable ? await window.at(recipe, filler, between, run.signal) : null;
      return { tokens, fact, at };
    });
    this.cloud = new Measured(model, (recipe, run) =>
      surprisals(model, recipe, (word) => this.counts?.of(word) ?? NaN, run),
    );
    this.retrieval = on(retrieve);
    this.nouns = on(measureBias);
    this.pair = on(pairNext);
    this.speed = on(timeTokens);
    this.#byView = {
      write: [this.writing, this.duel],
      invent: [this.unknown, this.known, this.capitals, this.ownCapital],
      window: [this.curve, this.shown],
      cutoff: [this.cloud, this.retrieval],
      bias: [this.nouns, this.pair],
      cost: [this.speed],
    };
  }

  /** The text on show: the live one, or the stored one while it is of this very prompt. */
  readonly written: (Written & { readonly live: boolean }) | null = $derived.by(() => {
    const { prompt, T } = this.controls.values;
    const { value } = this.writing;
    if (value && value.prompt === prompt && this.model.status === 'ready') return { ...value, live: true };
    const { stored } = this;
    if (!stored?.reading || stored.prompt !== prompt || T !== 0) return null;
    return { prompt, given: stored.tokens, drawn: stored.reading.continuation, live: false };
  });

  /** The curve's recipe as the controls stand. */
  readonly windowRecipe: WindowRecipe = $derived.by(() => {
    const { fact, filler, question, answer, window } = this.controls.values;
    return { fact, filler, question, answer, window };
  });

  /** The reader's own words of the list. */
  readonly ownWords = $derived.by(() => listOf(this.controls.get('words'), OWN));
  /** The reader's own nouns, then those that were counted in the training text. */
  readonly allNouns = $derived.by(() => {
    const counted = this.corpus?.pronouns.rows.map(({ noun }) => noun) ?? [];
    return [...new Set([...listOf(this.controls.get('nouns'), OWN), ...counted])];
  });

  /** Correlation of surprisal with ln(count) over the cloud; the reader's own words are left out. */
  readonly correlation = $derived.by(() => {
    const points = (this.cloud.value ?? []).filter(({ own }) => !own);
    return points.length > 2 ? correlation(points) : null;
  });

  /** Nouns with the model's log-odds and the corpus's, highest first. */
  readonly biasRows = $derived.by(() => {
    const { first, second } = this.controls.values;
    const { corpus } = this;
    return (this.nouns.value ?? [])
      .map((row) => ({ ...row, corpus: corpus ? corpusLogOdds(corpus, row.noun, first, second) : null }))
      .sort((a, b) => b.logOdds - a.logOdds);
  });

  /** Whether the view on show is drawn from the live model's whole answer, or has nothing to ask. */
  readonly settled = $derived.by(() => {
    if (this.model.status !== 'ready') return false;
    switch (this.controls.get('view')) {
      case 'write':
        return this.writing.settled;
      case 'invent':
        return this.unknown.settled && this.known.settled && this.capitals.settled;
      case 'window':
        return this.curve.settled && this.shown.settled;
      case 'cutoff':
        return this.cloud.settled && this.retrieval.settled;
      case 'bias':
        return this.nouns.settled && this.pair.settled;
      case 'cost':
        return this.speed.settled;
    }
  });

  /** The numbers that sum up the view on show; what is not known yet is left out. */
  readonly readouts: Kept['readouts'] = $derived.by(() => readoutsOf(this));

  textOf(id: number): string {
    return this.vocabulary[id] ?? this.stored?.vocabulary[id] ?? `#${id}`;
  }

  /** Fetches the records once. */
  async fetchRecords(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    const [corpus, rare, story] = await Promise.all([loadCorpus(), loadRareWords(), loadCard('story')]);
    this.corpus = corpus;
    this.counts = corpus ? new WordCounts(corpus, rare) : null;
    this.cards = { ...this.cards, story };
  }

  /**
   * Runs what the view on show needs, if it has changed, one experiment after the other, and gives up what another view
   * had begun. Never throws.
   */
  async sync(): Promise<void> {
    if (this.model.status !== 'ready') return;
    const turn = ++this.#turn;
    const view = this.controls.get('view');
    for (const [each, experiments] of Object.entries(this.#byView))
      if (each !== view) experiments.forEach((experiment) => experiment.stop());
    try {
      this.vocabulary = await this.reader.vocabulary();
    } catch (error) {
      this.model.fail(error);
      return;
    }
    for (const ask of this.#asking[view](this.controls.values)) {
      if (turn !== this.#turn) return;
      await ask();
    }
  }

  readonly #asking: Readonly<Record<View, (values: Values) => readonly (() => Promise<void>)[]>> = {
    write: ({ prompt, T, seed, ask }) => [
      () => this.writing.sync({ prompt, T, seed }),
      () => this.#loadTuned(),
      () => this.duel.sync(ask),
    ],
    invent: ({ unknown, known, drawT, seed, country }) => [
      () => this.unknown.sync({ prompt: unknown, T: drawT, seed }),
      () => this.known.sync({ prompt: known, T: drawT, seed }),
      () => this.#askOwnCountry(country.trim()),
      () => this.#askCapitals(),
    ],
    window: ({ between }) => [
      () => this.shown.sync({ ...this.windowRecipe, between }),
      () => this.curve.sync(this.windowRecipe),
    ],
    cutoff: ({ carrier, told, asked, reply }) => [
      () => this.retrieval.sync({ told, asked, reply }),
      () => this.#askWords(carrier),
    ],
    bias: ({ template, first, second, one, other }) => [
      () => this.pair.sync({ template, one, other }),
      () => this.nouns.sync({ template, nouns: this.allNouns, first, second }),
    ],
    cost: ({ prompt }) => [() => this.speed.sync({ prompt })],
  };

  async #loadTuned(): Promise<void> {
    if (this.tuned.status !== 'idle') return;
    await this.tuned.load();
    this.cards = { ...this.cards, [TUNED]: await loadCard(TUNED) };
  }

  async #askCapitals(): Promise<void> {
    if (!this.corpus) return;
    const { leftOut, learnt } = this.corpus.capitals;
    await this.capitals.sync([...leftOut, ...learntSample(learnt, leftOut.length)]);
  }

  async #askOwnCountry(own: string): Promise<void> {
    const { leftOut, learnt } = this.corpus?.capitals ?? { leftOut: [], learnt: [] };
    const row = [...leftOut, ...learnt].find((each) => each.country.toLowerCase() === own.toLowerCase());
    await this.ownCapital.sync(own === '' ? null : [row ?? { country: own, capital: null }]);
  }

  async #askWords(carrier: string): Promise<void> {
    if (this.corpus) await this.cloud.sync({ carrier, words: sampleWords(this.corpus), own: this.ownWords });
  }

  /** Ends whatever runs; for when the panel goes. */
  dispose(): void {
    this.#turn += 1;
    for (const experiments of Object.values(this.#byView))
      experiments.forEach((experiment) => experiment.stop());
  }
}

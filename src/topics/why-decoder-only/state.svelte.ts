import type { Controls } from '../../state/controls.svelte';
import { Lit } from '../../state/lit.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import { Chat, turnsOf, type ChatRecipe } from './chat.svelte';
import type { DecoderControls } from './controls';
import { cacheBytesPerToken, countSteps, cumulate } from './costs';
import { fitCosts } from './fits';
import { Patterns, type PatternText } from './patterns.svelte';
import { Race, type RaceRecipe } from './race.svelte';
import { effectiveRank, ranksAt, tally } from './ranks';
import { DecoderReading } from './reading.svelte';
import { decoderSignal, encoderSignal, spanSignal } from './signal';

/** Shape of the shipped model, until its own is here. */
const shipped = { layers: 6, heads: 6, headSize: 32, width: 192, window: 256 } as const;

/** Effective ranks closer than this count as equal. */
export const SLACK = 0.05;

/** Everything the panel shows: controls in, numbers out. */
export class DecoderState {
  readonly controls: Controls<DecoderControls>;
  readonly model: ModelHandle;
  readonly reading: DecoderReading;
  readonly race: Race;
  readonly patterns: Patterns;
  readonly chat: Chat;
  /** Lit by the prose. */
  readonly marks = new Lit();

  constructor(controls: Controls<DecoderControls>, model: ModelHandle) {
    this.controls = controls;
    this.model = model;
    this.reading = new DecoderReading(controls, model);
    this.race = new Race(model);
    this.patterns = new Patterns(model);
    this.chat = new Chat(model);
  }

  readonly shape = $derived.by(() => this.model.info ?? shipped);

  /** Bytes a token takes in the cache, fp32. */
  readonly bytesPerToken = $derived.by(() => cacheBytesPerToken(this.shape));

  /** The tokens on show, all of the text. */
  readonly tokens = $derived.by(() => this.reading.current?.tokens ?? []);

  /** Tokens both runs start from: the last that leave room in the window for what is generated. */
  readonly start = $derived.by(() =>
    this.tokens.slice(-Math.max(1, this.shape.window - Number(this.controls.get('length')))),
  );

  readonly raceRecipe = $derived.by<RaceRecipe>(() => ({
    ids: this.start.map((token) => token.id),
    maxTokens: Number(this.controls.get('length')),
    temperature: this.controls.get('T'),
    seed: this.controls.get('seed'),
  }));

  /** Whether what was generated belongs to the settings on show. */
  readonly raceHolds = $derived.by(() => {
    void this.race.recipe;
    return this.race.holds(this.raceRecipe);
  });

  /** Counts and measured times of both runs, entry by generated token. */
  readonly runs = $derived.by(() => {
    const prompt = this.race.recipe?.ids.length ?? 0;
    return {
      prompt,
      cached: this.#runOf(prompt, this.race.cached, true),
      plain: this.#runOf(prompt, this.race.plain, false),
    };
  });

  #runOf(prompt: number, tokens: readonly { readonly durationMs: number }[], cache: boolean) {
    const counts = countSteps(prompt, tokens.length, this.shape, cache);
    const times = tokens.map((token) => token.durationMs);
    return {
      counts,
      times,
      soFar: cumulate(times),
      tokensRun: counts.reduce((sum, step) => sum + step.tokens, 0),
      scores: counts.reduce((sum, step) => sum + step.scores, 0),
      bytes: counts.at(-1)?.bytes ?? 0,
    };
  }

  /** Fits through both runs; null until there are enough tokens. */
  readonly fits = $derived.by(() => ({
    cached: fitCosts(this.runs.prompt, this.runs.cached.times),
    plain: fitCosts(this.runs.prompt, this.runs.plain.times),
  }));

  /** The text whose attention is drawn: the prompt, and what was generated behind it. */
  readonly patternText = $derived.by<PatternText>(() => {
    const made = this.raceHolds ? this.race.cached : [];
    return {
      ids: [...this.start.map((token) => token.id), ...made.map((token) => token.id)],
      texts: [...this.start.map((token) => token.text), ...made.map((token) => token.text)],
      given: this.start.length,
    };
  });

  readonly layer = $derived.by(() => Math.min(this.controls.get('layer'), this.shape.layers) - 1);
  readonly head = $derived.by(() => Math.min(this.controls.get('head'), this.shape.heads) - 1);

  /** The chosen head's causal pattern [T, T]; null without a reading. */
  readonly pattern = $derived.by(() => {
    const tensor = this.patterns.current?.causal[this.layer];
    if (!tensor || this.head >= tensor.dims[1]) return null;
    const size = tensor.dims[2];
    const from = this.head * size * size;
    return { size, values: tensor.data.subarray(from, from + size * size) };
  });

  /** Rows of the triangle that are there; at least the first. */
  readonly rows = $derived.by(() => {
    const size = this.pattern?.size ?? 0;
    return Math.min(this.controls.get('rows') ?? size, size);
  });

  /** What each family's training would compute and score on the text. */
  readonly signals = $derived.by(() => {
    const seed = this.controls.get('maskSeed');
    const T = this.tokens.length;
    return { decoder: decoderSignal(T), encoder: encoderSignal(T, seed), spans: spanSignal(T, seed) };
  });

  /** Ranks of the heads at the tolerance, as far as they are taken. */
  readonly ranks = $derived.by(() => ranksAt(this.patterns.spectra, this.controls.get('tolerance')));
  readonly effective = $derived.by(() =>
    this.patterns.spectra.map(({ causal, open }) => ({
      causal: effectiveRank(causal),
      open: effectiveRank(open),
    })),
  );
  readonly ranksDone = $derived.by(() => this.ranks.length > 0 && this.ranks.length === this.patterns.wanted);
  readonly rankTally = $derived.by(() => tally(this.ranks));
  readonly effectiveTally = $derived.by(() => tally(this.effective, SLACK));

  readonly chatRecipe = $derived.by<ChatRecipe>(() => ({
    said: turnsOf(this.controls.get('said')),
    temperature: this.controls.get('T'),
    seed: this.controls.get('seed'),
  }));

  /** Runs or stops both generations as the switch stands. */
  syncRace(): void {
    if (!this.controls.get('run')) this.race.stop();
    else if (this.reading.settled) void this.race.start(this.raceRecipe);
  }

  /** Reads the attention once no generation is being timed. */
  syncPatterns(): void {
    const view = this.controls.get('view');
    if (!this.reading.settled || this.race.running || (view !== 'triangle' && view !== 'rank')) return;
    if (view === 'rank') void this.patterns.takeOff(this.patternText);
    else void this.patterns.read(this.patternText);
  }

  /** Holds or stops the conversation as the switch stands. */
  syncChat(): void {
    if (!this.controls.get('talk')) this.chat.stop();
    else if (this.model.status === 'ready' && !this.race.running) void this.chat.hold(this.chatRecipe);
  }

  /** Ends all work; for when the panel goes. */
  dispose(): void {
    this.race.stop();
    this.chat.stop();
  }
}

import type { SamplingSettings } from '../../math/cuts';
import type { GeneratedToken } from '../../runtime/protocol';
import type { Controls } from '../../state/controls.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import { GROWTH_LENGTH, type TemperatureControls } from './controls';

/** The three temperatures' controls, left to right. */
export const growthKeys = ['t1', 't2', 't3'] as const;

/** One of the three texts. */
export class GrowingText {
  tokens: readonly GeneratedToken[] = $state.raw([]);
  /** Everything asked for has been drawn. */
  complete: boolean = $state(false);
  /** What these tokens were drawn from and with; a change makes them stale. */
  recipe = '';
  abort: AbortController | null = null;

  /** The model ended its story before the length was reached. */
  get ended(): boolean {
    return this.complete && this.tokens.length < GROWTH_LENGTH;
  }
}

/**
 * Three texts from one seed at three temperatures, drawn by the live model; the same seed, text and settings always
 * give the same texts. `shown` is how far along they are on show, so playing and scrubbing never ask the model twice.
 */
export class Growth {
  readonly texts: readonly GrowingText[] = growthKeys.map(() => new GrowingText());
  /** The playhead while playing; null when it stands still. */
  #playhead: number | null = $state(null);
  readonly #controls: Controls<TemperatureControls>;
  readonly #model: ModelHandle;

  constructor(controls: Controls<TemperatureControls>, model: ModelHandle) {
    this.#controls = controls;
    this.#model = model;
  }

  get playing(): boolean {
    return this.#playhead !== null;
  }

  /** How many tokens of each text are on show. */
  get shown(): number {
    return this.#playhead ?? this.#controls.get('shown') ?? GROWTH_LENGTH;
  }

  /** Tokens drawn so far in the longest text. */
  get drawn(): number {
    return Math.max(...this.texts.map((text) => text.tokens.length));
  }

  /** Median time of a drawn token so far, milliseconds; null before the first. */
  get msPerToken(): number | null {
    const times = this.texts
      .flatMap((text) => text.tokens.map((token) => token.durationMs))
      .sort((a, b) => a - b);
    return times.length ? times[times.length >> 1] : null;
  }

  get complete(): boolean {
    return this.texts.every((text) => text.complete);
  }

  /** Tokens a text starts from: the last of `ids` that leave room in the window for its growth. */
  start(ids: readonly number[]): readonly number[] {
    const window = this.#model.info?.window;
    return window === undefined ? ids : ids.slice(-Math.max(1, window - GROWTH_LENGTH));
  }

  /** Draws those texts whose recipe has changed. To be called when the reading, the cuts, seed or temperatures change. */
  sync(
    ids: readonly number[],
    settings: SamplingSettings,
    seed: number,
    temperatures: readonly number[],
  ): void {
    if (this.#model.status !== 'ready') return;
    this.texts.forEach((text, index) => {
      const sampling = { ...settings, temperature: temperatures[index] };
      const recipe = JSON.stringify([this.start(ids), sampling, seed, this.#model.restarts]);
      if (recipe === text.recipe) return;
      text.recipe = recipe;
      void this.#grow(text, this.start(ids), sampling, seed, index);
    });
  }

  async #grow(
    text: GrowingText,
    ids: readonly number[],
    sampling: SamplingSettings,
    seed: number,
    index: number,
  ): Promise<void> {
    text.abort?.abort();
    const abort = new AbortController();
    text.abort = abort;
    text.tokens = [];
    text.complete = false;
    if (ids.length === 0) return;
    try {
      await this.#model.client.generate(
        { model: this.#model.name, ids, maxTokens: GROWTH_LENGTH, sampling, seed, cache: true },
        (token) => {
          if (!abort.signal.aborted) text.tokens = [...text.tokens, token];
        },
        { signal: abort.signal, channel: `temperature/growth/${index}` },
      );
      if (!abort.signal.aborted) text.complete = true;
    } catch (error) {
      if (!abort.signal.aborted) this.#model.fail(error);
    }
  }

  /** Ends all drawing; for when the panel goes. */
  dispose(): void {
    for (const text of this.texts) text.abort?.abort();
  }

  /** Plays on from where the texts stand, from the start if they stand at their end. */
  play(): void {
    const at = this.#controls.get('shown') ?? GROWTH_LENGTH;
    this.#playhead = at >= Math.max(1, this.drawn) ? 0 : at;
  }

  stop(): void {
    const at = this.#playhead;
    this.#playhead = null;
    if (at !== null) this.scrub(at);
  }

  /** Back to the bare text. */
  restart(): void {
    this.#playhead = null;
    this.#controls.set('shown', 0);
  }

  /** Shows the first `count` tokens of each text; the whole length is the default and leaves the link short. */
  scrub(count: number, transient = false): void {
    this.#playhead = null;
    this.#controls.set('shown', count >= GROWTH_LENGTH ? null : count, transient);
  }

  /** One beat of playing: a token further if it has been drawn; the end stops it. */
  advance(): void {
    if (this.#playhead === null) return;
    if (this.#playhead < this.drawn) this.#playhead += 1;
    else if (this.complete) {
      this.#playhead = null;
      this.#controls.set('shown', null);
    }
  }
}

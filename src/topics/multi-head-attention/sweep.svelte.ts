import type { ModelHandle } from '../../state/model.svelte';
import { headMask, meanOf, surprisals } from './headTensors';

/** Two heads and what they cost, in bits a token: each alone, and both out at once. */
export interface PairCost {
  readonly heads: readonly [number, number];
  readonly alone: readonly [number, number];
  readonly together: number;
}

/** How many of the cheapest heads are tried in pairs. */
const PAIRED = 9;

/**
 * Takes heads out one at a time on the reader's text and measures by how much the loss grows (Michel et al. 2019,
 * sec. 3.2). Runs one pass after another, so that the reader's own clicks come in between; can be stopped.
 */
export class HeadSweep {
  /** Growth of the mean surprise in bits a token when this head alone is out [L * H]; NaN where not measured yet. */
  increases: readonly number[] = $state.raw([]);
  running: boolean = $state(false);
  /** The pairs tried among the heads that cost least alone. */
  pairs: readonly PairCost[] = $state.raw([]);
  /** Pairs to be tried; 0 before the search has begun. */
  pairCount: number = $state(0);
  /** Text and model these numbers belong to. */
  #recipe: string = $state('');
  #abort: AbortController | null = null;
  readonly #model: ModelHandle;

  constructor(model: ModelHandle) {
    this.#model = model;
  }

  get done(): number {
    return this.increases.filter((value) => !Number.isNaN(value)).length;
  }

  get complete(): boolean {
    return this.increases.length > 0 && this.done === this.increases.length;
  }

  /** Indices of all measured heads, the costliest first. */
  get ranking(): readonly number[] {
    return this.increases
      .map((increase, index) => ({ increase, index }))
      .filter(({ increase }) => !Number.isNaN(increase))
      .sort((a, b) => b.increase - a.increase)
      .map(({ index }) => index);
  }

  /** Measures what is missing for this text; `wholeLoss` is the whole model's mean surprise, null for under two tokens. */
  sync(ids: readonly number[], wholeLoss: number | null, on: boolean): void {
    const recipe = wholeLoss === null ? '' : JSON.stringify([ids, this.#model.restarts]);
    if (recipe !== this.#recipe) {
      this.stop();
      this.#recipe = recipe;
      this.increases = [];
      this.pairs = [];
      this.pairCount = 0;
    }
    if (!on) this.stop();
    else if (wholeLoss !== null && !this.running && !this.complete) void this.#measure(ids, wholeLoss);
  }

  /** Gives up what is still to be measured; what has been stays. */
  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.running = false;
  }

  /** Tries the cheapest heads two by two. */
  async searchPairs(ids: readonly number[], wholeLoss: number): Promise<void> {
    if (!this.complete || this.pairCount > 0) return;
    const recipe = this.#recipe;
    const cheap = [...this.increases.keys()]
      .sort((a, b) => Math.abs(this.increases[a]) - Math.abs(this.increases[b]))
      .slice(0, PAIRED);
    const wanted = cheap.flatMap((a, i) => cheap.slice(i + 1).map((b) => [a, b] as const));
    this.pairCount = wanted.length;
    try {
      for (const heads of wanted) {
        const loss = await this.#lossWithout(ids, heads);
        if (this.#recipe !== recipe) return;
        const alone = [this.increases[heads[0]], this.increases[heads[1]]] as const;
        this.pairs = [...this.pairs, { heads, alone, together: loss - wholeLoss }];
      }
    } catch (error) {
      this.#model.fail(error);
    }
  }

  async #measure(ids: readonly number[], wholeLoss: number): Promise<void> {
    const { info } = this.#model;
    if (!info) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.running = true;
    const count = info.layers * info.heads;
    if (this.increases.length !== count) this.increases = Array.from({ length: count }, () => NaN);
    try {
      for (let index = 0; index < count; index++) {
        if (!Number.isNaN(this.increases[index])) continue;
        const loss = await this.#lossWithout(ids, [index], abort.signal);
        if (abort.signal.aborted) return;
        this.increases = this.increases.with(index, loss - wholeLoss);
      }
      this.running = false;
    } catch (error) {
      if (abort.signal.aborted) return;
      this.running = false;
      this.#model.fail(error);
    }
  }

  async #lossWithout(ids: readonly number[], out: readonly number[], signal?: AbortSignal): Promise<number> {
    const { client, name, info } = this.#model;
    const trace = await client.trace(
      {
        model: name,
        ids,
        outputs: ['logits'],
        interventions: { headMask: headMask(info!.layers * info!.heads, out) },
      },
      { channel: signal ? 'multi-head-attention/sweep' : 'multi-head-attention/pairs', signal },
    );
    return meanOf(surprisals(trace.tensors.logits, ids)) ?? NaN;
  }
}

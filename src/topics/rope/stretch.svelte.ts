import { meanOver, surprises } from '../../math/surprise';
import { RuntimeError } from '../../runtime/protocol';
import type { ModelHandle } from '../../state/model.svelte';
import type { Method } from './controls';
import { longTextIds } from './longTexts';
import { slidingPasses, tablesOf } from './lossByPosition';

/** What is to be measured: which method at which stretch, over how many tokens, behind which text. */
export interface StretchRecipe {
  readonly method: Method;
  readonly scale: number;
  readonly length: number;
  readonly prefix: readonly number[];
}

/** Bits a token of one method, averaged over the long texts. */
export interface StretchResult {
  /** Entry t is for token t + 1 [length - 1]. */
  readonly bits: Float64Array;
  /** Means over tokens predicted inside the trained window, and over those beyond it. */
  readonly inside: number;
  readonly beyond: number;
  /** Time in the session, milliseconds, all passes together. */
  readonly durationMs: number;
}

/** Methods whose tables do not depend on the stretch. */
const unscaled: readonly Method[] = ['plain', 'sliding'];

/**
 * Reads the long texts with one set of rotary tables after another and keeps every result; passes run one at a time,
 * so that the rest of the panel answers in between, and the work can be given up after any of them.
 */
export class Stretching {
  #results: ReadonlyMap<string, StretchResult> = $state.raw(new Map());
  /** Passes done and wanted of the work in hand. */
  done: number = $state(0);
  wanted: number = $state(0);
  running: boolean = $state(false);
  #abort: AbortController | null = null;
  readonly #model: ModelHandle;

  constructor(model: ModelHandle) {
    this.#model = model;
  }

  /** The kept result of a recipe, or null. */
  result(recipe: StretchRecipe): StretchResult | null {
    return this.#results.get(this.#keyOf(recipe)) ?? null;
  }

  /** Measures those recipes that have no result yet. Never throws: a failed call becomes the model's error. */
  async measure(recipes: readonly StretchRecipe[]): Promise<void> {
    this.stop();
    const { info, status } = this.#model;
    const missing = recipes.filter((recipe) => this.result(recipe) === null);
    if (status !== 'ready' || !info || missing.length === 0) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.running = true;
    this.done = 0;
    this.wanted = 0;
    try {
      const { length, prefix } = missing[0];
      const texts = await longTextIds(this.#model.client, info.name, info.endOfTextId, prefix, length);
      const passes = slidingPasses(length, info.window).length;
      this.wanted = missing.reduce(
        (sum, { method }) => sum + texts.length * (method === 'sliding' ? passes : 1),
        0,
      );
      for (const recipe of missing) {
        const result = await this.#measureOne(recipe, texts, abort.signal);
        if (abort.signal.aborted) return;
        this.#results = new Map(this.#results).set(this.#keyOf(recipe), result);
      }
    } catch (error) {
      if (!abort.signal.aborted) this.#model.fail(error);
    } finally {
      if (this.#abort === abort) this.running = false;
    }
  }

  /** Gives up what is still to be read; what has been measured stays. */
  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.running = false;
  }

  #keyOf({ method, scale, length, prefix }: StretchRecipe): string {
    return [
      method,
      unscaled.includes(method) ? '' : scale,
      length,
      prefix.join('.'),
      this.#model.restarts,
    ].join(' ');
  }

  async #measureOne(
    { method, scale, length }: StretchRecipe,
    texts: readonly (readonly number[])[],
    signal: AbortSignal,
  ): Promise<StretchResult> {
    const info = this.#model.info!;
    const sum = new Float64Array(length - 1); // [T - 1]
    const rotary = tablesOf(method, info, scale, length);
    let durationMs = 0;
    for (const ids of texts) {
      const passes = rotary ? [{ from: 0, to: length, fresh: 0 }] : slidingPasses(length, info.window);
      for (const { from, to, fresh } of passes) {
        if (signal.aborted) throw new RuntimeError('cancelled', 'given up by the reader');
        const part = ids.slice(from, to);
        const trace = await this.#model.client.trace(
          {
            model: info.name,
            ids: part,
            outputs: ['logits'],
            ...(rotary ? { interventions: { rotary }, beyondWindow: true } : {}),
          },
          { signal },
        );
        const bits = surprises(trace.tensors.logits.data, info.vocabulary, part);
        for (let t = fresh - from; t < bits.length; t++) sum[from + t] += bits[t] / texts.length;
        durationMs += trace.durationMs;
        this.done += 1;
      }
    }
    // Token `window` is the first that stands at a position no training text had.
    const edge = Math.min(info.window - 1, sum.length);
    return {
      bits: sum,
      inside: meanOver(sum, 0, edge),
      beyond: meanOver(sum, edge, sum.length),
      durationMs,
    };
  }
}

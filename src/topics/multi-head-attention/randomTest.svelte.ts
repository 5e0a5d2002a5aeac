import { headScores } from '../../math/headScores';
import type { ModelHandle } from '../../state/model.svelte';
import { headMask, headSlice, meanOf, surprisals, type Tensors } from './headTensors';
import { repeatedRandomIds } from './randomText';

/** What the model did with a random text said twice. */
export interface RandomRun {
  readonly length: number;
  readonly ids: readonly number[];
  /** Each head's induction score [L * H] (Olsson et al. 2022). */
  readonly scores: readonly number[];
  /** Mean surprise in bits a token in the first saying and in the second. */
  readonly firstBits: number;
  readonly secondBits: number;
}

/** The induction test: random tokens said twice, read by the whole model and by the one without the heads that are out. */
export class RandomTest {
  whole: RandomRun | null = $state.raw(null);
  reduced: RandomRun | null = $state.raw(null);
  #wholeRecipe = '';
  #reducedRecipe = '';
  readonly #model: ModelHandle;

  constructor(model: ModelHandle) {
    this.#model = model;
  }

  /** Runs what has changed. Never throws: a failed call becomes the model's error. */
  async run(seed: number, length: number, out: readonly number[]): Promise<void> {
    const { status, info, restarts } = this.#model;
    if (status !== 'ready' || !info) return;
    const fits = Math.min(length, Math.floor(info.window / 2));
    const ids = repeatedRandomIds(seed, fits, info.vocabulary, [info.endOfTextId]);
    const recipe = JSON.stringify([ids, restarts]);
    const reducedRecipe = JSON.stringify([ids, restarts, out]);
    try {
      if (recipe !== this.#wholeRecipe) {
        this.#wholeRecipe = recipe;
        const whole = await this.#trace(ids, fits, []);
        if (recipe !== this.#wholeRecipe) return;
        this.whole = whole;
      }
      if (out.length === 0) {
        this.reduced = null;
        this.#reducedRecipe = '';
      } else if (reducedRecipe !== this.#reducedRecipe) {
        this.#reducedRecipe = reducedRecipe;
        const reduced = await this.#trace(ids, fits, out);
        if (reducedRecipe === this.#reducedRecipe) this.reduced = reduced;
      }
    } catch (error) {
      // Whatever failed or was superseded is asked again with the next change.
      if (this.#wholeRecipe === recipe && this.whole?.ids !== ids) this.#wholeRecipe = '';
      if (this.#reducedRecipe === reducedRecipe) this.#reducedRecipe = '';
      this.#model.fail(error);
    }
  }

  async #trace(ids: readonly number[], length: number, out: readonly number[]): Promise<RandomRun> {
    const { client, name, info } = this.#model;
    const { layers, heads } = info!;
    const outputs = [
      'logits',
      ...Array.from({ length: layers }, (_, layer) => `layer.${layer}.attn.pattern`),
    ];
    const interventions = out.length > 0 ? { headMask: headMask(layers * heads, out) } : undefined;
    const { tensors } = await client.trace(
      { model: name, ids, outputs, interventions },
      { channel: `multi-head-attention/random-${out.length > 0 ? 'reduced' : 'whole'}` },
    );
    const bits = surprisals(tensors.logits, ids);
    return {
      length,
      ids,
      scores: inductionScores(tensors, ids, layers, heads),
      firstBits: meanOf(bits.slice(0, length)) ?? NaN,
      secondBits: meanOf(bits.slice(length)) ?? NaN,
    };
  }
}

/** Induction scores of all heads [L * H], row by row; NaN where a pattern is missing. */
export function inductionScores(
  tensors: Tensors,
  ids: readonly number[],
  layers: number,
  heads: number,
): number[] {
  return Array.from({ length: layers * heads }, (_, index) => {
    const pattern = headSlice(tensors, 'pattern', { layer: Math.floor(index / heads), head: index % heads });
    return pattern ? (headScores(pattern.data, ids).induction ?? NaN) : NaN;
  });
}

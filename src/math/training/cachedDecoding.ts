import { layerWeights, type TrainedBlock } from './decoderPlan';
import type { DecoderPass } from './decoderPass';
import { placeOf } from './decoderShape';
import { linearForward } from './linearProduct';
import { rotateRow } from './selfAttention';

/**
 * Token-by-token passes over a batch of texts that all stand at the same position, with their keys and values cached in
 * the plan. Each step also writes the trunk's output where a whole pass over the same rows would, so that training on
 * what was drawn need not run the trunk again.
 */
export class CachedDecoding {
  #pass: DecoderPass;
  #adapter: TrainedBlock | null;

  /** Begins texts of at most `length` tokens; throws a RangeError when the plan holds fewer. */
  constructor(pass: DecoderPass, adapter: TrainedBlock | null, batch: number, length: number) {
    if (batch > pass.plan.capacity.cached) throw new RangeError(`${batch} texts exceed the cache.`);
    pass.size(batch, length);
    this.#pass = pass;
    this.#adapter = adapter;
  }

  /**
   * Feeds tokens [batch] at `position` (0 first, then 1, ...). With `wantLogits` leaves logits [batch, V] at plan.logits;
   * always leaves the final normed states [batch, C] at plan.picked.
   */
  step(tokens: ArrayLike<number>, position: number, wantLogits: boolean): void {
    const pass = this.#pass;
    const { kernels, plan, batch, length, tables } = pass;
    const { heap } = kernels;
    const { width, hidden, heads, layers, normEpsilon } = plan.shape;
    const size = width / heads;
    const embed = plan.base.values + placeOf(plan.weights, 'embed.weight').offset;
    // Scratch of whole passes, free while decoding.
    const x = plan.dInput;
    const normed = plan.narrow;
    const qkv = plan.wide;
    for (let b = 0; b < batch; b++)
      heap.copyWithin(x + b * width, embed + tokens[b] * width, embed + (tokens[b] + 1) * width);
    for (let layer = 0; layer < layers; layer++) {
      const weights = layerWeights(plan, layer, plan.base.values);
      const apply = (name: 'qkv' | 'o' | 'gateUp' | 'down', from: number, to: number, add: boolean): void =>
        linearForward(kernels, pass.product(layer, name, this.#adapter, plan.dLow), from, to, batch, add);
      if (layer === plan.firstTrained) {
        for (let b = 0; b < batch; b++)
          heap.copyWithin(
            pass.trunkOutput + (b * length + position) * width,
            x + b * width,
            x + (b + 1) * width,
          );
      }
      kernels.rmsNorm(normed, plan.lastInverse, x, weights.gain1, batch, width, normEpsilon);
      apply('qkv', normed, qkv, false);
      for (let b = 0; b < batch; b++) {
        const row = qkv + b * 3 * width;
        rotateRow(heap, row, position, width, tables, 1);
        const cached = plan.cache + (layer * plan.capacity.cached + b) * plan.capacity.length * 2 * width;
        heap.copyWithin(cached + position * 2 * width, row + width, row + 3 * width);
        for (let head = 0; head < heads; head++) {
          const part = head * size;
          const keys = cached + part;
          const out = normed + b * width + part;
          kernels.attend(out, row + part, keys, keys + width, plan.scores, position + 1, size, 2 * width);
        }
      }
      apply('o', normed, x, true);
      kernels.rmsNorm(normed, plan.lastInverse, x, weights.gain2, batch, width, normEpsilon);
      apply('gateUp', normed, plan.dPair, false);
      kernels.swiglu(plan.dGated, plan.dPair, batch, hidden);
      apply('down', plan.dGated, x, true);
    }
    const gain = plan.base.values + placeOf(plan.weights, 'final.norm.gain').offset;
    kernels.rmsNorm(plan.picked, plan.lastInverse, x, gain, batch, width, normEpsilon);
    if (!wantLogits) return;
    linearForward(kernels, pass.head(this.#adapter, plan.headLow), plan.picked, plan.logits, batch, false);
  }
}

import { requireInteger } from '../checks';
import { layerWeights, type DecoderPlan, type LayerPlaces, type TrainedBlock } from './decoderPlan';
import { layerProducts, placeOf } from './decoderShape';
import type { Kernels } from './kernels';
import { linearBackward, linearForward, type LinearProduct, type LowRank } from './linearProduct';
import { attentionBackward, attentionForward, rotaryTables, type RotaryTables } from './selfAttention';

type ProductName = 'qkv' | 'o' | 'gateUp' | 'down';

/**
 * Forward and backward passes of one decoder over batches of token rows, on the places of a plan. Rows are padded on the
 * right; the mask is causal, so what stands after a text never changes it. One batch at a time: a backward pass belongs to
 * the forward pass before it.
 */
export class DecoderPass {
  readonly kernels: Kernels;
  readonly plan: DecoderPlan;
  readonly tables: RotaryTables;
  /** Sizes of the batch in hand. */
  batch = 0;
  length = 0;
  #tokens: Int32Array = new Int32Array(0);
  #adapter: TrainedBlock | null = null;

  constructor(kernels: Kernels, plan: DecoderPlan) {
    this.kernels = kernels;
    this.plan = plan;
    this.tables = rotaryTables(plan.shape);
  }

  /** Where the first trained layer reads its input [N, C]; what the trunk wrote there may be kept and put back. */
  get trunkOutput(): number {
    return this.plan.trained[0].input;
  }

  /** Sets the sizes of the batch to come; throws a RangeError when it exceeds the plan's capacity. */
  size(batch: number, length: number): void {
    const { capacity } = this.plan;
    requireInteger('The batch', batch, 1);
    requireInteger('The length', length, 1);
    if (batch > capacity.batch || length > capacity.length || batch * length > capacity.tokens)
      throw new RangeError(`${batch} rows of ${length} tokens exceed what was allocated.`);
    this.batch = batch;
    this.length = length;
  }

  /** Runs embedding and trunk on tokens [batch, length], up to the first trained layer's input. */
  runTrunk(tokens: Int32Array, batch: number, length: number): void {
    this.size(batch, length);
    const { plan } = this;
    const { heap } = this.kernels;
    const { width, vocabulary } = plan.shape;
    const embed = plan.base.values + placeOf(plan.weights, 'embed.weight').offset;
    const x = plan.trunk ? plan.trunk.input : this.trunkOutput;
    this.#tokens = tokens;
    for (let i = 0; i < batch * length; i++) {
      const row = tokens[i];
      if (!(row >= 0 && row < vocabulary)) throw new RangeError(`Token ${row} is outside the vocabulary.`);
      heap.copyWithin(x + i * width, embed + row * width, embed + (row + 1) * width);
    }
    if (!plan.trunk) return;
    for (let layer = 0; layer < plan.firstTrained; layer++) {
      const out = layer + 1 < plan.firstTrained ? plan.trunk.input : this.trunkOutput;
      this.#layerForward(layer, plan.trunk, out);
    }
  }

  /** Runs the trained layers, with an adapter or as they are, and the final norm: `plan.states` [N, C]. */
  runTop(adapter: TrainedBlock | null): void {
    const { plan, kernels } = this;
    this.#adapter = adapter;
    plan.trained.forEach((places, i) => {
      const out = i + 1 < plan.trained.length ? plan.trained[i + 1].input : plan.last;
      this.#layerForward(plan.firstTrained + i, places, out);
    });
    const gain = plan.base.values + placeOf(plan.weights, 'final.norm.gain').offset;
    const { width, normEpsilon } = plan.shape;
    kernels.rmsNorm(
      plan.states,
      plan.lastInverse,
      plan.last,
      gain,
      this.batch * this.length,
      width,
      normEpsilon,
    );
  }

  /** Logits [count, V] of chosen positions of the batch, at plan.logits or elsewhere. */
  runHead(positions: ArrayLike<number>, count: number, to = this.plan.logits): void {
    const { plan, kernels } = this;
    const { width } = plan.shape;
    if (count > plan.capacity.scored)
      throw new RangeError(`${count} scored positions exceed what was allocated.`);
    for (let i = 0; i < count; i++) {
      const from = plan.states + positions[i] * width;
      kernels.heap.copyWithin(plan.picked + i * width, from, from + width);
    }
    linearForward(kernels, this.#head(), plan.picked, to, count, false);
  }

  /** Sets dL/dstates to zero, before gradients are put into it. */
  clearStateGradient(): void {
    const { dStates, shape } = this.plan;
    this.kernels.heap.fill(0, dStates, dStates + this.batch * this.length * shape.width);
  }

  /** From dL/dlogits [count, V] at plan.logits: head's gradients, and dL/dstates of those positions (added). */
  backHead(positions: ArrayLike<number>, count: number): void {
    const { plan, kernels } = this;
    const { heap } = kernels;
    const { width } = plan.shape;
    linearBackward(kernels, this.#head(), plan.picked, plan.logits, plan.dPicked, count, plan.dLow);
    for (let i = 0; i < count; i++) {
      const from = plan.dPicked + i * width;
      const to = plan.dStates + positions[i] * width;
      for (let j = 0; j < width; j++) heap[to + j] += heap[from + j];
    }
  }

  /** From dL/dstates down through the trained layers: adds to the gradients of the adapter, or of every weight. */
  backTop(): void {
    const { plan, kernels } = this;
    const { heap } = kernels;
    const { width } = plan.shape;
    const rows = this.batch * this.length;
    heap.fill(0, plan.dInput, plan.dInput + rows * width);
    const gain = placeOf(plan.weights, 'final.norm.gain').offset;
    kernels.rmsNormBackward(
      plan.dInput,
      this.#gradientAt(gain),
      plan.dStates,
      plan.last,
      plan.base.values + gain,
      plan.lastInverse,
      rows,
      width,
    );
    for (let i = plan.trained.length - 1; i >= 0; i--)
      this.#layerBackward(plan.firstTrained + i, plan.trained[i]);
    const embed = this.#gradientAt(placeOf(plan.weights, 'embed.weight').offset);
    if (embed === null) return;
    for (let i = 0; i < rows; i++) {
      const to = embed + this.#tokens[i] * width;
      const from = plan.dInput + i * width;
      for (let j = 0; j < width; j++) heap[to + j] += heap[from + j];
    }
  }

  /** The adapter that the last runTop used. */
  get adapter(): TrainedBlock | null {
    return this.#adapter;
  }

  /** One layer's product with the adapter in hand; for cached decoding too, which brings its own scratch for A x. */
  product(layer: number, name: ProductName, adapter: TrainedBlock | null, ax: number): LinearProduct {
    const { plan } = this;
    const [outputs, inputs] = layerProducts(plan.shape)[name];
    const weight = layerWeights(plan, layer, 0)[name];
    return {
      weight: plan.base.values + weight,
      dWeight: this.#gradientAt(weight),
      inputs,
      outputs,
      low: layer >= plan.firstTrained ? this.#lowRank(`layer.${layer}.${name}`, adapter, ax) : null,
    };
  }

  /** The output head: the embedding's matrix again, with the adapter's own part. */
  head(adapter: TrainedBlock | null, ax: number): LinearProduct {
    const { plan } = this;
    const { vocabulary, width } = plan.shape;
    const weight = placeOf(plan.weights, 'embed.weight').offset;
    const low = plan.adapter?.head ? this.#lowRank('head', adapter, ax) : null;
    return {
      weight: plan.base.values + weight,
      dWeight: this.#gradientAt(weight),
      inputs: width,
      outputs: vocabulary,
      low,
    };
  }

  #head(): LinearProduct {
    return this.head(this.#adapter, this.plan.headLow);
  }

  #lowRank(name: string, adapter: TrainedBlock | null, ax: number): LowRank | null {
    const { plan } = this;
    if (!adapter || !plan.adapter || !plan.adapterNames) return null;
    const a = placeOf(plan.adapterNames, `${name}.a`).offset;
    const b = placeOf(plan.adapterNames, `${name}.b`).offset;
    const { values, gradients } = adapter;
    const { rank, scale } = plan.adapter;
    return { a: values + a, b: values + b, dA: gradients + a, dB: gradients + b, rank, scale, ax };
  }

  /** Where the gradient of a base weight is summed; null while the base is frozen. */
  #gradientAt(offset: number): number | null {
    const { base } = this.plan;
    return 'gradients' in base ? base.gradients + offset : null;
  }

  #layerForward(layer: number, places: LayerPlaces, out: number): void {
    const { kernels, plan } = this;
    const { heap } = kernels;
    const { width, hidden, normEpsilon } = plan.shape;
    const rows = this.batch * this.length;
    const size = rows * width;
    const weights = layerWeights(plan, layer, plan.base.values);
    const apply = (name: ProductName, x: number, y: number, add: boolean): void =>
      linearForward(kernels, this.product(layer, name, this.#adapter, places.low[name]), x, y, rows, add);
    kernels.rmsNorm(places.normed1, places.inverse1, places.input, weights.gain1, rows, width, normEpsilon);
    apply('qkv', places.normed1, places.qkv, false);
    attentionForward(kernels, plan.shape, this.tables, this, places.qkv, places.pattern, places.mixed);
    heap.copyWithin(places.middle, places.input, places.input + size);
    apply('o', places.mixed, places.middle, true);
    kernels.rmsNorm(places.normed2, places.inverse2, places.middle, weights.gain2, rows, width, normEpsilon);
    apply('gateUp', places.normed2, places.pair, false);
    kernels.swiglu(places.gated, places.pair, rows, hidden);
    heap.copyWithin(out, places.middle, places.middle + size);
    apply('down', places.gated, out, true);
  }

  /** plan.dInput holds the gradient by the layer's output and comes to hold the one by its input. */
  #layerBackward(layer: number, places: LayerPlaces): void {
    const { kernels, plan } = this;
    const { width, hidden } = plan.shape;
    const rows = this.batch * this.length;
    const weights = layerWeights(plan, layer, plan.base.values);
    const offsets = layerWeights(plan, layer, 0);
    const { dInput, narrow, wide } = plan;
    // Below the lowest adapter nothing is trained, so its input's gradient is never asked for.
    const isLowest = layer === plan.firstTrained && plan.adapter !== null;
    const back = (name: ProductName, x: number, dy: number, dx: number | null): void =>
      linearBackward(
        kernels,
        this.product(layer, name, this.#adapter, places.low[name]),
        x,
        dy,
        dx,
        rows,
        plan.dLow,
      );
    back('down', places.gated, dInput, plan.dGated);
    kernels.swigluBackward(plan.dPair, plan.dGated, places.pair, rows, hidden);
    back('gateUp', places.normed2, plan.dPair, narrow);
    kernels.rmsNormBackward(
      dInput,
      this.#gradientAt(offsets.gain2),
      narrow,
      places.middle,
      weights.gain2,
      places.inverse2,
      rows,
      width,
    );
    back('o', places.mixed, dInput, narrow);
    attentionBackward(kernels, plan.shape, this.tables, this, {
      qkv: places.qkv,
      pattern: places.pattern,
      dMixed: narrow,
      dQkv: wide,
      dPattern: plan.dPattern,
    });
    back('qkv', places.normed1, wide, isLowest ? null : narrow);
    if (isLowest) return;
    kernels.rmsNormBackward(
      dInput,
      this.#gradientAt(offsets.gain1),
      narrow,
      places.input,
      weights.gain1,
      places.inverse1,
      rows,
      width,
    );
  }
}

import type { Random } from '../../math/random';
import { createRandom } from '../../math/random';
import {
  planDecoder,
  planTrained,
  type Capacity,
  type DecoderPlan,
  type TrainedBlock,
} from '../../math/training/decoderPlan';
import { DecoderPass } from '../../math/training/decoderPass';
import { weightBlock, type AdapterShape, type DecoderShape } from '../../math/training/decoderShape';
import { Arena, type Kernels } from '../../math/training/kernels';
import { headCount } from '../../math/training/scalarHead';
import type { Role } from './protocol';

/** The blocks that are trained beside the base: an adapter for each role, and the scalar heads. */
export interface RoleBlocks {
  readonly adapters: Readonly<Record<Role, TrainedBlock>>;
  readonly heads: Readonly<Record<'reward' | 'judge' | 'critic', TrainedBlock>>;
  /** Probabilities of the reference [scored, V], kept beside the policy's. */
  readonly referenceProbabilities: number;
  /** The reward model's states at the scored positions [scored, C], which the critic reads. */
  readonly criticStates: number;
}

/** One session's memory, taken at once: a decoder, its passes, and what the roles add. */
export class TrainingModel {
  readonly plan: DecoderPlan;
  readonly kernels: Kernels;
  readonly pass: DecoderPass;
  /** null for a character model, whose weights are all trained. */
  readonly roles: RoleBlocks | null;

  /** `makeKernels` gets the size of the heap; throws what it throws when that memory can't be had. */
  constructor(
    shape: DecoderShape,
    adapter: AdapterShape | null,
    capacity: Capacity,
    makeKernels: (count: number) => Kernels,
  ) {
    const arena = new Arena();
    this.plan = planDecoder(arena, shape, adapter, capacity);
    this.roles = this.plan.adapterNames ? this.#planRoles(arena, this.plan.adapterNames.count) : null;
    this.kernels = makeKernels(arena.size);
    this.pass = new DecoderPass(this.kernels, this.plan);
  }

  #planRoles(arena: Arena, count: number): RoleBlocks {
    const { shape, capacity } = this.plan;
    const block = (): TrainedBlock => planTrained(arena, count);
    const head = (): TrainedBlock => planTrained(arena, headCount(shape.width));
    const actor = block();
    return {
      adapters: {
        actor,
        // Never trained: it needs only values of its own.
        reference: { ...actor, values: arena.take(count) },
        reward: block(),
        judge: block(),
      },
      heads: { reward: head(), judge: head(), critic: head() },
      referenceProbabilities: arena.take(capacity.scored * shape.vocabulary),
      criticStates: arena.take(capacity.scored * shape.width),
    };
  }

  get shape(): DecoderShape {
    return this.plan.shape;
  }

  /** What a role's passes run with: its adapter, or nothing for a character model. */
  adapterOf(role: Role): TrainedBlock | null {
    return this.roles?.adapters[role] ?? null;
  }

  /** What the actor's training changes. */
  get actorBlock(): TrainedBlock {
    return this.roles?.adapters.actor ?? (this.plan.base as TrainedBlock);
  }

  /** Fills the base from a reader of named weights. */
  fillBase(read: (name: string, count: number) => ArrayLike<number>): void {
    const { weights, base } = this.plan;
    for (const [name, { offset, rows, columns }] of weights.places)
      this.kernels.heap.set(read(name, rows * columns), base.values + offset);
  }

  /**
   * Draws a fresh base: normal weights of deviation 0.02 for the embedding and half of 1 / sqrt(in) for the products,
   * gains 1, and zero for the two products that write to the residual stream, as training/common/decoder.py does.
   */
  drawBase(seed: number): void {
    const random = createRandom(seed);
    const { weights } = this.plan;
    this.fillBase((name, count) => {
      const { columns } = weights.places.get(name)!;
      if (name.endsWith('gain')) return new Float32Array(count).fill(1);
      if (/attn\.o\.|mlp\.down\./.test(name)) return new Float32Array(count);
      const spread = name === 'embed.weight' ? 0.02 : 0.5 / Math.sqrt(columns);
      return Float32Array.from({ length: count }, () => spread * random.normal());
    });
  }

  /** Makes a role's adapter one that changes nothing: A drawn (Hu et al. 2022: normal), B zero; its moments zero. */
  drawAdapter(role: Role, random: Random): void {
    if (!this.roles || !this.plan.adapterNames) return;
    const block = this.roles.adapters[role];
    const { heap } = this.kernels;
    for (const [name, { offset, rows, columns }] of this.plan.adapterNames.places) {
      const from = block.values + offset;
      const spread = name.endsWith('.a') ? 1 / Math.sqrt(columns) : 0;
      for (let i = from; i < from + rows * columns; i++)
        heap[i] = spread === 0 ? 0 : spread * random.normal();
    }
    if (role !== 'reference') this.clearMoments(block);
  }

  /** Makes a head one that gives 0 everywhere. */
  clearHead(name: 'reward' | 'judge' | 'critic'): void {
    if (!this.roles) return;
    const block = this.roles.heads[name];
    this.kernels.heap.fill(0, block.values, block.values + block.count);
    this.clearMoments(block);
  }

  clearMoments({ moment1, moment2, count }: TrainedBlock): void {
    this.kernels.heap.fill(0, moment1, moment1 + count);
    this.kernels.heap.fill(0, moment2, moment2 + count);
  }

  /** Copies one block's values over another's. */
  copyValues(from: TrainedBlock, to: TrainedBlock): void {
    this.kernels.heap.copyWithin(to.values, from.values, from.values + from.count);
  }

  /** Numbers in the base. */
  get parameters(): number {
    return weightBlock(this.shape).count;
  }
}

import type { TrainedBlock } from '../../math/training/decoderPlan';
import type { Kernels } from '../../math/training/kernels';

/** Gradients longer than this are scaled down to it (Pascanu et al. 2013), so that one odd batch can't throw a run off. */
const LONGEST = 1;

/** AdamW over several blocks with one count of steps. */
export class Optimiser {
  /** Steps taken. */
  t = 0;

  constructor(
    private readonly kernels: Kernels,
    private readonly blocks: readonly TrainedBlock[],
  ) {}

  /** Sets all gradients to zero. */
  clear(): void {
    for (const { gradients, count } of this.blocks) this.kernels.heap.fill(0, gradients, gradients + count);
  }

  /** Takes one step and gives the gradients' norm before it was cut. Not a number there leaves all weights as they were. */
  step(rate: number, decay: number): number {
    const { heap } = this.kernels;
    let squares = 0;
    for (const { gradients, count } of this.blocks)
      for (let i = gradients; i < gradients + count; i++) squares += heap[i] * heap[i];
    const norm = Math.sqrt(squares);
    if (!Number.isFinite(norm)) return norm;
    if (norm > LONGEST)
      for (const { gradients, count } of this.blocks)
        for (let i = gradients; i < gradients + count; i++) heap[i] *= LONGEST / norm;
    this.t++;
    const step = { t: this.t, rate, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay };
    for (const { values, gradients, moment1, moment2, count } of this.blocks)
      this.kernels.adamW(values, gradients, moment1, moment2, count, step);
    return norm;
  }
}

import type { TrainedBlock } from './decoderPlan';
import type { Kernels } from './kernels';

/**
 * A number read from a final state: score = w.state + bias. The block holds w [C], then the bias. The reward model reads
 * an answer's last token with one, the critic every token with another.
 */
export function headCount(width: number): number {
  return width + 4;
}

/** Scores of chosen rows of states [., width] at `states`. */
export function readHead(
  { heap }: Kernels,
  width: number,
  head: TrainedBlock,
  states: number,
  rows: ArrayLike<number>,
): Float64Array {
  return Float64Array.from({ length: rows.length }, (_, i) => {
    const state = states + rows[i] * width;
    let score = heap[head.values + width];
    for (let j = 0; j < width; j++) score += heap[head.values + j] * heap[state + j];
    return score;
  });
}

/** Adds to the head's gradients from dL/dscore of the rows and, unless dStates is null, to dL/dstates for the layers below. */
export function pushHead(
  { heap }: Kernels,
  width: number,
  head: TrainedBlock,
  states: number,
  rows: ArrayLike<number>,
  gradients: ArrayLike<number>,
  dStates: number | null,
): void {
  for (let i = 0; i < rows.length; i++) {
    const at = rows[i] * width;
    const g = gradients[i];
    heap[head.gradients + width] += g;
    for (let j = 0; j < width; j++) heap[head.gradients + j] += g * heap[states + at + j];
    if (dStates === null) continue;
    for (let j = 0; j < width; j++) heap[dStates + at + j] += g * heap[head.values + j];
  }
}

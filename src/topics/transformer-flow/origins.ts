import { linear } from '../../math/linear';
import { softmax } from '../../math/softmax';
import type { Block } from './machine';
import { memoryName, streamInto, weightName } from './names';
import { namedTensor, rowOf, stageTensor, type FlowRun, type Weights } from './tensors';

/** Rows that a projection might read: what comes up from the block below, the encoder's output, the embedded tokens. */
export const origins = ['stream', 'memory', 'input'] as const;
export type Origin = (typeof origins)[number];

/**
 * The largest difference between a projection of the model (q, k or v) and what it would be if it were made of each
 * origin's rows, over the rows that both have: about 0 for the true origin. Null where weights or tensors are missing.
 */
export function originGaps(
  run: FlowRun,
  weights: Weights,
  block: Block,
  part: 'q' | 'k' | 'v',
): Readonly<Record<Origin, number>> | null {
  const own = stageTensor(run, block, part);
  const matrix = weights[weightName(block, `${part}.weight`)];
  const names: Record<Origin, string> = {
    stream: streamInto(block, run.shape),
    memory: memoryName(run.shape),
    input: block.side === 'encoder' ? 'enc.input' : 'dec.input',
  };
  if (!own || !matrix) return null;
  const { headSize, width } = run.shape;
  const gap = (origin: Origin): number => {
    const x = namedTensor(run, names[origin]);
    if (!x) return NaN;
    const made = linear(x.values, matrix.data, width, width); // [rows, H*D]
    let most = 0;
    for (let row = 0; row < Math.min(x.rows, own.rows); row++)
      for (let c = 0; c < width; c++) {
        const there = own.values[(Math.floor(c / headSize) * own.rows + row) * headSize + (c % headSize)];
        most = Math.max(most, Math.abs(there - made[row * width + c]));
      }
    return most;
  };
  return { stream: gap('stream'), memory: gap('memory'), input: gap('input') };
}

/**
 * What taking the mask off one self-attention does to its weights, inputs as they are: the largest change in the newest
 * row and in the rows before it, over all heads. Null where the run lacks the layer's tensors.
 */
export function maskOffChange(
  run: FlowRun,
  block: Block,
): { readonly newest: number; readonly earlier: number } | null {
  const scores = stageTensor(run, block, 'scores');
  const masked = stageTensor(run, block, 'masked');
  if (!scores || !masked) return null;
  const change = { newest: 0, earlier: 0 };
  for (let head = 0; head < scores.heads; head++) {
    for (let row = 0; row < scores.rows; row++) {
      const free = softmax(rowOf(scores, head, row));
      const bound = softmax(rowOf(masked, head, row));
      const most = free.reduce((top, weight, i) => Math.max(top, Math.abs(weight - bound[i])), 0);
      const key = row === scores.rows - 1 ? 'newest' : 'earlier';
      change[key] = Math.max(change[key], most);
    }
  }
  return change;
}

import { attentionFlops } from '../../math/cost';

/** The price of one attention layer over a text of T tokens, its width d split into h heads of d/h. */
export interface SplitCost {
  readonly heads: number;
  readonly headSize: number;
  /** Multiplications and additions of the four projections (Q, K, V, output): 8 T d^2. */
  readonly projectionFlops: number;
  /** Those of q . k and of the weighted sum of values, over all T^2 cells: 4 T^2 d. */
  readonly mixingFlops: number;
  readonly matmulFlops: number;
  /** Exponentials the softmax takes, and scores to be stored: h T^2. */
  readonly cells: number;
  /** Bytes of those scores in float32. */
  readonly scoreBytes: number;
}

/**
 * What `heads` heads cost in one layer of width `width` over `tokens` tokens, counted as full T by T matrices (a causal
 * kernel may skip the masked half, for any h alike): matmul FLOPs do not contain h, scores do (Vaswani et al. 2017,
 * sec. 3.2.2). Throws a RangeError unless the heads divide the width.
 */
export function splitCost(heads: number, width: number, tokens: number): SplitCost {
  if (!Number.isInteger(heads) || heads < 1 || width % heads !== 0)
    throw new RangeError(`${heads} heads do not divide a width of ${width}.`);
  const projectionFlops = 8 * tokens * width * width;
  // attentionFlops is for one token; each of the T has T places.
  const mixingFlops = tokens * attentionFlops({ layers: 1, width }, tokens);
  const cells = heads * tokens * tokens;
  return {
    heads,
    headSize: width / heads,
    projectionFlops,
    mixingFlops,
    matmulFlops: projectionFlops + mixingFlops,
    cells,
    scoreBytes: 4 * cells,
  };
}

/** The numbers of heads that split `width` evenly, smallest first, heads of one number left out. */
export function headCounts(width: number): number[] {
  return Array.from({ length: Math.floor(width / 2) }, (_, i) => i + 1).filter((h) => width % h === 0);
}

/** The count in `counts` nearest to `wanted`; the smaller of two equally near. */
export function nearestCount(counts: readonly number[], wanted: number): number {
  return counts.reduce(
    (best, each) => (Math.abs(each - wanted) < Math.abs(best - wanted) ? each : best),
    counts[0],
  );
}

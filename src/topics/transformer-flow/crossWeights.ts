import { namedTensor, type FlowRun } from './tensors';

/** A table of weights [rows, cols]. */
export interface WeightTable {
  readonly values: Float64Array;
  readonly rows: number;
  readonly cols: number;
}

/** Cross-attention of a layer [T, S]: one head's, or the mean over all heads (head -1). Null where the run lacks it. */
export function crossWeights(run: FlowRun, layer: number, head: number): WeightTable | null {
  const pattern = namedTensor(run, `dec.layer.${layer}.cross.pattern`);
  if (!pattern) return null;
  const { heads, rows, cols } = pattern;
  const values = new Float64Array(rows * cols); // [T, S]
  for (let h = 0; h < heads; h++) {
    if (head >= 0 && h !== head) continue;
    const share = head >= 0 ? 1 : 1 / heads;
    for (let i = 0; i < values.length; i++) values[i] += pattern.values[h * rows * cols + i] * share;
  }
  return { values, rows, cols };
}

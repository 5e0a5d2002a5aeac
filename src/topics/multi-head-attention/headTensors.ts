import { logSumExp } from '../../math/softmax';
import type { Tensor, TensorName } from '../../runtime/protocol';

/** A head by layer and number, both from 0. */
export interface HeadId {
  readonly layer: number;
  readonly head: number;
}

export type Tensors = Readonly<Record<TensorName, Tensor>>;

/** The parts of a layer's attention that the graph gives for each head. */
export type HeadPart = 'pattern' | 'q_rot' | 'k_rot' | 'v' | 'head_out';

/** What one pass over the reader's text must bring back for every picture of this panel. */
export function panelOutputs(layers: number): TensorName[] {
  const parts: HeadPart[] = ['pattern', 'q_rot', 'k_rot', 'v', 'head_out'];
  return [
    'logits',
    ...Array.from({ length: layers }, (_, l) => parts.map((part) => `layer.${l}.attn.${part}`)).flat(),
  ];
}

/** One head's slice of a tensor [1, H, T, n]: its rows and their length; null when the run did not bring it. */
export function headSlice(
  tensors: Tensors,
  part: HeadPart,
  { layer, head }: HeadId,
): { readonly data: Float32Array; readonly rows: number; readonly columns: number } | null {
  const tensor = tensors[`layer.${layer}.attn.${part}`];
  if (!tensor) return null;
  const [heads, rows, columns] = tensor.dims.slice(-3);
  if (head >= heads) return null;
  const size = rows * columns;
  return { data: tensor.data.subarray(head * size, (head + 1) * size), rows, columns }; // [T, n]
}

/** The last position's logits [V] of a tensor [1, T, V] or [1, 1, V]. */
export function lastLogits({ dims, data }: Tensor): Float32Array {
  return data.slice(data.length - dims[dims.length - 1]);
}

/**
 * Bits of surprise at each token given those before it [T], -log2 p; null at the first, which nothing predicts, and
 * everywhere when only the last position's logits are there.
 */
export function surprisals({ dims, data }: Tensor, ids: readonly number[]): (number | null)[] {
  const V = dims[dims.length - 1];
  if (data.length !== ids.length * V) return ids.map(() => null);
  return ids.map((id, t) => {
    if (t === 0) return null;
    const row = data.subarray((t - 1) * V, t * V); // [V]
    return (logSumExp(row) - row[id]) / Math.LN2;
  });
}

/** Mean of the numbers of a list that has gaps; null when there is none. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value): value is number => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Factors on all heads' outputs [L * H], row by row: 0 for those in `out`, 1 for the rest. */
export function headMask(count: number, out: readonly number[]): Float32Array {
  const mask = new Float32Array(count).fill(1); // [L * H]
  for (const index of out) if (index < count) mask[index] = 0;
  return mask;
}

import type { Tensor } from '../../runtime/protocol';

/** Additive mask [rows, columns] of a stack: 0 where a row may look, -Infinity where it may not. */
export interface MaskPicture {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** A mask from a rule that says which position may see which (both from 0). */
function maskOf(rows: number, columns: number, sees: (row: number, column: number) => boolean): MaskPicture {
  const values = new Float32Array(rows * columns); // [T, S]
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) values[i * columns + j] = sees(i, j) ? 0 : -Infinity;
  return { rows, columns, values };
}

/** Nothing hidden: an encoder's mask, and that of cross-attention. */
export function openMask(rows: number, columns = rows): MaskPicture {
  return maskOf(rows, columns, () => true);
}

/**
 * The mask of a prefix LM [T, T] with `prefix` tokens in front that see one another: position i sees j if and only if
 * j <= i or j < prefix (Raffel et al. 2020, section 3.2.1). 0 is a decoder's mask, T an encoder's.
 */
export function prefixMask(tokens: number, prefix: number): MaskPicture {
  return maskOf(tokens, tokens, (i, j) => j <= i || j < prefix);
}

/** Pairs of positions that the mask leaves open. */
export function openPairs({ values }: MaskPicture): number {
  return values.reduce((count, value) => count + (value === 0 ? 1 : 0), 0);
}

/** The mask as a graph's input [1, 1, T, S]: -1e9 in place of -Infinity, which the softmax turns into an exact 0 as well. */
export function asBias({ rows, columns, values }: MaskPicture): Tensor {
  return { dims: [1, 1, rows, columns], data: values.map((value) => (value === 0 ? 0 : -1e9)) };
}

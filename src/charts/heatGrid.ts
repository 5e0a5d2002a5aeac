import { max } from 'd3-array';
import type { RampKind } from './ramps';
import type { Cell } from './roving';

/** Cells nobody may look at: 'causal' hides col > row (shifted when a cache makes more columns than rows), or ask a function. */
export type Mask = 'causal' | ((row: number, col: number) => boolean) | null;

/** The numbers of a heatmap: `values` row by row [rows, cols]. */
export interface HeatValues {
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly cols: number;
  readonly mask: Mask;
}

/** Whether a cell is hidden: by the mask, or because its value is -Infinity, which is how a mask looks in scores. */
export function isMasked(heat: HeatValues, row: number, col: number): boolean {
  if (heat.values[row * heat.cols + col] === -Infinity) return true;
  if (heat.mask === null) return false;
  if (heat.mask === 'causal') return col > row + heat.cols - heat.rows;
  return heat.mask(row, col);
}

/** The drawn cells with their values. */
export function drawnCells(heat: HeatValues): { row: number; col: number; value: number }[] {
  const cells = [];
  for (let row = 0; row < heat.rows; row++)
    for (let col = 0; col < heat.cols; col++)
      if (!isMasked(heat, row, col)) cells.push({ row, col, value: heat.values[row * heat.cols + col] });
  return cells;
}

/** One path over all hidden cells, in px at `cell` px a cell, a run of a row at a time. */
export function maskPath(heat: HeatValues, cell: number): string {
  let path = '';
  for (let row = 0; row < heat.rows; row++) {
    for (let col = 0; col < heat.cols; col++) {
      if (!isMasked(heat, row, col)) continue;
      const start = col;
      while (col + 1 < heat.cols && isMasked(heat, row, col + 1)) col++;
      path += `M${start * cell},${row * cell}h${(col - start + 1) * cell}v${cell}H${start * cell}Z`;
    }
  }
  return path;
}

/** The value range of the ramp: [0, 1] for sequential, symmetric about 0 for diverging unless given. */
export function heatDomain(
  heat: HeatValues,
  kind: RampKind,
  given?: readonly [number, number] | null,
): readonly [number, number] {
  if (given) return given;
  if (kind === 'sequential') return [0, 1];
  const largest = max(Array.from(heat.values, Math.abs).filter(Number.isFinite)) || 1;
  return [-largest, largest];
}

/** The cell under a point in px from the grid's corner, or null outside. */
export function cellAt(x: number, y: number, cell: number, heat: HeatValues): Cell | null {
  const row = Math.floor(y / cell);
  const col = Math.floor(x / cell);
  return row >= 0 && row < heat.rows && col >= 0 && col < heat.cols ? { row, col } : null;
}

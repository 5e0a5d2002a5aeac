/** The next index for an arrow, Home or End key in a list of `count`, or null when the key does not move. */
export function nextInList(key: string, index: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return Math.min(count - 1, index + 1);
  if (key === 'ArrowUp') return Math.max(0, index - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

/** A cell of a table, counted from 0. */
export interface Cell {
  readonly row: number;
  readonly col: number;
}

/** The next cell for an arrow, Home or End key (ends of the row) in a table, or null when the key does not move. */
export function nextInGrid(key: string, cell: Cell, rows: number, cols: number): Cell | null {
  const { row, col } = cell;
  if (rows === 0 || cols === 0) return null;
  if (key === 'ArrowDown') return { row: Math.min(rows - 1, row + 1), col };
  if (key === 'ArrowUp') return { row: Math.max(0, row - 1), col };
  if (key === 'ArrowRight') return { row, col: Math.min(cols - 1, col + 1) };
  if (key === 'ArrowLeft') return { row, col: Math.max(0, col - 1) };
  if (key === 'Home') return { row, col: 0 };
  if (key === 'End') return { row, col: cols - 1 };
  return null;
}

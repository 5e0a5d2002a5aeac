import { isMasked, type HeatValues } from './heatGrid';
import { rampPosition, rampTable, type RampKind } from './ramps';

interface Drawing {
  readonly heat: HeatValues;
  readonly kind: RampKind;
  readonly domain: readonly [number, number];
  /** CSS px of a cell and of the gap left free at its right and lower side. */
  readonly cell: number;
  readonly gap: number;
  /** CSS px of a row where cells are not square. */
  readonly rowHeight?: number;
}

let scratch: OffscreenCanvas | undefined;

/** One canvas for all pictures at one pixel a cell, at least as large as asked for: a new one each time costs more than the picture. */
function smallCanvas(cols: number, rows: number): OffscreenCanvas {
  if (!scratch || scratch.width < cols || scratch.height < rows)
    scratch = new OffscreenCanvas(
      Math.max(cols, scratch?.width ?? 256),
      Math.max(rows, scratch?.height ?? 64),
    );
  return scratch;
}

/** Paints the cells of a heatmap on a canvas at the device's resolution; hidden and NaN cells stay clear. */
export function paintCells(canvas: HTMLCanvasElement, drawing: Drawing): void {
  const { heat, kind, domain, cell, gap, rowHeight = cell } = drawing;
  const table = rampTable(kind);
  const scale = globalThis.devicePixelRatio || 1;
  const width = Math.max(1, Math.round(heat.cols * cell * scale));
  const height = Math.max(1, Math.round(heat.rows * rowHeight * scale));
  // A new size throws the canvas's memory away: while a picture is scrubbed it mostly stays the same.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  context?.clearRect(0, 0, width, height);
  if (!context || heat.rows === 0 || heat.cols === 0) return;
  const pixels = new ImageData(heat.cols, heat.rows);
  for (let row = 0; row < heat.rows; row++) {
    for (let col = 0; col < heat.cols; col++) {
      const index = row * heat.cols + col;
      const value = heat.values[index];
      if (Number.isNaN(value) || isMasked(heat, row, col)) continue;
      const color = table[Math.round(rampPosition(value, domain) * (table.length - 1))];
      const at = index * 4;
      pixels.data[at] = color[0];
      pixels.data[at + 1] = color[1];
      pixels.data[at + 2] = color[2];
      pixels.data[at + 3] = 255;
    }
  }
  const small = smallCanvas(heat.cols, heat.rows);
  small.getContext('2d')?.putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, heat.cols, heat.rows, 0, 0, width, height);
  if (gap * scale < 0.5) return;
  for (let col = 1; col <= heat.cols; col++)
    context.clearRect((col * cell - gap) * scale, 0, gap * scale, canvas.height);
  for (let row = 1; row <= heat.rows; row++)
    context.clearRect(0, (row * rowHeight - gap) * scale, canvas.width, gap * scale);
}

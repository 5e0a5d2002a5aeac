import type { Box } from './machineLayout';
import type { Strip } from './strips';

/** What one block shows at a frame. */
export interface PaintedStrip {
  readonly strip: Strip;
  readonly box: Box;
  /** Rows that are there by now, and the one that is followed (null: none to mark). */
  readonly made: number;
  readonly followed: number | null;
  /** The chosen head, from 0. */
  readonly head: number;
}

export interface MachineColors {
  readonly empty: string;
  readonly picked: string;
}

/** Where the pictures of a block's heads lie within its box; one for blocks without heads. */
export function faces(box: Box, count: number): readonly Box[] {
  if (count === 1) return [box];
  const gap = box.width > 90 ? 3 : 1;
  const width = (box.width - gap * (count - 1)) / count;
  return Array.from({ length: count }, (_, head) => ({ ...box, x: box.x + head * (width + gap), width }));
}

/** Paints all strips on a canvas at the device's resolution: pure in what it is given, and cheap (one image a head). */
export function paintMachine(
  canvas: HTMLCanvasElement,
  size: { readonly width: number; readonly height: number },
  strips: readonly PaintedStrip[],
  colors: MachineColors,
): void {
  const scale = globalThis.devicePixelRatio || 1;
  const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  context.imageSmoothingEnabled = false;
  for (const { strip, box, made, followed, head } of strips) {
    faces(box, strip.images.length).forEach((face, index) => {
      context.fillStyle = colors.empty;
      context.fillRect(face.x, face.y, face.width, face.height);
      if (made > 0) {
        const part = Math.min(1, made / strip.rows) * face.height;
        context.drawImage(strip.images[index], 0, 0, strip.cols, made, face.x, face.y, face.width, part);
      }
      if (index === head && strip.images.length > 1) {
        context.strokeStyle = colors.picked;
        context.lineWidth = 1;
        context.strokeRect(face.x - 0.5, face.y - 0.5, face.width + 1, face.height + 1);
      }
    });
    if (followed !== null && followed < made) {
      const row = box.height / strip.rows;
      context.fillStyle = colors.picked;
      context.fillRect(box.x - 4, box.y + followed * row, 2.5, Math.max(2, row));
    }
  }
}

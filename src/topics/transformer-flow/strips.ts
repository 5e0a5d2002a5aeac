import { rampPosition, rampTable, type RampKind, type Rgb } from '../../charts/ramps';
import type { Block, StageId } from './machine';
import { stageTensor, type FlowRun, type StageTensor } from './tensors';

/** The stage whose tensor stands for a closed block in the picture of the whole machine. */
export function faceOf(block: Block): StageId | null {
  switch (block.kind) {
    case 'embed':
      return 'scaled';
    case 'position':
      return 'input';
    case 'self':
    case 'cross':
      return 'pattern';
    case 'norm':
      return 'norm';
    case 'mlp':
      return 'act';
    case 'linear':
      return 'logits';
    case 'softmax':
      return 'probabilities';
    case 'tokens':
    case 'choose':
      return null;
  }
}

/** Colours of a stage: shares and activations from 0 up, everything else about 0. */
export function rampOf(stage: StageId): RampKind {
  return stage === 'pattern' || stage === 'act' || stage === 'probabilities' ? 'sequential' : 'diverging';
}

/** Ends of a stage's ramp over the whole tensor, so that colours don't shift from frame to frame. */
export function domainOf(tensor: StageTensor, stage: StageId): readonly [number, number] {
  if (stage === 'pattern' || stage === 'probabilities') return [0, 1];
  let most = 0;
  for (let i = 0; i < tensor.values.length; i++) {
    const size = Math.abs(tensor.values[i]);
    if (size > most && size < Infinity) most = size;
  }
  return [rampOf(stage) === 'sequential' ? 0 : -(most || 1), most || 1];
}

/** RGBA pixels of a table [rows, cols], one pixel a number; what is not finite stays clear. */
export function pixelsOf(
  values: ArrayLike<number>,
  from: number,
  count: number,
  kind: RampKind,
  domain: readonly [number, number],
  table: readonly Rgb[] = rampTable(kind),
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(count * 4);
  for (let i = 0; i < count; i++) {
    const value = values[from + i];
    if (!Number.isFinite(value)) continue;
    const [r, g, b] = table[Math.round(rampPosition(value, domain) * (table.length - 1))];
    pixels.set([r, g, b, 255], i * 4);
  }
  return pixels;
}

/** A block's numbers as pictures to be stretched: one for each head, else one. */
export interface Strip {
  readonly block: Block;
  readonly stage: StageId;
  readonly images: readonly OffscreenCanvas[];
  readonly rows: number;
  readonly cols: number;
}

function imageOf(pixels: Uint8ClampedArray<ArrayBuffer>, cols: number, rows: number): OffscreenCanvas {
  const image = new OffscreenCanvas(cols, rows);
  image.getContext('2d')?.putImageData(new ImageData(pixels, cols, rows), 0, 0);
  return image;
}

/** A vocabulary's worth of logits is wider than any screen: the largest of each run of columns stands for it. */
function narrowed(tensor: StageTensor, columns: number): StageTensor {
  if (tensor.cols <= columns) return tensor;
  const values = new Float64Array(tensor.rows * columns);
  for (let row = 0; row < tensor.rows; row++) {
    for (let col = 0; col < columns; col++) {
      const from = Math.floor((col * tensor.cols) / columns);
      const to = Math.floor(((col + 1) * tensor.cols) / columns);
      let most = -Infinity;
      for (let c = from; c < to; c++) most = Math.max(most, tensor.values[row * tensor.cols + c]);
      values[row * columns + col] = most;
    }
  }
  return { values, heads: 1, rows: tensor.rows, cols: columns };
}

/** The pictures of all closed blocks of a run, made once; each frame then only shows more or less of them. */
export function stripsOf(run: FlowRun, blocks: readonly Block[]): ReadonlyMap<string, Strip> {
  const strips = new Map<string, Strip>();
  // Where nothing can be painted (tests without a browser) there is nothing to prepare.
  if (typeof OffscreenCanvas === 'undefined') return strips;
  for (const block of blocks) {
    const stage = faceOf(block);
    const whole = stage && stageTensor(run, block, stage);
    if (!stage || !whole || whole.rows === 0) continue;
    const tensor = stage === 'logits' || stage === 'probabilities' ? narrowed(whole, 384) : whole;
    const kind = rampOf(stage);
    const domain = domainOf(tensor, stage);
    const table = rampTable(kind);
    const size = tensor.rows * tensor.cols;
    const images = Array.from({ length: tensor.heads }, (_, head) =>
      imageOf(pixelsOf(tensor.values, head * size, size, kind, domain, table), tensor.cols, tensor.rows),
    );
    strips.set(block.id, { block, stage, images, rows: tensor.rows, cols: tensor.cols });
  }
  return strips;
}

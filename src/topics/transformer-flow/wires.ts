import type { Block, FlowShape } from './machine';
import type { Frame } from './frames';
import type { MachineLayout } from './machineLayout';

/** One line of the picture. */
export interface Wire {
  readonly id: string;
  readonly kind: 'stream' | 'residual' | 'memory' | 'loop';
  readonly path: string;
  /** The frame on show sends something along it. */
  readonly active: boolean;
}

const r = (value: number) => Math.round(value * 10) / 10;

/**
 * The machine's lines in a layout, and which of them carry something at a frame: the stream from block to block, the
 * residual lines around each sub-layer, the encoder's output to every cross-attention, the chosen token back down.
 */
export function wires(
  layout: MachineLayout,
  encoder: readonly Block[],
  decoder: readonly Block[],
  shape: FlowShape,
  frame: Frame,
): readonly Wire[] {
  const found: Wire[] = [];
  const { boxes, columns, busX, loopX } = layout;
  for (const blocks of [encoder, decoder]) {
    const { side } = blocks[0];
    const column = columns[side];
    const lane = column.x - (side === 'encoder' ? column.x : column.x - busX) * 0.45;
    blocks.forEach((block, index) => {
      if (index === 0) return;
      const [below, box] = [boxes[blocks[index - 1].id], boxes[block.id]];
      const here = frame.block.id === block.id;
      const x = column.x + column.width / 2;
      // Keys and values of cross-attention come over the bus; everything else comes from below.
      const over = block.kind === 'cross' && (frame.stage === 'k' || frame.stage === 'v');
      found.push({
        id: `${block.id}.in`,
        kind: 'stream',
        path: `M${r(x)} ${r(below.y)}V${r(box.y + box.height)}`,
        active: here && frame.stageIndex <= (block.stages.includes('q') ? 2 : 0) && !over,
      });
      if (block.kind !== 'norm') return;
      // The residual line starts under the sub-layer and ends in its add & norm.
      const start = boxes[blocks[index - 1].id];
      const from = start.y + start.height + 1.5;
      const to = box.y + box.height / 2;
      found.push({
        id: `${block.id}.residual`,
        kind: 'residual',
        path: `M${r(column.x)} ${r(from)}H${r(lane)}V${r(to)}H${r(column.x)}`,
        active: here && frame.stage === 'add',
      });
    });
  }
  const top = boxes[encoder[encoder.length - 1].id];
  const up = top.y - 6;
  const x = columns.encoder.x + columns.encoder.width / 2;
  for (let layer = 0; layer < shape.decoderLayers; layer++) {
    const box = boxes[`decoder.${layer}.cross`];
    const active =
      frame.block.id === `decoder.${layer}.cross` && (frame.stage === 'k' || frame.stage === 'v');
    const y = box.y + box.height / 2;
    found.push({
      id: `memory.${layer}`,
      kind: 'memory',
      path: `M${r(x)} ${r(top.y)}V${r(up)}H${r(busX)}V${r(y)}H${r(box.x)}`,
      active,
    });
  }
  const [first, last] = [boxes[decoder[0].id], boxes[decoder[decoder.length - 1].id]];
  const right = columns.decoder.x + columns.decoder.width;
  found.push({
    id: 'loop',
    kind: 'loop',
    path: `M${r(right)} ${r(last.y + last.height / 2)}H${r(loopX)}V${r(first.y + first.height / 2)}H${r(right)}`,
    active: frame.block.side === 'decoder' && frame.block.kind === 'tokens',
  });
  // Lit lines are drawn last, over the others.
  return found.toSorted((a, b) => Number(a.active) - Number(b.active));
}

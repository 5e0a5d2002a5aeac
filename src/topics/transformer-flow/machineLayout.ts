import type { Block, BlockKind, Side } from './machine';

/** A box in px from the picture's top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything lies: one box a block, and the lanes that the wires run in. */
export interface MachineLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: Readonly<Record<string, Box>>;
  readonly columns: Readonly<Record<Side, Box>>;
  /** x of the line that carries the encoder's output to the decoder. */
  readonly busX: number;
  /** x of the line that takes the chosen token back down. */
  readonly loopX: number;
}

export interface LayoutInput {
  readonly width: number;
  readonly height: number;
  readonly encoder: readonly Block[];
  readonly decoder: readonly Block[];
  /** The block that is opened; its column widens, its neighbours shrink. */
  readonly open: Block | null;
  /** px that an opened block wants in height. */
  readonly openHeight: number;
  /** 1 on a desk, about 1.8 on a projector. */
  readonly scale: number;
}

/** Height of a block beside the others, closed. */
const weights: Readonly<Record<BlockKind, number>> = {
  tokens: 1.7,
  embed: 1.5,
  position: 1.5,
  self: 3,
  cross: 3,
  mlp: 2.3,
  norm: 1.3,
  linear: 1.5,
  softmax: 1.7,
  choose: 1.7,
};
/** The least an add & norm may be drawn with: still a strip to aim at. */
const least = 3.5;
/** Room for the names of the two stacks. */
const headRoom = 22;

/** Room below a block: more between layers, less where a neighbour is open. */
function gapBelow(block: Block, index: number, tight: boolean): number {
  if (index === 0) return 0;
  const between = block.kind === 'self' || block.kind === 'linear';
  return tight ? (between ? 4 : 1.5) : between ? 9 : 3;
}

function stack(blocks: readonly Block[], column: Box, input: LayoutInput, boxes: Record<string, Box>): void {
  const { open } = input;
  const holds = open !== null && blocks.includes(open);
  const gaps = blocks.reduce((sum, block, index) => sum + gapBelow(block, index, holds), 0);
  const free = column.height - gaps - (holds ? input.openHeight : 0);
  const total = blocks.reduce((sum, block) => sum + (block === open ? 0 : weights[block.kind]), 0);
  const unit = Math.max(least / weights.norm, free / total);
  let y = column.y + column.height;
  blocks.forEach((block, index) => {
    const height = block === open ? input.openHeight : weights[block.kind] * unit;
    y -= gapBelow(block, index, holds) + height;
    boxes[block.id] = { x: column.x, y, width: column.width, height };
  });
}

/** Lays the machine out, pure: encoder left, decoder right, both bottom to top (Vaswani et al. 2017, fig. 1). */
export function machineLayout(input: LayoutInput): MachineLayout {
  const { width, height, open, scale } = input;
  const narrow = width < 520 * scale;
  // Lanes: residual lines at the left of each stack, the bus between them, the loop at the right.
  const lane = (narrow ? 9 : 16) * scale;
  const bus = (narrow ? 12 : 26) * scale;
  const loop = (narrow ? 8 : 14) * scale;
  const room = width - 2 * lane - bus - loop;
  const slim = narrow ? 24 : Math.min(150 * scale, room * 0.2);
  const encoderWidth = open === null ? room * 0.46 : open.side === 'encoder' ? room - slim : slim;
  const top = headRoom * scale;
  const encoder: Box = { x: lane, y: top, width: encoderWidth, height: height - top };
  const busX = encoder.x + encoder.width + bus / 2;
  const decoder: Box = {
    x: encoder.x + encoder.width + bus + lane,
    y: top,
    width: room - encoderWidth,
    height: height - top,
  };
  const boxes: Record<string, Box> = {};
  stack(input.encoder, encoder, input, boxes);
  stack(input.decoder, decoder, input, boxes);
  return { width, height, boxes, columns: { encoder, decoder }, busX, loopX: width - loop / 2 };
}

/** Where a block's name ends and its strip begins, in px from its left edge. */
export function leadIn(box: Box, scale: number): number {
  if (box.width < 110 * scale) return 5;
  // A narrow block has room for a short name only.
  return box.width < 220 * scale ? 58 * scale : Math.min(box.width * 0.36, 142 * scale);
}

const mix = (a: number, b: number, t: number) => a + (b - a) * t;
const mixBox = (a: Box, b: Box, t: number): Box => ({
  x: mix(a.x, b.x, t),
  y: mix(a.y, b.y, t),
  width: mix(a.width, b.width, t),
  height: mix(a.height, b.height, t),
});

/** A layout on the way from `a` to `b`: zooming is a picture between two pictures. */
export function mixLayouts(a: MachineLayout, b: MachineLayout, t: number): MachineLayout {
  if (t >= 1) return b;
  return {
    width: mix(a.width, b.width, t),
    height: mix(a.height, b.height, t),
    boxes: Object.fromEntries(
      Object.entries(b.boxes).map(([id, box]) => [id, id in a.boxes ? mixBox(a.boxes[id], box, t) : box]),
    ),
    columns: {
      encoder: mixBox(a.columns.encoder, b.columns.encoder, t),
      decoder: mixBox(a.columns.decoder, b.columns.decoder, t),
    },
    busX: mix(a.busX, b.busX, t),
    loopX: mix(a.loopX, b.loopX, t),
  };
}

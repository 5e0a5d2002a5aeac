/** One side of a box. */
export type Side = 'left' | 'right' | 'top' | 'bottom';

/** A box of a block diagram; place and size in units of the diagram's grid. */
export interface FlowNode {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly label: string;
  /** A second, smaller line: a shape such as [T, 192] or a number. */
  readonly note?: string;
  /** What the number in the note is, unrounded. */
  readonly value?: number | null;
  /** 'prob' computed, 'touch' yours to move, 'picked' it happened, 'text' no frame, 'cut' taken out (hatched). */
  readonly kind?: 'plain' | 'prob' | 'touch' | 'picked' | 'text' | 'cut';
}

/** A connector; its sides are chosen from where the boxes stand unless given. */
export interface FlowLink {
  readonly from: string;
  readonly to: string;
  readonly fromSide?: Side;
  readonly toSide?: Side;
  /** Grid units a skip connection swings out from its side before it comes back (residual stream). */
  readonly swing?: number;
  readonly label?: string;
  readonly kind?: 'plain' | 'prob' | 'touch' | 'picked' | 'cut';
  /** Line width in px when the link carries a weight. */
  readonly weight?: number | null;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const OUT: Record<Side, readonly [number, number]> = {
  left: [-1, 0],
  right: [1, 0],
  top: [0, -1],
  bottom: [0, 1],
};

function anchor(box: Box, side: Side): [number, number] {
  const [dx, dy] = OUT[side];
  return [box.x + (box.w * (1 + dx)) / 2, box.y + (box.h * (1 + dy)) / 2];
}

/** The facing sides of two boxes: beside each other if their heights overlap, else above each other. */
export function facingSides(from: Box, to: Box): [Side, Side] {
  const overlapY = Math.min(from.y + from.h, to.y + to.h) - Math.max(from.y, to.y);
  if (overlapY > 0) return from.x < to.x ? ['right', 'left'] : ['left', 'right'];
  return from.y < to.y ? ['bottom', 'top'] : ['top', 'bottom'];
}

/** A connector in px as right-angled points, from edge to edge. */
export function linkPoints(from: Box, to: Box, link: FlowLink, unit: number): [number, number][] {
  const [autoFrom, autoTo] = link.swing ? (['right', 'right'] as const) : facingSides(from, to);
  const fromSide = link.fromSide ?? autoFrom;
  const toSide = link.toSide ?? autoTo;
  const start = anchor(from, fromSide);
  const end = anchor(to, toSide);
  const horizontal = (side: Side) => side === 'left' || side === 'right';
  if (link.swing) {
    const [dx, dy] = OUT[fromSide];
    const out = link.swing * unit;
    if (horizontal(fromSide)) {
      const x = dx < 0 ? Math.min(start[0], end[0]) - out : Math.max(start[0], end[0]) + out;
      return [start, [x, start[1]], [x, end[1]], end];
    }
    const y = dy < 0 ? Math.min(start[1], end[1]) - out : Math.max(start[1], end[1]) + out;
    return [start, [start[0], y], [end[0], y], end];
  }
  if (horizontal(fromSide) !== horizontal(toSide))
    return horizontal(fromSide) ? [start, [end[0], start[1]], end] : [start, [start[0], end[1]], end];
  if (horizontal(fromSide)) {
    if (Math.abs(start[1] - end[1]) < 0.5) return [start, end];
    const x = (start[0] + end[0]) / 2;
    return [start, [x, start[1]], [x, end[1]], end];
  }
  if (Math.abs(start[0] - end[0]) < 0.5) return [start, end];
  const y = (start[1] + end[1]) / 2;
  return [start, [start[0], y], [end[0], y], end];
}

/** The little triangle at the end of a connector. */
export function arrowHead(points: readonly (readonly [number, number])[], length: number): string {
  const [x, y] = points[points.length - 1];
  const [px, py] = points[points.length - 2] ?? [x, y - 1];
  const distance = Math.hypot(x - px, y - py) || 1;
  const [ux, uy] = [(x - px) / distance, (y - py) / distance];
  const [bx, by] = [x - ux * length, y - uy * length];
  const half = length * 0.5;
  return `M${x},${y}L${bx - uy * half},${by + ux * half}L${bx + uy * half},${by - ux * half}Z`;
}

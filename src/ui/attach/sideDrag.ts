/** What a sideways drag reports, in px from where it began. */
export interface SideDragHandlers {
  /** The pointer has moved far enough to mean a drag. */
  begin: () => void;
  move: (px: number, event: PointerEvent) => void;
  end: () => void;
}

/** Pixels before a press becomes a drag rather than a click into the field. */
const SLACK = 4;

/** Lets an element be dragged left and right while a plain click still reaches it (d3-drag would keep the focus away). */
export function sideDrag(handlers: () => SideDragHandlers | null) {
  return (node: HTMLElement): (() => void) => {
    let from: number | null = null;
    let dragging = false;
    const down = (event: PointerEvent) => {
      if (event.button === 0 && handlers()) from = event.clientX;
    };
    const move = (event: PointerEvent) => {
      const active = handlers();
      if (from === null || !active) return;
      const px = event.clientX - from;
      if (!dragging) {
        if (Math.abs(px) < SLACK) return;
        dragging = true;
        node.setPointerCapture?.(event.pointerId);
        active.begin();
      }
      event.preventDefault();
      active.move(px, event);
    };
    const up = () => {
      if (dragging) handlers()?.end();
      dragging = false;
      from = null;
    };
    node.addEventListener('pointerdown', down);
    node.addEventListener('pointermove', move);
    node.addEventListener('pointerup', up);
    node.addEventListener('pointercancel', up);
    return () => {
      node.removeEventListener('pointerdown', down);
      node.removeEventListener('pointermove', move);
      node.removeEventListener('pointerup', up);
      node.removeEventListener('pointercancel', up);
    };
  };
}

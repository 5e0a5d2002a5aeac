import { drag as d3drag, type D3DragEvent, type DragContainerElement } from 'd3-drag';
import { select } from 'd3-selection';

/** What a drag reports: the pointer in px from the container's top left corner. */
export interface DragHandlers {
  start?: (x: number, y: number) => void;
  move: (x: number, y: number) => void;
  end?: (x: number, y: number) => void;
  /** Coordinates are measured in this element; the dragged node's own SVG by default. */
  container?: () => Element | null;
}

/** Makes an element draggable with mouse, pen or touch; reports positions and leaves drawing to the caller. */
export function drag<Node extends HTMLElement | SVGElement>(handlers: DragHandlers) {
  return (node: Node): (() => void) => {
    const behaviour = d3drag<Node, unknown>()
      .container(() => (handlers.container?.() ?? node.closest('svg') ?? node) as DragContainerElement)
      .on('start', (event: D3DragEvent<Node, unknown, unknown>) => handlers.start?.(event.x, event.y))
      .on('drag', (event: D3DragEvent<Node, unknown, unknown>) => handlers.move(event.x, event.y))
      .on('end', (event: D3DragEvent<Node, unknown, unknown>) => handlers.end?.(event.x, event.y))
      // The mark has no datum: the pointer itself is the subject, so x and y are where the pointer is.
      .subject((event: D3DragEvent<Node, unknown, unknown>) => ({ x: event.x, y: event.y }));
    const selection = select(node).call(behaviour);
    return () => {
      selection.on('.drag', null);
    };
  };
}

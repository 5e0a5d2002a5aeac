import { brushX, type D3BrushEvent } from 'd3-brush';
import { select } from 'd3-selection';

/** A horizontal brush over `extent` (px, [[left, top], [right, bottom]]); reports the interval in px, null when cleared. */
export function brush(
  extent: [[number, number], [number, number]],
  report: (interval: [number, number] | null, done: boolean) => void,
) {
  return (node: SVGGElement): (() => void) => {
    const behaviour = brushX<unknown>()
      .extent(extent)
      .on('brush end', (event: D3BrushEvent<unknown>) => {
        report(event.selection as [number, number] | null, event.type === 'end');
      });
    const group = select<SVGGElement, unknown>(node);
    group.call(behaviour);
    return () => {
      group.on('.brush', null);
      group.selectAll('*').remove();
    };
  };
}

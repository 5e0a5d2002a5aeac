/** Height between the margins of an A4 sheet, px at 96 dpi, less a little. */
const sheetPx = 1000;

const scrolls = (style: string) => style === 'auto' || style === 'scroll';

/**
 * Gets a panel ready for paper, where nothing scrolls: what scrolled is unrolled, what is wider than the sheet is made
 * smaller, what is taller may break between its parts. `scaled`: the pictures had no time to draw themselves for the
 * paper's width and keep that of the screen. Everything is put back by the cleanup.
 */
export function fitToPaper(scaled: boolean) {
  return (panel: HTMLElement): (() => void) => {
    const undo: (() => void)[] = [];
    const mark = (element: Element, name: string) => {
      if (element.classList.contains(name)) return;
      element.classList.add(name);
      undo.push(() => element.classList.remove(name));
    };
    const zoom = (element: HTMLElement, factor: number) => {
      element.style.zoom = String(factor);
      undo.push(() => (element.style.zoom = ''));
    };
    const fit = () => {
      const inside = [...panel.querySelectorAll<HTMLElement>('.stage *, .bench *')];
      for (const element of inside) {
        const { overflowX, overflowY } = getComputedStyle(element);
        const wide = scrolls(overflowX) && element.scrollWidth > element.clientWidth + 1;
        const high = scrolls(overflowY) && element.scrollHeight > element.clientHeight + 1;
        if (!wide && !high) continue;
        const factor = element.clientWidth / element.scrollWidth;
        mark(element, 'unrolled');
        if (wide)
          for (const child of element.children)
            if (child instanceof HTMLElement || child instanceof SVGElement)
              zoom(child as HTMLElement, factor);
      }
      for (const element of inside) if (element.offsetHeight > sheetPx) mark(element, 'tall');
    };
    let frames = 0;
    let waiting = 0;
    if (scaled) {
      for (const part of panel.querySelectorAll<HTMLElement>(':scope > .stage, :scope > .bench')) {
        const needed = Math.max(...[...part.querySelectorAll('svg')].map((svg) => svg.clientWidth));
        if (needed > part.clientWidth) zoom(part, part.clientWidth / needed);
      }
      fit();
    } else {
      // The charts follow their new width within two frames.
      const wait = () => {
        frames += 1;
        if (frames < 3) waiting = requestAnimationFrame(wait);
        else fit();
      };
      waiting = requestAnimationFrame(wait);
    }
    return () => {
      cancelAnimationFrame(waiting);
      undo.reverse().forEach((step) => step());
    };
  };
}

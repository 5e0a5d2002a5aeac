/** Reports an element's content width and height in px, at once and whenever they change. */
export function size(report: (width: number, height: number) => void) {
  return (node: HTMLElement): (() => void) => {
    const measure = () => {
      // An element that is not laid out (a closed tab, a test) has no width: the last known one stays.
      if (node.clientWidth > 0) report(node.clientWidth, node.clientHeight);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  };
}

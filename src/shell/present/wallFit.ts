/** Type on the wall is 20 px at the least at full size; a crowded slide may bring it down to 15. */
const LEAST = 0.76;
/** Below this width the wall is a page that scrolls. */
const WIDE = 1000;

/**
 * An attachment for the caption below a slide: gives the room above it to the page as `--wall-room` (px), for pictures
 * that can be of any height, and, where the stage is taller still, makes the root's type smaller by as much as it takes.
 * Within a topic it never grows again, so that nothing breathes while a slide is at work. The root gets its own type back
 * when the caption goes.
 */
export function fitWall(caption: HTMLElement): () => void {
  const root = document.documentElement;
  // The page lies right before its caption (TopicPage).
  const before = caption.previousElementSibling;
  const main = before instanceof HTMLElement ? before : null;
  let scale = 1;
  let frame = 0;

  function setScale(next: number) {
    scale = next;
    root.style.fontSize = next < 1 ? `${next * 100}%` : '';
  }
  /** Pictures take up new room a frame after it is given: only then is it seen whether the stage fits. */
  function soon(step: () => void) {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(step);
  }
  function giveRoom() {
    if (!main || innerWidth < WIDE) {
      root.style.removeProperty('--wall-room');
      setScale(1);
      return;
    }
    const { paddingTop, paddingBottom } = getComputedStyle(main);
    const padding = Number.parseFloat(paddingTop) + Number.parseFloat(paddingBottom);
    const room = `${Math.floor(innerHeight - caption.offsetHeight - padding)}px`;
    if (root.style.getPropertyValue('--wall-room') !== room) {
      root.style.setProperty('--wall-room', room);
      soon(() => soon(shrink));
    } else shrink();
  }
  function shrink() {
    if (!main) return;
    const room = innerHeight - caption.offsetHeight;
    // Part of every stage is not type: one step may take several rounds.
    if (main.offsetHeight > room + 1 && scale > LEAST)
      setScale(Math.max(LEAST, scale * Math.max(0.93, room / main.offsetHeight)));
  }
  const observer = new ResizeObserver(() => soon(giveRoom));
  if (main) observer.observe(main);
  observer.observe(caption);
  const resized = () => {
    setScale(1);
    soon(giveRoom);
  };
  addEventListener('resize', resized);
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
    removeEventListener('resize', resized);
    setScale(1);
    root.style.removeProperty('--wall-room');
  };
}

/** Type on the wall is 20 px at the least at full size; a crowded slide may bring it down to 15. */
const LEAST = 0.76;
/** A stage taller than this share of itself allows is made to be scrolled. */
const CURABLE = 0.7;
/** px that may be left over when the type is as small as it gets. */
const SLACK = 24;
/** A slide that has just turned is taller for a moment, while its pictures find their places. */
const SETTLED_MS = 600;
/** Below this width the wall is a page that scrolls. */
const WIDE = 1000;

/**
 * An attachment for the caption below a slide: gives the room above it to the page as `--wall-room` (px), for pictures
 * that can be of any height, and, where the stage is taller still, makes the root's type smaller by as much as it takes;
 * a slide that no size would fit keeps its full type and scrolls. Within a topic a fitted size stays, so that nothing
 * breathes while a slide is at work. The root gets its own type back when the caption goes.
 */
export function fitWall(caption: HTMLElement): () => void {
  const root = document.documentElement;
  // The page lies right before its caption (TopicPage).
  const before = caption.previousElementSibling;
  const main = before instanceof HTMLElement ? before : null;
  let scale = 1;
  let frame = 0;
  /** The caption of the slide that does not fit at any size. */
  let beyond: string | null = null;
  let last: ReturnType<typeof setTimeout> | undefined;

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
  /** px by which the page reaches under the caption. */
  const over = () => (main ? main.offsetHeight - (innerHeight - caption.offsetHeight) : 0);
  function shrink() {
    if (!main || over() <= 1 || caption.textContent === beyond) return;
    const share = 1 - over() / main.offsetHeight;
    clearTimeout(last);
    // Part of every stage is not type: one step may take several rounds.
    if (scale > LEAST && share > CURABLE) setScale(Math.max(LEAST, scale * Math.max(0.93, share)));
    else last = setTimeout(giveUp, SETTLED_MS);
  }
  /** What goes on below the caption whatever its type is better read in full size. */
  function giveUp() {
    if (over() <= SLACK) return;
    beyond = caption.textContent;
    setScale(1);
  }
  const observer = new ResizeObserver(() => soon(giveRoom));
  if (main) observer.observe(main);
  observer.observe(caption);
  const resized = () => {
    beyond = null;
    setScale(1);
    soon(giveRoom);
  };
  addEventListener('resize', resized);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(last);
    observer.disconnect();
    removeEventListener('resize', resized);
    setScale(1);
    root.style.removeProperty('--wall-room');
  };
}

import { parseLink, type Link } from './link';

/** Browsers drop history calls beyond about a hundred in half a minute. */
const restMs = 300;

/**
 * The address bar. `link` is what it says; `push` opens a new entry for the back button, `replace` rewrites the
 * present one and may be called at every frame of a drag: only the newest of a burst is written.
 */
export class Address {
  link: Link = $state.raw(parseLink(''));
  /** False when the arrival went back to an entry this page wrote: its language is then old news. */
  fresh = true;
  #waiting: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.link = parseLink(location.hash);
    this.#own();
  }

  /** Marks the present entry, so that coming back to it is told from a new link. */
  #own(): void {
    history.replaceState({ own: true }, '');
  }

  /**
   * Follows the browser's own navigation (a clicked link, back, forward, a typed address; not this page's writes)
   * until the returned function is called.
   */
  listen(onArrive: () => void): () => void {
    const arrive = (event: PopStateEvent) => {
      this.#forget();
      this.fresh = event.state === null;
      this.link = parseLink(location.hash);
      this.#own();
      onArrive();
    };
    const flush = () => this.#flush();
    addEventListener('popstate', arrive);
    addEventListener('pagehide', flush);
    return () => {
      removeEventListener('popstate', arrive);
      removeEventListener('pagehide', flush);
      this.#flush();
    };
  }

  /** Goes to an address as if its link had been clicked. */
  open(hash: string): void {
    this.#flush();
    location.hash = hash;
  }

  /** Writes a new entry for the same page. */
  push(hash: string): void {
    this.#flush();
    history.pushState({ own: true }, '', hash);
  }

  /** Rewrites the present entry, at once if the last write is long enough ago. */
  replace(hash: string): void {
    this.#waiting = hash;
    if (this.#timer !== undefined) return;
    this.#write();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#write();
    }, restMs);
  }

  #write(): void {
    if (this.#waiting === null) return;
    history.replaceState({ own: true }, '', this.#waiting);
    this.#waiting = null;
  }

  #flush(): void {
    this.#write();
    this.#forget();
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = null;
  }
}

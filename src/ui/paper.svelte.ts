import { flushSync } from 'svelte';

/** Frames at most until the charts have drawn themselves for the paper's width. */
const patience = 40;
/** Frames without a change of size that count as being done. */
const calm = 4;

const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));

/**
 * Whether the page is laid out for paper: light, as wide as A4 between its margins, everything said in full and no
 * control in sight. The page's own action gives the charts time to draw themselves anew for that width; where the
 * browser begins to print by itself there is none, and the pictures are scaled instead.
 */
export class Paper {
  on: boolean = $state(false);
  /** The pictures keep their width on the screen and are scaled to the paper's. */
  scaled: boolean = $state(false);

  /** Lays the page out for paper, waits until the charts have followed, and opens the browser's print dialogue. */
  async print(): Promise<void> {
    // Text in full brings formulas that the page may not have had to set yet; offline, their source stands there.
    await import('./formulaEngine').catch(() => null);
    this.on = true;
    await this.#settled();
    // Closed by hand in the meantime.
    if (this.on) window.print();
  }

  /** Back to the screen's layout. */
  close(): void {
    this.on = false;
    this.scaled = false;
  }

  /** Follows printing that the browser's own menu began, until the returned function is called. */
  listen(): () => void {
    const before = () => {
      if (this.on) return;
      this.scaled = true;
      this.on = true;
      // The paper is laid out as soon as this returns.
      flushSync();
    };
    const after = () => this.close();
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
      this.close();
    };
  }

  async #settled(): Promise<void> {
    await document.fonts?.ready;
    let height = -1;
    for (let frames = 0, still = 0; frames < patience && still < calm; frames++) {
      await frame();
      const now = document.documentElement.scrollHeight;
      still = now === height ? still + 1 : 0;
      height = now;
    }
  }
}

/** The one sheet of paper of this page: a browser prints one thing at a time. */
export const paper = new Paper();

/** Full screen and presenting. Both end when the browser leaves full screen. */
export class Presentation {
  on: boolean = $state(false);
  #staying = false;

  /** Presenting works without full screen too: phones and frames may refuse it. */
  async start(): Promise<void> {
    this.on = true;
    await enterFullscreen();
  }

  async stop(): Promise<void> {
    this.on = false;
    if (document.fullscreenElement) await document.exitFullscreen();
  }

  toggle(): Promise<void> {
    return this.on ? this.stop() : this.start();
  }

  /** The next way out of full screen is not the speaker's: opening a second window closes it too. */
  stay(): void {
    this.#staying = document.fullscreenElement !== null;
  }

  /** Follows the browser's own way out of full screen until the returned function is called. */
  listen(onLeft: () => void): () => void {
    const changed = () => {
      if (document.fullscreenElement) return;
      if (!this.#staying) {
        this.on = false;
        onLeft();
      }
      this.#staying = false;
    };
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }
}

async function enterFullscreen(): Promise<void> {
  try {
    await document.documentElement.requestFullscreen();
  } catch {
    // Refused or unknown: the large view fills the window instead.
  }
}

/** Full screen on or off; does nothing where the browser refuses. */
export async function toggleFullscreen(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await enterFullscreen();
}

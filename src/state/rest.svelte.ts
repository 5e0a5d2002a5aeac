/**
 * Whether a hand is at work on a control that answers at every frame: true from `moved()` until nothing has moved for
 * `restMs`. What takes longer than a frame to draw waits for it. It decides what is drawn, never what comes when.
 */
export class Rest {
  moving: boolean = $state(false);
  readonly #restMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(restMs = 160) {
    this.#restMs = restMs;
  }

  moved(): void {
    this.moving = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.moving = false), this.#restMs);
  }
}

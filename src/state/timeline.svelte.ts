/** Where a timeline keeps its step when a link is to carry it, and how far one step on or back goes. */
export interface TimelineOptions {
  readonly place?: { get(): number; set(step: number): void };
  readonly forward?: (at: number) => number;
  readonly backward?: (at: number) => number;
}

/**
 * A process shown step by step: a pure `frameAt(step)` of the panel draws it, so scrubbing back is free. Playing is
 * driven from outside with the frame clock (`tick`), never by a timer that orders things.
 */
export class Timeline {
  #count: () => number;
  #at = $state(0);
  readonly #place: { get(): number; set(step: number): void };
  readonly #forward: (at: number) => number;
  readonly #backward: (at: number) => number;
  playing = $state(false);
  /** Milliseconds a step lasts while playing. */
  stepMs: number = $state(600);
  #since: number | null = null;

  /** `count` steps, 0 to count; a function where the count grows (tokens arriving). */
  constructor(count: number | (() => number), stepMs = 600, options: TimelineOptions = {}) {
    this.#count = typeof count === 'function' ? count : () => count;
    this.stepMs = stepMs;
    this.#place = options.place ?? {
      get: () => this.#at,
      set: (step) => {
        this.#at = step;
      },
    };
    this.#forward = options.forward ?? ((at) => at + 1);
    this.#backward = options.backward ?? ((at) => at - 1);
  }

  get count(): number {
    return Math.max(0, this.#count());
  }

  /** The step on show, 0 to count. */
  get at(): number {
    return Math.min(this.#place.get(), this.count);
  }

  seek(step: number): void {
    this.#place.set(Number.isFinite(step) ? Math.min(this.count, Math.max(0, Math.round(step))) : 0);
  }

  next(): void {
    this.pause();
    this.seek(this.#forward(this.at));
  }

  back(): void {
    this.pause();
    this.seek(this.#backward(this.at));
  }

  /** Plays on; from the end, from the start again. */
  play(): void {
    if (this.at >= this.count) this.seek(0);
    this.#since = null;
    this.playing = this.count > 0;
  }

  pause(): void {
    this.playing = false;
  }

  /** Moves on when a step's time has passed at `nowMs` of the frame clock; stops at the end. */
  tick(nowMs: number): void {
    if (!this.playing) return;
    this.#since ??= nowMs;
    if (nowMs - this.#since < this.stepMs) return;
    this.#since = nowMs;
    this.seek(this.#forward(this.at));
    if (this.at >= this.count) this.pause();
  }
}

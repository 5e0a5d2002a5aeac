/** How often a silent worker is asked for a sign of life, and how many unanswered times count as death. */
export interface HeartbeatTimes {
  readonly intervalMs: number;
  readonly misses: number;
}

/**
 * Notices a worker that hangs. It counts unanswered questions rather than time, so that a laptop waking from sleep
 * or a throttled tab doesn't look like a dead worker.
 */
export class Heartbeat {
  #timer: ReturnType<typeof setInterval> | null = null;
  #missed = 0;

  constructor(
    private readonly times: HeartbeatTimes,
    private readonly ask: () => void,
    private readonly onSilence: () => void,
  ) {}

  /** Starts asking, unless it does already. */
  start(): void {
    if (this.#timer !== null) return;
    this.#missed = 0;
    this.#timer = setInterval(() => {
      if (this.#missed >= this.times.misses) {
        this.stop();
        this.onSilence();
        return;
      }
      this.#missed++;
      this.ask();
    }, this.times.intervalMs);
  }

  /** Any message is a sign of life. */
  heard(): void {
    this.#missed = 0;
  }

  /** Stops asking: nothing is expected of the worker. */
  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}

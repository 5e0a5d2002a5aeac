/** A call waiting for its turn or running. */
export interface LaneCall {
  readonly channel?: string;
  /** Sends the call off; called once, when its turn comes. */
  start(): void;
  /** A newer call of the same channel takes its place while it waits or, where `interrupts` is set, while it runs. */
  supersede(): void;
}

/**
 * One call at a time, the others in order; of those that share a channel only the newest waits. Keeping the queue on
 * the page's side is what lets a superseded call never reach the worker.
 */
export class CallLane {
  #interrupts: boolean;
  #running: LaneCall | null = null;
  #waiting: LaneCall[] = [];

  constructor(interrupts: boolean) {
    this.#interrupts = interrupts;
  }

  /** Queues a call, or starts it at once when the lane is free. */
  add(call: LaneCall): void {
    if (call.channel !== undefined) {
      const superseded = this.#waiting.filter((each) => each.channel === call.channel);
      this.#waiting = this.#waiting.filter((each) => each.channel !== call.channel);
      if (this.#interrupts && this.#running?.channel === call.channel) superseded.push(this.#running);
      this.#waiting.push(call);
      for (const each of superseded) each.supersede();
    } else {
      this.#waiting.push(call);
    }
    this.#next();
  }

  /** Takes a waiting call out; false when it isn't waiting. */
  remove(call: LaneCall): boolean {
    const before = this.#waiting.length;
    this.#waiting = this.#waiting.filter((each) => each !== call);
    return this.#waiting.length < before;
  }

  /** Says that the running call's answer has come, so that the next may start. */
  finished(call: LaneCall): void {
    if (this.#running !== call) return;
    this.#running = null;
    this.#next();
  }

  /** Empties the lane and gives back what was in it, running or waiting. */
  clear(): LaneCall[] {
    const all = [...(this.#running ? [this.#running] : []), ...this.#waiting];
    this.#running = null;
    this.#waiting = [];
    return all;
  }

  #next(): void {
    if (this.#running || this.#waiting.length === 0) return;
    this.#running = this.#waiting.shift()!;
    this.#running.start();
  }
}

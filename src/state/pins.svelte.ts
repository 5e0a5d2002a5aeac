/** One run kept to compare the next with. */
export interface Pin<Snapshot> {
  readonly id: number;
  /** What was set when it was taken, e.g. `T = 0.80`. */
  readonly label: string;
  readonly value: Snapshot;
}

/**
 * Kept runs of a panel. `take` says what to keep, or null while there is nothing to keep; the panel decides what it
 * draws of a pin (ticks behind its bars, a pale line).
 */
export class Pins<Snapshot> {
  #kept: readonly Pin<Snapshot>[] = $state.raw([]);
  #count = 0;
  readonly #take: () => { readonly label: string; readonly value: Snapshot } | null;
  readonly #limit: number;

  constructor(take: () => { readonly label: string; readonly value: Snapshot } | null, limit = 1) {
    this.#take = take;
    this.#limit = limit;
  }

  /** Oldest first. */
  get kept(): readonly Pin<Snapshot>[] {
    return this.#kept;
  }

  get latest(): Pin<Snapshot> | null {
    return this.#kept.at(-1) ?? null;
  }

  get pinned(): boolean {
    return this.#kept.length > 0;
  }

  /** Labels of what is kept. */
  get label(): string {
    return this.#kept.map((pin) => pin.label).join(' · ');
  }

  /** Keeps the run on show; the oldest goes beyond the limit. */
  keep(): void {
    const taken = this.#take();
    if (!taken) return;
    this.#count += 1;
    this.#kept = [...this.#kept, { id: this.#count, ...taken }].slice(-this.#limit);
  }

  /** Lets everything go. */
  drop(): void {
    this.#kept = [];
  }
}

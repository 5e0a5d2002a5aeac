import type { Controls, ControlsSpec } from './controls.svelte';

/**
 * The lesson of one topic: a list of steps, each a set of control values. Step 0 is free play; 1 to count are
 * the steps. Going to a step assigns its controls, so stepping back is exact and free.
 */
export class Lesson {
  readonly count: number;
  #step = $state(0);
  readonly #controls: Controls<ControlsSpec>;
  readonly #settings: readonly Partial<Record<string, unknown>>[];

  constructor(controls: Controls<ControlsSpec>, settings: readonly Partial<Record<string, unknown>>[]) {
    this.#controls = controls;
    this.#settings = settings;
    this.count = settings.length;
  }

  get step(): number {
    return this.#step;
  }

  /** Goes to a step (clamped to 0..count) and sets all controls that steps 1..step name, in order. */
  go(step: number): void {
    const target = Number.isFinite(step) ? Math.min(this.count, Math.max(0, Math.round(step))) : 0;
    this.#step = target;
    if (target === 0) return;
    this.#controls.assign(this.settingsAt(target));
  }

  /** All controls that steps 1..step name, the later step's value winning; none at step 0. */
  settingsAt(step: number): Partial<Record<string, unknown>> {
    return Object.assign({}, ...this.#settings.slice(0, step));
  }

  /** Takes the number from a link without touching the controls: whoever reads the link sets them. */
  restore(step: number): void {
    this.#step = Number.isFinite(step) ? Math.min(this.count, Math.max(0, Math.round(step))) : 0;
  }

  next(): void {
    this.go(this.#step + 1);
  }

  back(): void {
    this.go(this.#step - 1);
  }
}

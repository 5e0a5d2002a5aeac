import { argmax, softmax } from '../../math/softmax';
import { headMask, lastLogits } from './headTensors';
import type { HeadsState } from './state.svelte';

/** Smaller changes of a probability than this count as none. */
export const HARDLY = 0.01;

/** Which of the three answers a change of probability gives: 0 falls, 1 hardly moves, 2 rises. */
export function outcomeOf(before: number, after: number): 0 | 1 | 2 {
  if (Math.abs(after - before) < HARDLY) return 1;
  return after < before ? 0 : 2;
}

/** The question as it stands: a head more, the token watched, and the heads out already. */
export interface Further {
  readonly head: number;
  readonly token: number;
  readonly out: readonly number[];
  readonly ids: readonly number[];
}

/**
 * "Take out one head more: does the top token fall further?", asked of the reader's own text. The live model answers
 * ahead of the guess, under the frost; the guess fixes the question, so that later clicks do not change it.
 */
export class FurtherQuestion {
  readonly #panel: HeadsState;
  #fixed: Further | null = $state.raw(null);
  #measured: { readonly of: Further; readonly before: number; readonly after: number } | null =
    $state.raw(null);

  constructor(panel: HeadsState) {
    this.#panel = panel;
  }

  /** The head in question is the opened one if it is in, else the costliest that is; the token leads with all heads in. */
  readonly asked: Further | null = $derived.by(() => {
    if (this.#fixed) return this.#fixed;
    const panel = this.#panel;
    const whole = panel.reading.whole;
    if (!panel.settled || !whole?.tensors.logits) return null;
    const head = [panel.opened, ...panel.sweep.ranking].find((index) => !panel.out.includes(index));
    if (head === undefined) return null;
    return { head, token: argmax(lastLogits(whole.tensors.logits)), out: panel.out, ids: whole.ids };
  });

  /** The answer to the question as it stands; null until it has been measured. */
  get result(): { readonly before: number; readonly after: number } | null {
    return this.#measured?.of === this.asked ? this.#measured : null;
  }

  get outcome(): 0 | 1 | 2 | null {
    return this.result && outcomeOf(this.result.before, this.result.after);
  }

  /** Measures the answer: the model without the heads that are out, and without this one too. Never throws. */
  async measure(): Promise<void> {
    const { model, run, count } = this.#panel;
    const asked = this.asked;
    if (!asked || !run?.tensors.logits || this.result) return;
    const p = (logits: Float32Array) => softmax(logits)[asked.token];
    const before = p(lastLogits(run.tensors.logits));
    try {
      const mask = headMask(count, [...asked.out, asked.head]);
      const trace = await model.client.trace(
        { model: model.name, ids: asked.ids, outputs: ['logits'], interventions: { headMask: mask } },
        { channel: 'multi-head-attention/further' },
      );
      if (this.asked === asked)
        this.#measured = { of: asked, before, after: p(lastLogits(trace.tensors.logits)) };
    } catch (error) {
      model.fail(error);
    }
  }

  /** Holds the question while its answer is read. */
  commit(): void {
    this.#fixed = this.asked;
  }

  /** Asks anew about the panel as it stands. */
  ask(): void {
    this.#fixed = null;
  }

  /** Takes the head in question out for all to see. */
  takeOut(): void {
    if (this.#fixed && !this.#panel.out.includes(this.#fixed.head)) this.#panel.toggleHead(this.#fixed.head);
  }
}

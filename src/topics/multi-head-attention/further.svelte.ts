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

/** "Take out one head more: does the top token fall further?", asked of the reader's own text and answered by the live model. */
export class FurtherQuestion {
  readonly #panel: HeadsState;
  /** What was asked when the guess was committed; later clicks in the gallery must not change it. */
  #fixed: { readonly head: number; readonly token: number } | null = $state.raw(null);
  result: { readonly before: number; readonly after: number } | null = $state.raw(null);

  constructor(panel: HeadsState) {
    this.#panel = panel;
  }

  /** The head in question, the opened one if it is in, else the costliest that is; and the token that leads with all heads in. */
  readonly asked = $derived.by(() => {
    if (this.#fixed) return this.#fixed;
    const panel = this.#panel;
    const whole = panel.reading.whole;
    if (!panel.settled || !whole?.tensors.logits) return null;
    const free = [panel.opened, ...panel.sweep.ranking].find((index) => !panel.out.includes(index));
    return free === undefined ? null : { head: free, token: argmax(lastLogits(whole.tensors.logits)) };
  });

  get outcome(): 0 | 1 | 2 | null {
    return this.result && outcomeOf(this.result.before, this.result.after);
  }

  /** Runs the model without the heads that are out, and without this one too. Never throws. */
  async measure(): Promise<void> {
    const { model, run, out, count } = this.#panel;
    const asked = this.asked;
    if (!asked || !run?.tensors.logits) return;
    this.#fixed = asked;
    try {
      const trace = await model.client.trace({
        model: model.name,
        ids: run.ids,
        outputs: ['logits'],
        interventions: { headMask: headMask(count, [...out, asked.head]) },
      });
      const p = (logits: Float32Array) => softmax(logits)[asked.token];
      this.result = { before: p(lastLogits(run.tensors.logits)), after: p(lastLogits(trace.tensors.logits)) };
    } catch (error) {
      model.fail(error);
    }
  }

  /** Forgets the last answer and asks about the panel as it stands. */
  ask(): void {
    this.#fixed = null;
    this.result = null;
  }

  /** Takes the head in question out for all to see. */
  takeOut(): void {
    if (this.#fixed && !this.#panel.out.includes(this.#fixed.head)) this.#panel.toggleHead(this.#fixed.head);
  }
}

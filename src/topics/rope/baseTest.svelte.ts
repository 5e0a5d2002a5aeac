import { cosSinTables, frequencies } from '../../math/rope';
import { meanOver, surprises } from '../../math/surprise';
import type { ModelHandle } from '../../state/model.svelte';
import { longTextIds } from './longTexts';

/** The model's measured loss with its angles made from other bases, over the first window of the long texts. */
export class BaseTest {
  /** Bits a token by base. */
  losses: ReadonlyMap<number, number> = $state.raw(new Map());
  running: boolean = $state(false);
  #restarts = 0;
  #turn = 0;
  readonly #model: ModelHandle;

  constructor(model: ModelHandle) {
    this.#model = model;
  }

  /** [base, bits] in order of base. */
  get points(): readonly (readonly [number, number])[] {
    return [...this.losses].sort(([a], [b]) => a - b);
  }

  /** Measures the bases that have no loss yet, one after another; a later call takes over. Never throws. */
  async measure(bases: readonly number[]): Promise<void> {
    const { client, info, status, restarts } = this.#model;
    if (status !== 'ready' || !info) return;
    if (restarts !== this.#restarts) this.losses = new Map();
    this.#restarts = restarts;
    const turn = ++this.#turn;
    this.running = true;
    try {
      const texts = await longTextIds(client, info.name, info.endOfTextId, [], info.window);
      const positions = Array.from({ length: info.window }, (_, position) => position);
      for (const base of bases) {
        if (this.losses.has(base)) continue;
        const rotary = cosSinTables(positions, frequencies(info.headSize, base));
        let loss = 0;
        for (const ids of texts) {
          if (turn !== this.#turn) return;
          const request = { model: info.name, ids, outputs: ['logits'], interventions: { rotary } };
          const { tensors } = await client.trace(request);
          const bits = surprises(tensors.logits.data, info.vocabulary, ids);
          loss += meanOver(bits, 0, bits.length) / texts.length;
        }
        this.losses = new Map(this.losses).set(base, loss);
      }
    } catch (error) {
      this.#model.fail(error);
    } finally {
      if (turn === this.#turn) this.running = false;
    }
  }

  /** Gives up what is still to be read. */
  stop(): void {
    this.#turn += 1;
    this.running = false;
  }
}

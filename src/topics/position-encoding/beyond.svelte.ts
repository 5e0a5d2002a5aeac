import { meanOver, surprises } from '../../math/surprise';
import { RuntimeError } from '../../runtime/protocol';
import type { ModelHandle } from '../../state/model.svelte';
import { FARTHEST, kinds, type Kind } from './controls';

/** Loss of one model along one long text. */
export interface LongLoss {
  /** Bits for token t + 1 [T - 1]; a learned table's ends at its last row. */
  readonly bits: Float64Array;
  /** Means over the tokens predicted inside the trained window, and beyond it (NaN where there are none). */
  readonly inside: number;
  readonly beyond: number;
}

/** Reads a long text with each of the matched models, one after the other, and keeps every result. */
export class LongReading {
  #results: ReadonlyMap<string, LongLoss> = $state.raw(new Map());
  running: Kind | null = $state(null);
  /** Tokens of the text that was last read, up to the farthest place. */
  length: number = $state(0);
  #abort: AbortController | null = null;
  readonly #handleOf: (kind: Kind) => ModelHandle;

  constructor(handleOf: (kind: Kind) => ModelHandle) {
    this.#handleOf = handleOf;
  }

  result(kind: Kind, text: string): LongLoss | null {
    return this.#results.get(`${kind} ${text}`) ?? null;
  }

  /** Whether all models have read the text. */
  complete(text: string): boolean {
    return kinds.every((kind) => this.result(kind, text) !== null);
  }

  /** Loads the models that are not here yet and reads the text with each. Never throws. */
  async measure(text: string): Promise<void> {
    this.stop();
    if (text.trim() === '') return;
    const abort = new AbortController();
    this.#abort = abort;
    try {
      for (const kind of kinds) {
        if (this.result(kind, text)) continue;
        this.running = kind;
        const loss = await this.#readOne(kind, text, abort.signal);
        if (abort.signal.aborted || !loss) return;
        this.#results = new Map(this.#results).set(`${kind} ${text}`, loss);
      }
    } finally {
      if (this.#abort === abort) this.running = null;
    }
  }

  /** Gives up what is still to be read; what has been read stays. */
  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.running = null;
  }

  async #readOne(kind: Kind, text: string, signal: AbortSignal): Promise<LongLoss | null> {
    const handle = this.#handleOf(kind);
    const { client, name } = handle;
    try {
      // The page may be loading this very model already: the client shares that load, and its end is waited for here.
      const [, info] = await Promise.all([handle.load(), client.load(name)]);
      const tokens = await client.tokenize(name, text);
      const reach = info.positions?.kind === 'learned' ? info.window : FARTHEST;
      const all = tokens.map((token) => token.id).slice(0, FARTHEST);
      this.length = all.length;
      const ids = all.slice(0, reach);
      if (signal.aborted) throw new RuntimeError('cancelled', 'given up by the reader');
      const request = { model: name, ids, outputs: ['logits'], beyondWindow: true };
      const { tensors } = await client.trace(request, { signal });
      const bits = surprises(tensors.logits.data, info.vocabulary, ids);
      const edge = Math.min(info.window - 1, bits.length);
      return { bits, inside: meanOver(bits, 0, edge), beyond: meanOver(bits, edge, bits.length) };
    } catch (error) {
      if (!signal.aborted) handle.fail(error);
      return null;
    }
  }
}

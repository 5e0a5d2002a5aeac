import type { ContrastiveScores } from '../../math/penalties';
import { topIndices } from '../../math/ranking';
import type { ModelHandle } from '../../state/model.svelte';
import { readCandidates, scoresAt, type Candidates } from './contrastive';

/** Candidates with their scores at one alpha. */
export interface ScoredCandidates extends ContrastiveScores {
  readonly ids: readonly number[]; // [k]
  readonly probabilities: readonly number[]; // [k]
}

/** Contrastive search's candidates for the token in question; alpha moves without asking the model again. */
export class NextCandidates {
  #read: Candidates | null = $state.raw(null);
  readonly #model: ModelHandle;
  #recipe = '';
  #abort: AbortController | null = null;

  constructor(model: ModelHandle) {
    this.#model = model;
  }

  /** The scores at `alpha`; null while the candidates are being read. */
  at(alpha: number): ScoredCandidates | null {
    const read = this.#read;
    return read && { ids: read.ids, probabilities: read.probabilities, ...scoresAt(read, alpha) };
  }

  /** Reads the k likeliest of `p` [V] after `ids` if these changed. A failed call becomes the model's error. */
  async sync(ids: readonly number[], p: Float64Array, k: number): Promise<void> {
    const leaders = Array.from(topIndices(p, k), (id) => [id, p[id]]);
    const recipe = JSON.stringify([ids, leaders, this.#model.restarts]);
    if (recipe === this.#recipe) return;
    this.#recipe = recipe;
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#read = null;
    try {
      const read = await readCandidates(this.#model.client, this.#model.name, ids, p, k, {
        signal: abort.signal,
      });
      if (!abort.signal.aborted) this.#read = read;
    } catch (error) {
      if (!abort.signal.aborted) this.#model.fail(error);
    }
  }

  dispose(): void {
    this.#abort?.abort();
  }
}

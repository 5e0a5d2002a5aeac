import { contrastiveScores, type ContrastiveScores } from '../../math/penalties';
import { topIndices } from '../../math/softmax';
import type { CallOptions, ModelClient } from '../../runtime/modelClient';

/** The k candidates after one text with their hidden states, before alpha is chosen. */
export interface Candidates {
  readonly ids: readonly number[]; // [k]
  /** Their probabilities [k], not rescaled over the k. */
  readonly probabilities: readonly number[];
  /** Last-layer hidden states of the text [T][C]. */
  readonly contextHidden: readonly Float32Array[];
  /** Hidden state of each candidate at its own place [k][C]. */
  readonly candidateHidden: readonly Float32Array[];
  /** Logits after each candidate [k][V]: one of them is the next step's. */
  readonly logits: readonly Float32Array[];
}

/**
 * Runs the k likeliest tokens of `p` [V] through the model behind `ids` [T], one pass each, for the hidden states that
 * contrastive search compares (Su et al. 2022, sec. 4.2): the output `final.norm`, which the logits are made from.
 * Throws RuntimeError.
 */
export async function readCandidates(
  client: ModelClient,
  model: string,
  ids: readonly number[],
  p: ArrayLike<number>,
  k: number,
  options: CallOptions = {},
): Promise<Candidates> {
  const candidates = Array.from(topIndices(p, k)).filter((id) => p[id] > 0);
  const candidateHidden: Float32Array[] = [];
  const logits: Float32Array[] = [];
  let contextHidden: Float32Array[] = [];
  for (const id of candidates) {
    const { tensors } = await client.trace(
      { model, ids: [...ids, id], outputs: ['final.norm', 'logits'] },
      options,
    );
    const hidden = tensors['final.norm']; // [1, T + 1, C]
    const C = hidden.dims[hidden.dims.length - 1];
    const row = (t: number) => hidden.data.slice(t * C, (t + 1) * C);
    candidateHidden.push(row(ids.length));
    // A later token changes nothing before it: every pass gives the text the same states.
    if (contextHidden.length === 0) contextHidden = ids.map((_, t) => row(t));
    logits.push(tensors.logits.data.slice(-tensors.logits.dims[2]));
  }
  return {
    ids: candidates,
    probabilities: candidates.map((id) => p[id]),
    contextHidden,
    candidateHidden,
    logits,
  };
}

/** The scores of the candidates at one alpha (Su et al. 2022, eq. 5). */
export function scoresAt(candidates: Candidates, alpha: number): ContrastiveScores {
  return contrastiveScores({ ...candidates, alpha });
}

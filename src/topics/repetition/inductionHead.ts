import { headScores } from '../../math/headScores';
import type { Tensor } from '../../runtime/protocol';

/** One head, layer and number from 0, with its pattern [T, T] and its induction score on the text. */
export interface InductionHead {
  readonly layer: number;
  readonly head: number;
  readonly score: number;
  readonly pattern: Float32Array; // [T, T]
}

/**
 * The head with the highest induction score (Olsson et al. 2022) on this text: mean attention on tokens that followed
 * earlier copies of the query's token. `patterns` holds [1, H, T, T] for each layer; null when no token came twice.
 */
export function bestInductionHead(patterns: readonly Tensor[], ids: readonly number[]): InductionHead | null {
  let best: InductionHead | null = null;
  const size = ids.length ** 2;
  patterns.forEach(({ dims, data }, layer) => {
    for (let head = 0; head < dims[1]; head++) {
      const pattern = data.subarray(head * size, (head + 1) * size); // [T, T]
      const score = headScores(pattern, ids).induction;
      if (score !== null && score > (best?.score ?? -1)) best = { layer, head, score, pattern };
    }
  });
  return best;
}

/** Places after earlier copies of the token at `query`, the query's own left out: where an induction head looks. */
export function inductionTargets(ids: readonly number[], query: number): number[] {
  const targets: number[] = [];
  for (let s = 0; s + 1 < query; s++) if (ids[s] === ids[query]) targets.push(s + 1);
  return targets;
}

/** What one query puts on its induction targets, and what a head that looks everywhere alike would put there. */
export interface InductionMass {
  readonly mass: number;
  readonly even: number;
}

/** Induction mass of each query position [T] of a pattern [T, T]. */
export function inductionMass(pattern: Float32Array, ids: readonly number[]): InductionMass[] {
  return ids.map((_, t) => {
    const targets = inductionTargets(ids, t);
    return {
      mass: targets.reduce((sum, key) => sum + pattern[t * ids.length + key], 0),
      even: targets.length / (t + 1),
    };
  });
}

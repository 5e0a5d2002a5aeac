import { requireLength } from './checks';

/**
 * How far one head follows four simple patterns, each the mean attention mass (0 to 1) that queries put on the
 * pattern's target; null when the text offers no such target.
 */
export interface HeadScores {
  /** Mass on the position just before the query. */
  readonly previousToken: number | null;
  /** Mass on position 0, over queries after it. */
  readonly firstToken: number | null;
  /** Mass on earlier copies of the query's own token, over queries that have one. */
  readonly sameToken: number | null;
  /** Mass on the tokens that followed earlier copies of the query's token: prefix matching of Olsson et al. 2022. */
  readonly induction: number | null;
}

/** The name of a pattern a head can follow. */
export type HeadLabel = keyof HeadScores;

/**
 * Scores of one head's causal pattern [T, T] on a text's token ids [T] (Olsson et al. 2022: induction is attention from
 * the second A in "A B ... A" to B); throws a RangeError if the pattern is not T by T.
 */
export function headScores(pattern: ArrayLike<number>, tokenIds: ArrayLike<number>): HeadScores {
  const length = tokenIds.length;
  requireLength('pattern', pattern, length * length);
  const meanMass = (targets: (query: number) => number[]): number | null => {
    let sum = 0;
    let queries = 0;
    for (let t = 1; t < length; t++) {
      const keys = targets(t);
      if (keys.length === 0) continue;
      queries++;
      for (const key of keys) sum += pattern[t * length + key];
    }
    return queries === 0 ? null : sum / queries;
  };
  const copies = (t: number): number[] => {
    const earlier: number[] = [];
    for (let s = 0; s < t; s++) if (tokenIds[s] === tokenIds[t]) earlier.push(s);
    return earlier;
  };
  return {
    previousToken: meanMass((t) => [t - 1]),
    firstToken: meanMass(() => [0]),
    sameToken: meanMass(copies),
    // In "A A" the token after the first A is the query itself, which says nothing about induction.
    induction: meanMass((t) =>
      copies(t)
        .map((s) => s + 1)
        .filter((key) => key < t),
    ),
  };
}

/** The pattern with the highest score if it reaches `threshold` (a mean mass, 0.4 unless given), else null. */
export function labelHead(score: HeadScores, threshold = 0.4): HeadLabel | null {
  let best: HeadLabel | null = null;
  for (const label of ['induction', 'previousToken', 'sameToken', 'firstToken'] as const) {
    const value = score[label];
    if (value !== null && value >= threshold && value > (best === null ? -1 : (score[best] ?? -1)))
      best = label;
  }
  return best;
}

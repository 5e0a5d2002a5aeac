import { klOptimum } from '../../math/klOptimum';
import type { AnswerMeasure } from '../../runtime/training';

/** One weight of the KL: mean score and mean KL of the exact optimum over some sampled answers, and its bound, all per prompt and averaged. */
export interface FrontierPoint {
  readonly beta: number;
  readonly kl: number;
  readonly reward: number;
  readonly bound: number;
}

/** Weights from mild to none to speak of, evenly spaced in the logarithm. */
const BETAS = Array.from({ length: 25 }, (_, i) => 10 ** (1.3 - (i * 3.3) / 24));

/**
 * The exact optimum of score minus beta KL over the answers that the start model gave, each taken as equally likely among
 * those to its prompt (Rafailov et al. 2023, eq. 4, on a finite set): what weighting these very answers could reach at
 * most. Answers without a score are left out; throws a RangeError unless beta > 0.
 */
export function optimumAt(answers: readonly AnswerMeasure[], beta: number): FrontierPoint {
  const groups = new Map<string, number[]>();
  for (const { prompt, score } of answers)
    if (score !== null) groups.set(prompt, [...(groups.get(prompt) ?? []), score]);
  const found = [...groups.values()].map((scores) =>
    klOptimum(
      scores.map(() => 1 / scores.length),
      scores,
      beta,
    ),
  );
  const mean = (of: (each: (typeof found)[number]) => number) =>
    found.length === 0 ? NaN : found.reduce((sum, each) => sum + of(each), 0) / found.length;
  return {
    beta,
    kl: mean((each) => each.kl),
    reward: mean((each) => each.expectedReward),
    bound: mean((each) => each.bound),
  };
}

/** The optimum over a range of weights: a curve of the score against the KL, never falling. */
export function frontier(answers: readonly AnswerMeasure[]): FrontierPoint[] {
  return answers.some((answer) => answer.score !== null) ? BETAS.map((beta) => optimumAt(answers, beta)) : [];
}

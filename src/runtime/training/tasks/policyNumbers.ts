import type { PolicyLoss, Span } from '../../../math/training/policyLosses';
import type { ScoredPositions } from '../../../math/training/tokenScores';
import type { AnswerTrace, KlNumbers, MeanReward } from '../protocol';
import type { Rollout } from '../rollout';
import type { TextCoder } from '../textCoder';

/** Everything a policy step knows of its answers' tokens, [count] each, answer after answer. */
export interface PolicyRows extends ScoredPositions {
  readonly spans: readonly Span[];
  readonly ends: Int32Array;
  readonly rollout: Rollout;
  readonly reference: Float64Array;
  /** One an answer. */
  readonly scores: Float64Array;
  readonly values: Float64Array | null;
  old: Float64Array;
  divergences: Float64Array;
  entropies: Float64Array;
  rewards: Float64Array;
  advantages: Float64Array;
  returns: Float64Array | null;
}

/** Mean with its standard error (sample deviation over the root of n); the error of a single number is 0. */
export function meanReward(scores: ArrayLike<number>): MeanReward {
  const n = scores.length;
  const list = Array.from(scores);
  const mean = list.reduce((sum, each) => sum + each, 0) / n;
  const squares = list.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return { mean, standardError: n > 1 ? Math.sqrt(squares / (n - 1) / n) : 0 };
}

/** KL(policy || reference) an answer, from the drawn tokens' log-probabilities and the exact divergences. */
export function klNumbers({
  spans,
  old,
  reference,
  divergences,
}: Pick<PolicyRows, 'spans' | 'old' | 'reference' | 'divergences'>): KlNumbers {
  let k1 = 0;
  let k3 = 0;
  let exact = 0;
  for (let i = 0; i < old.length; i++) {
    const logRatio = reference[i] - old[i];
    k1 -= logRatio;
    k3 += Math.exp(logRatio) - 1 - logRatio;
    exact += divergences[i];
  }
  const answers = spans.length;
  return { k1: k1 / answers, k3: k3 / answers, exact: exact / answers, perToken: exact / old.length };
}

/** The text of an answer's tokens, the end token left out. */
export function answerText(tokens: readonly number[], coder: TextCoder): string {
  return tokens
    .filter((token) => token !== coder.end)
    .map((token) => coder.texts[token])
    .join('');
}

/** Each answer with all that the four models say of its tokens. */
export function answerTraces(
  rows: PolicyRows,
  loss: PolicyLoss,
  prompts: readonly { readonly text: string }[],
  coder: TextCoder,
  isPpo: boolean,
): AnswerTrace[] {
  return rows.spans.map(({ first, end }, answer) => {
    const { tokens, promptLength } = rows.rollout.rows[answer];
    return {
      prompt: prompts[answer].text,
      text: answerText(tokens.slice(promptLength), coder),
      ended: rows.rollout.ended[answer],
      score: rows.scores[answer],
      advantage: isPpo ? null : rows.advantages[first],
      tokens: Array.from({ length: end - first }, (_, t) => {
        const i = first + t;
        return {
          id: rows.targets[i],
          text: coder.texts[rows.targets[i]],
          logProbability: rows.old[i],
          referenceLogProbability: rows.reference[i],
          kl: rows.divergences[i],
          reward: rows.rewards[i],
          value: rows.values?.[i] ?? null,
          advantage: rows.advantages[i],
          ratio: loss.ratios[i],
          clipped: loss.cut[i],
        };
      }),
    };
  });
}

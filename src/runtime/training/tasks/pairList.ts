import { encodeAnswer, thoseThatFit } from '../batchRows';
import type { PreferencePair, RewardAccuracy } from '../protocol';
import { AnswerList } from './answerBatch';
import type { TaskContext } from './taskRun';

/** Preference pairs as an answer list: pair i is the answers 2 i (chosen) and 2 i + 1 (rejected). */
export class PairList {
  readonly answers: AnswerList;
  readonly pairs: readonly PreferencePair[];

  /** Pairs that don't fit a row are left out; throws RuntimeError 'bad-request' when all are. */
  constructor({ model, coder }: TaskContext, pairs: readonly PreferencePair[]) {
    const fitting = thoseThatFit(
      pairs.map((pair) => ({
        pair,
        answers: [pair.chosen, pair.rejected].map((answer) => encodeAnswer(coder, pair.prompt, answer)),
      })),
      ({ answers }) => Math.max(...answers.map(({ tokens }) => tokens.length)),
      model.plan.capacity.length,
    );
    this.pairs = fitting.map(({ pair }) => pair);
    this.answers = new AnswerList(
      model,
      fitting.flatMap(({ answers }) => answers),
      coder.end,
    );
  }

  /** Answers of pairs, in batches that keep pairs together. */
  batches(pairs: readonly number[]): number[][] {
    const names = pairs.flatMap((pair) => [2 * pair, 2 * pair + 1]);
    return this.answers.batches(names, 2);
  }

  /** Every pair's number. */
  get all(): number[] {
    return this.pairs.map((_, i) => i);
  }
}

/** A count of right answers with its 95 % interval (Wilson 1927), and the mean loss. */
export function accuracyOf(right: number, of: number, loss: number): RewardAccuracy {
  const z = 1.959964;
  const share = right / of;
  const centre = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const reach = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { right, of, share, low: Math.max(0, centre - reach), high: Math.min(1, centre + reach), loss };
}

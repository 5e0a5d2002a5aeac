import type { TrainedBlock } from '../../../math/training/decoderPlan';
import { scoreTokens } from '../../../math/training/tokenScores';
import { answerPositions, padRows, type EncodedAnswer } from '../batchRows';
import type { TrainingModel } from '../trainingModel';
import { TrunkStore } from '../trunkStore';

/** A batch of answers after its pass: where they are scored, and the log-probabilities of their tokens. */
export interface AnswerScores extends ReturnType<typeof answerPositions> {
  readonly logProbabilities: Float64Array;
}

/** A list of answers that are read again and again, in batches, each text's trunk run once. */
export class AnswerList {
  #store: TrunkStore | null;

  constructor(
    private readonly model: TrainingModel,
    readonly items: readonly EncodedAnswer[],
    private readonly filler: number,
  ) {
    const lengths = items.map(({ tokens }) => tokens.length);
    this.#store = model.plan.trunk ? new TrunkStore(lengths, model.shape.width) : null;
  }

  /** Runs the chosen answers to their final states under an adapter; gives the length of the rows. */
  run(names: readonly number[], adapter: TrainedBlock | null): number {
    const { pass } = this.model;
    const rows = padRows(
      names.map((name) => this.items[name].tokens),
      this.filler,
    );
    if (this.#store) this.#store.run(pass, rows, names);
    else pass.runTrunk(rows.tokens, rows.batch, rows.length);
    pass.runTop(adapter);
    return rows.length;
  }

  /** Runs the chosen answers and scores their tokens; the pass is ready for a way back. */
  score(names: readonly number[], adapter: TrainedBlock | null): AnswerScores {
    const length = this.run(names, adapter);
    const places = this.places(names, length);
    return { ...places, logProbabilities: scoreTokens(this.model.pass, places) };
  }

  /** Positions of the chosen answers' tokens in rows of a length. */
  places(names: readonly number[], length: number): ReturnType<typeof answerPositions> {
    return answerPositions(
      names.map((name) => this.items[name]),
      length,
    );
  }

  /** Splits names into batches that fit the plan, the answers' tokens counted. */
  batches(names: readonly number[], least = 1): number[][] {
    const { capacity } = this.model.plan;
    const batches: number[][] = [];
    let current: number[] = [];
    const fits = (list: readonly number[]): boolean => {
      const items = list.map((name) => this.items[name]);
      const scored = items.reduce((sum, { tokens, promptLength }) => sum + tokens.length - promptLength, 0);
      const longest = Math.max(...items.map(({ tokens }) => tokens.length));
      return (
        list.length <= capacity.batch && list.length * longest <= capacity.tokens && scored <= capacity.scored
      );
    };
    for (let i = 0; i < names.length; i += least) {
      const part = names.slice(i, i + least);
      if (current.length > 0 && !fits([...current, ...part])) {
        batches.push(current);
        current = [];
      }
      current.push(...part);
    }
    if (current.length > 0) batches.push(current);
    return batches;
  }
}

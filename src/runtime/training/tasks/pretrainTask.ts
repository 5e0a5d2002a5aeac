import { pushTokens, scoreTokens, type ScoredPositions } from '../../../math/training/tokenScores';
import type { TrainedBlock } from '../../../math/training/decoderPlan';
import type { Dealer } from '../batchRows';
import type { BatchSettings } from '../protocol';
import { TaskRun, type StepBody, type TaskContext } from './taskRun';

/** How many rows of the held-out text are read for its loss; they lie evenly over it. */
const HELD_OUT_ROWS = 16;

/** The next-token loss on random pieces of a text, every position scored. */
export class PretrainTask extends TaskRun<'pretrain'> {
  #text: Int32Array;
  #heldOut: Int32Array;
  #length: number;

  /** `text` and `heldOut` are tokens; throws a RangeError when the text is shorter than a row. */
  constructor(context: TaskContext, settings: BatchSettings, text: Int32Array, heldOut: Int32Array) {
    super(context, 'pretrain', settings, [[context.model.plan.base as TrainedBlock]]);
    const { length } = context.model.plan.capacity;
    this.#length = Math.min(length, text.length - 1);
    if (this.#length < 1) throw new RangeError('The text is too short to train on.');
    this.#text = text;
    this.#heldOut = heldOut;
  }

  protected override get dealer(): Dealer | null {
    return null;
  }

  protected override restart(): void {}

  protected override take(): StepBody<'pretrain'> {
    const { batch, learningRate, weightDecay } = this.settings;
    const most = this.#text.length - this.#length;
    const starts = Array.from({ length: batch }, () => this.random.int(most));
    const [optimiser] = this.optimisers;
    optimiser.clear();
    const { loss, scored, count } = this.timed('forward', () =>
      this.#lossAt(this.#text, starts, this.#length),
    );
    this.timed('backward', () =>
      pushTokens(this.context.model.pass, scored, new Float64Array(count).fill(-1 / count)),
    );
    const gradientNorm = this.timed('update', () => optimiser.step(learningRate, weightDecay));
    const heldOutLoss = this.evaluates ? this.timed('evaluation', () => this.heldOutLoss()) : null;
    return { loss, gradientNorm, heldOutLoss };
  }

  /** Mean loss in nats a token over the held-out text, or over evenly spread rows of it; null when it is too short. */
  heldOutLoss(): number | null {
    const length = Math.min(this.#length, this.#heldOut.length - 1);
    if (length < 1) return null;
    const rows = Math.min(HELD_OUT_ROWS, Math.floor((this.#heldOut.length - 1) / length));
    const gap = rows > 1 ? (this.#heldOut.length - 1 - length) / (rows - 1) : 0;
    const starts = Array.from({ length: rows }, (_, i) => Math.floor(i * gap));
    return this.#lossAt(this.#heldOut, starts, length).loss;
  }

  #lossAt(
    text: Int32Array,
    starts: readonly number[],
    length: number,
  ): { loss: number; scored: ScoredPositions; count: number } {
    const { pass } = this.context.model;
    const tokens = new Int32Array(starts.length * length);
    const targets = new Int32Array(starts.length * length);
    starts.forEach((start, row) => {
      tokens.set(text.subarray(start, start + length), row * length);
      targets.set(text.subarray(start + 1, start + 1 + length), row * length);
    });
    pass.runTrunk(tokens, starts.length, length);
    pass.runTop(null);
    const scored = { positions: Int32Array.from(targets, (_, i) => i), targets };
    const logProbabilities = scoreTokens(pass, scored);
    let loss = 0;
    for (const each of logProbabilities) loss -= each / targets.length;
    return { loss, scored, count: targets.length };
  }
}

import { dpoTokenLoss, type PairSpans, type Span } from '../../../math/training/policyLosses';
import { pushTokens } from '../../../math/training/tokenScores';
import type { DpoLoss } from '../../../math/preferences';
import { Dealer } from '../batchRows';
import type { DpoHeldOut, DpoSettings, DpoTrace, PreferencePair } from '../protocol';
import type { AnswerScores } from './answerBatch';
import { accuracyOf, PairList } from './pairList';
import { TaskRun, type StepBody, type TaskContext } from './taskRun';

function sumOf(values: Float64Array, { first, end }: Span): number {
  let sum = 0;
  for (let i = first; i < end; i++) sum += values[i];
  return sum;
}

/** Pairs with the log-probabilities that the frozen reference gives to whole answers, each computed once. */
class ReferencedPairs {
  readonly list: PairList;
  #sums: Float64Array;

  constructor(
    private readonly context: TaskContext,
    pairs: readonly PreferencePair[],
  ) {
    this.list = new PairList(context, pairs);
    this.#sums = new Float64Array(2 * this.list.pairs.length).fill(NaN);
  }

  /** Fills the reference's sums of these answers. */
  prepare(names: readonly number[]): void {
    if (names.every((name) => !Number.isNaN(this.#sums[name]))) return;
    const { model } = this.context;
    const { spans, logProbabilities } = this.list.answers.score(names, model.adapterOf('reference'));
    spans.forEach((span, i) => (this.#sums[names[i]] = sumOf(logProbabilities, span)));
  }

  /** The reference's log-probability of an answer, in nats. */
  sum(name: number): number {
    return this.#sums[name];
  }

  /** Each answer's sum spread evenly over its tokens: the loss only ever reads the sum. */
  spread(names: readonly number[], spans: readonly Span[], count: number): Float64Array {
    const spread = new Float64Array(count);
    spans.forEach(({ first, end }, i) => spread.fill(this.#sums[names[i]] / (end - first), first, end));
    return spread;
  }
}

/** DPO: the policy and the frozen reference on preference pairs, with no reward model and no drawing. */
export class DpoTask extends TaskRun<'dpo'> {
  #train: ReferencedPairs;
  #heldOut: ReferencedPairs | null;
  #dealer: Dealer;

  /** Throws RuntimeError 'bad-request' when no pair fits a row. */
  constructor(
    context: TaskContext,
    settings: DpoSettings,
    pairs: readonly PreferencePair[],
    heldOut: readonly PreferencePair[],
  ) {
    super(context, 'dpo', settings, [[context.model.actorBlock]]);
    this.#train = new ReferencedPairs(context, pairs);
    this.#heldOut = heldOut.length > 0 ? new ReferencedPairs(context, heldOut) : null;
    this.#dealer = new Dealer(this.#train.list.pairs.length, this.random);
  }

  protected override get dealer(): Dealer {
    return this.#dealer;
  }

  protected override restart(): void {
    this.#dealer = new Dealer(this.#train.list.pairs.length, this.random);
  }

  protected override take(): StepBody<'dpo'> {
    const { batch, learningRate, weightDecay } = this.settings;
    const { model } = this.context;
    const [optimiser] = this.optimisers;
    const pairs = this.#dealer.deal(batch);
    optimiser.clear();
    let loss = 0;
    let margin = 0;
    let right = 0;
    let shown: DpoTrace | null = null;
    for (const names of this.#train.list.batches(pairs)) {
      const share = names.length / 2 / batch;
      this.timed('reference', () => this.#train.prepare(names));
      const { scores, result } = this.timed('forward', () => this.#loss(this.#train, names));
      loss += share * result.loss;
      for (const pair of result.pairs) {
        margin += pair.margin / batch;
        if (pair.margin > 0) right++;
      }
      shown ??= this.#trace(names, scores, result.pairs[0]);
      this.timed('backward', () =>
        pushTokens(
          model.pass,
          scores,
          result.gradients.map((each) => share * each),
        ),
      );
    }
    const gradientNorm = this.timed('update', () => optimiser.step(learningRate, weightDecay));
    const heldOut = this.evaluates ? this.timed('evaluation', () => this.heldOut()) : null;
    return { loss, gradientNorm, accuracy: right / batch, margin, heldOut, pair: shown! };
  }

  /** How the policy now ranks the held-out pairs by its implicit reward; null when there are none. */
  heldOut(): DpoHeldOut | null {
    const pairs = this.#heldOut;
    if (!pairs) return null;
    const { all } = pairs.list;
    let right = 0;
    let margin = 0;
    let loss = 0;
    for (const names of pairs.list.batches(all)) {
      pairs.prepare(names);
      for (const pair of this.#loss(pairs, names).result.pairs) {
        if (pair.margin > 0) right++;
        margin += pair.margin / all.length;
        loss += pair.loss / all.length;
      }
    }
    return { accuracy: accuracyOf(right, all.length, loss), margin, loss };
  }

  #loss(
    pairs: ReferencedPairs,
    names: readonly number[],
  ): { scores: AnswerScores; result: ReturnType<typeof dpoTokenLoss> } {
    const scores = pairs.list.answers.score(names, this.context.model.adapterOf('actor'));
    const { spans, logProbabilities } = scores;
    const spansOfPairs: PairSpans[] = [];
    for (let i = 0; i < spans.length; i += 2) spansOfPairs.push({ chosen: spans[i], rejected: spans[i + 1] });
    const reference = pairs.spread(names, spans, logProbabilities.length);
    return { scores, result: dpoTokenLoss(logProbabilities, reference, spansOfPairs, this.settings.beta) };
  }

  #trace(names: readonly number[], scores: AnswerScores, pair: DpoLoss): DpoTrace {
    return {
      ...this.#train.list.pairs[names[0] / 2],
      policyChosen: sumOf(scores.logProbabilities, scores.spans[0]),
      policyRejected: sumOf(scores.logProbabilities, scores.spans[1]),
      referenceChosen: this.#train.sum(names[0]),
      referenceRejected: this.#train.sum(names[1]),
      margin: pair.margin,
      probability: pair.probability,
    };
  }
}

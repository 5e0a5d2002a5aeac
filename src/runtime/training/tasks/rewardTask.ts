import { bradleyTerry } from '../../../math/preferences';
import { pushHead, readHead } from '../../../math/training/scalarHead';
import { Dealer } from '../batchRows';
import type { BatchSettings, JudgedPair, PreferencePair, RewardAccuracy } from '../protocol';
import { accuracyOf, PairList } from './pairList';
import { TaskRun, type StepBody, type TaskContext } from './taskRun';

/** The reward model, or the judge: Bradley-Terry's loss on the scores of two answers, read at their last tokens. */
export class RewardTask extends TaskRun<'reward'> {
  readonly role: 'reward' | 'judge';
  #train: PairList;
  #heldOut: PairList | null;
  #dealer: Dealer;

  /** Throws RuntimeError 'bad-request' when no pair fits a row. */
  constructor(
    context: TaskContext,
    settings: BatchSettings,
    role: 'reward' | 'judge',
    pairs: readonly PreferencePair[],
    heldOut: readonly PreferencePair[],
  ) {
    const roles = context.model.roles!;
    super(context, 'reward', settings, [[roles.adapters[role], roles.heads[role]]]);
    this.role = role;
    this.#train = new PairList(context, pairs);
    this.#heldOut = heldOut.length > 0 ? new PairList(context, heldOut) : null;
    this.#dealer = new Dealer(this.#train.pairs.length, this.random);
  }

  protected override get dealer(): Dealer {
    return this.#dealer;
  }

  protected override restart(): void {
    this.#dealer = new Dealer(this.#train.pairs.length, this.random);
  }

  protected override take(): StepBody<'reward'> {
    const { batch, learningRate, weightDecay } = this.settings;
    const { model } = this.context;
    const { heads } = model.roles!;
    const { states, dStates } = model.plan;
    const { width } = model.shape;
    const [optimiser] = this.optimisers;
    const pairs = this.#dealer.deal(batch);
    optimiser.clear();
    let loss = 0;
    let right = 0;
    let shown: JudgedPair | null = null;
    for (const names of this.#train.batches(pairs)) {
      const { scores, ends } = this.timed('forward', () => this.#scores(this.#train, names));
      const slopes = new Float64Array(scores.length);
      for (let i = 0; i < scores.length; i += 2) {
        const pair = bradleyTerry(scores[i], scores[i + 1]);
        loss += pair.loss / batch;
        if (scores[i] > scores[i + 1]) right++;
        slopes[i] = pair.gradientWinner / batch;
        slopes[i + 1] = pair.gradientLoser / batch;
        shown ??= {
          ...this.#train.pairs[names[i] / 2],
          chosenScore: scores[i],
          rejectedScore: scores[i + 1],
          probability: pair.probability,
        };
      }
      this.timed('backward', () => {
        model.pass.clearStateGradient();
        pushHead(model.kernels, width, heads[this.role], states, ends, slopes, dStates);
        model.pass.backTop();
      });
    }
    const gradientNorm = this.timed('update', () => optimiser.step(learningRate, weightDecay));
    const heldOut = this.evaluates ? this.timed('evaluation', () => this.heldOut()) : null;
    return { loss, gradientNorm, accuracy: right / batch, heldOut, pair: shown! };
  }

  /** Accuracy and loss on the held-out pairs as the model now stands; null when there are none. */
  heldOut(): RewardAccuracy | null {
    if (!this.#heldOut) return null;
    let right = 0;
    let loss = 0;
    const { all } = this.#heldOut;
    for (const names of this.#heldOut.batches(all)) {
      const { scores } = this.#scores(this.#heldOut, names);
      for (let i = 0; i < scores.length; i += 2) {
        if (scores[i] > scores[i + 1]) right++;
        loss += bradleyTerry(scores[i], scores[i + 1]).loss / all.length;
      }
    }
    return accuracyOf(right, all.length, loss);
  }

  #scores(list: PairList, names: readonly number[]): { scores: Float64Array; ends: Int32Array } {
    const { model } = this.context;
    const roles = model.roles!;
    const length = list.answers.run(names, roles.adapters[this.role]);
    const { ends } = list.answers.places(names, length);
    const head = roles.heads[this.role];
    return { scores: readHead(model.kernels, model.shape.width, head, model.plan.states, ends), ends };
  }
}

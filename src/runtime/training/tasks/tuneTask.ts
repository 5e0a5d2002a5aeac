import { pushTokens } from '../../../math/training/tokenScores';
import { Dealer, encodeAnswer, thoseThatFit } from '../batchRows';
import type { BatchSettings, ScoredText, TunePair } from '../protocol';
import { AnswerList } from './answerBatch';
import { TaskRun, type StepBody, type TaskContext } from './taskRun';

/** Supervised fine-tuning: the next-token loss on answers alone, each token of a step counting the same. */
export class TuneTask extends TaskRun<'tune'> {
  #dealer: Dealer;
  #list: AnswerList;
  #heldOut: AnswerList | null;
  #prompts: readonly TunePair[];

  /** Throws RuntimeError 'bad-request' when no pair fits a row. */
  constructor(
    context: TaskContext,
    settings: BatchSettings,
    pairs: readonly TunePair[],
    heldOut: readonly TunePair[],
  ) {
    super(context, 'tune', settings, [[context.model.actorBlock]]);
    const { model, coder } = context;
    const encode = (list: readonly TunePair[]) =>
      thoseThatFit(
        list.map((pair) => ({ pair, answer: encodeAnswer(coder, pair.prompt, pair.answer) })),
        ({ answer }) => answer.tokens.length,
        model.plan.capacity.length,
      );
    const fitting = encode(pairs);
    this.#prompts = fitting.map(({ pair }) => pair);
    const listOf = (items: ReturnType<typeof encode>) =>
      new AnswerList(
        model,
        items.map(({ answer }) => answer),
        coder.end,
      );
    this.#list = listOf(fitting);
    this.#heldOut = heldOut.length > 0 ? listOf(encode(heldOut)) : null;
    this.#dealer = new Dealer(fitting.length, this.random);
  }

  protected override get dealer(): Dealer {
    return this.#dealer;
  }

  protected override restart(): void {
    this.#dealer = new Dealer(this.#list.items.length, this.random);
  }

  protected override take(): StepBody<'tune'> {
    const { batch, learningRate, weightDecay } = this.settings;
    const { model } = this.context;
    const names = this.#dealer.deal(batch);
    const scoredTokens = names.reduce((sum, name) => {
      const { tokens, promptLength } = this.#list.items[name];
      return sum + tokens.length - promptLength;
    }, 0);
    const [optimiser] = this.optimisers;
    optimiser.clear();
    let loss = 0;
    let pair: ScoredText | null = null;
    for (const part of this.#list.batches(names)) {
      const scores = this.timed('forward', () => this.#list.score(part, model.adapterOf('actor')));
      for (const each of scores.logProbabilities) loss -= each / scoredTokens;
      pair ??= this.#scoredText(part[0], scores.logProbabilities);
      this.timed('backward', () =>
        pushTokens(
          model.pass,
          scores,
          scores.logProbabilities.map(() => -1 / scoredTokens),
        ),
      );
    }
    const gradientNorm = this.timed('update', () => optimiser.step(learningRate, weightDecay));
    const heldOutLoss = this.evaluates ? this.timed('evaluation', () => this.#heldOutLoss()) : null;
    return { loss, gradientNorm, scoredTokens, heldOutLoss, pair: pair! };
  }

  #heldOutLoss(): number | null {
    if (!this.#heldOut) return null;
    let loss = 0;
    let count = 0;
    const all = this.#heldOut.items.map((_, name) => name);
    for (const part of this.#heldOut.batches(all)) {
      const { logProbabilities } = this.#heldOut.score(part, this.context.model.adapterOf('actor'));
      for (const each of logProbabilities) loss -= each;
      count += logProbabilities.length;
    }
    return loss / count;
  }

  #scoredText(name: number, logProbabilities: Float64Array): ScoredText {
    const { tokens, promptLength } = this.#list.items[name];
    const { texts } = this.context.coder;
    return {
      prompt: this.#prompts[name].prompt,
      tokens: tokens.map((token, t) => ({
        text: texts[token],
        scored: t >= promptLength,
        logProbability: t >= promptLength ? logProbabilities[t - promptLength] : null,
      })),
    };
  }
}

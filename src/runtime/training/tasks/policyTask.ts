import { createRandom } from '../../../math/random';
import { gae, tokenRewards, whiten } from '../../../math/gae';
import { grpoLoss, ppoLoss, type PolicyLoss } from '../../../math/training/policyLosses';
import { readHead } from '../../../math/training/scalarHead';
import { pushTokens, rowDivergences, rowEntropies, scoreTokens } from '../../../math/training/tokenScores';
import { RuntimeError } from '../../protocol';
import { answerPositions, Dealer, thoseThatFit } from '../batchRows';
import { rollOut, type Rollout } from '../rollout';
import type { GrpoSettings, PpoSettings } from '../protocol';
import { fitCritic, unexplained } from './critic';
import { answerTraces, klNumbers, meanReward, type PolicyRows } from './policyNumbers';
import { TaskRun, type StepBody, type TaskContext } from './taskRun';

/**
 * PPO and GRPO: answers drawn from the policy, scored by the reward model, and the policy's adapter moved along the clipped
 * objective for a few epochs. PPO subtracts the KL (k1) from each token's reward and asks a critic, a linear head on the
 * reward model's states that starts as the reward head (Ouyang et al. 2022), for advantages by GAE. GRPO compares the
 * answers to one prompt with each other, and has the KL (k3) in the loss (Shao et al. 2024).
 */
export class PolicyTask<K extends 'ppo' | 'grpo'> extends TaskRun<K> {
  #prompts: readonly { readonly text: string; readonly tokens: readonly number[] }[];
  #dealer: Dealer;

  /** Throws RuntimeError 'bad-request' when no prompt leaves room for an answer. */
  constructor(
    context: TaskContext,
    kind: K,
    settings: K extends 'ppo' ? PpoSettings : GrpoSettings,
    prompts: readonly string[],
  ) {
    const { model, coder } = context;
    const { heads } = model.roles!;
    model.copyValues(heads.reward, heads.critic);
    super(context, kind, settings as never, [[model.actorBlock], [heads.critic]]);
    this.#prompts = thoseThatFit(
      prompts.map((text) => ({ text, tokens: coder.encode(text) })).filter(({ tokens }) => tokens.length > 0),
      ({ tokens }) => tokens.length,
      model.plan.capacity.length - 4,
    );
    this.#dealer = new Dealer(this.#prompts.length, this.random);
  }

  protected override get dealer(): Dealer {
    return this.#dealer;
  }

  protected override restart(): void {
    this.#dealer = new Dealer(this.#prompts.length, this.random);
  }

  protected override take(): StepBody<K> {
    const { model } = this.context;
    const settings = this.settings as PpoSettings & GrpoSettings;
    const isPpo = this.kind === 'ppo';
    const prompts = this.#choosePrompts(settings.answers, isPpo ? 1 : settings.group);
    const rollout = this.timed('rollout', () => this.#draw(prompts, settings));
    const rows = this.#look(rollout, isPpo);
    const { adapters } = model.roles!;
    const score = (): Float64Array => {
      model.pass.runTop(adapters.actor);
      return scoreTokens(model.pass, rows);
    };
    // The first pass of the first epoch is the policy that drew: its numbers are the old ones.
    rows.old = this.timed('policy', score);
    this.#weigh(rows, isPpo, settings);
    const [optimiser] = this.optimisers;
    let clipFraction = 0;
    let last: PolicyLoss | null = null;
    let gradientNorm = 0;
    for (let epoch = 0; epoch < settings.epochs; epoch++) {
      const now = epoch === 0 ? rows.old : this.timed('policy', score);
      last = isPpo
        ? ppoLoss(now, rows.old, rows.advantages, settings.epsilon)
        : grpoLoss(
            now,
            rows.old,
            rows.reference,
            rows.advantages,
            rows.spans,
            settings.epsilon,
            settings.beta,
          );
      if (!Number.isFinite(last.loss))
        throw new RuntimeError('bad-request', 'the loss is no number any more');
      clipFraction += last.clipFraction / settings.epochs;
      const { gradients } = last;
      this.timed('policy', () => {
        optimiser.clear();
        pushTokens(model.pass, rows, gradients);
        gradientNorm = optimiser.step(settings.learningRate, settings.weightDecay);
      });
    }
    const numbers = {
      loss: last!.loss,
      gradientNorm,
      reward: meanReward(rows.scores),
      kl: klNumbers(rows),
      clipFraction,
      ratio: { least: Math.min(...last!.ratios), most: Math.max(...last!.ratios) },
      entropy: rows.entropies.reduce((sum, each) => sum + each, 0) / rows.entropies.length,
      answers: answerTraces(rows, last!, prompts, this.context.coder, isPpo),
    };
    if (!isPpo) return numbers as unknown as StepBody<K>;
    const explainedVariance = 1 - unexplained(rows.values!, rows.returns!);
    const valueLoss = this.timed('critic', () =>
      fitCritic(model, this.optimisers[1], rows.returns!, settings),
    );
    return { ...numbers, valueLoss, explainedVariance } as unknown as StepBody<K>;
  }

  #choosePrompts(answers: number, group: number): { text: string; tokens: readonly number[] }[] {
    return this.#dealer
      .deal(answers / group)
      .flatMap((name) => Array.from({ length: group }, () => this.#prompts[name]));
  }

  #draw(prompts: readonly { tokens: readonly number[] }[], settings: PpoSettings & GrpoSettings): Rollout {
    const { model, coder } = this.context;
    return rollOut(model, {
      adapter: model.adapterOf('actor'),
      prompts: prompts.map(({ tokens }) => tokens),
      maxTokens: settings.maxTokens,
      temperature: settings.temperature,
      end: coder.end,
      randoms: prompts.map(() => createRandom(this.random.int(2 ** 31))),
    });
  }

  /** What reference, reward model and critic say of the drawn answers. */
  #look(rollout: Rollout, withValues: boolean): PolicyRows {
    const { model } = this.context;
    const { kernels, pass, plan } = model;
    const { adapters, heads, referenceProbabilities, criticStates } = model.roles!;
    const { width, vocabulary } = model.shape;
    const places = answerPositions(rollout.rows, rollout.length);
    const count = places.positions.length;
    const reference = this.timed('reference', () => {
      pass.runTop(adapters.reference);
      pass.runHead(places.positions, count, referenceProbabilities);
      kernels.softmax(referenceProbabilities, count, vocabulary, 0);
      return Float64Array.from(places.targets, (target, i) =>
        Math.log(kernels.heap[referenceProbabilities + i * vocabulary + target]),
      );
    });
    const [scores, values] = this.timed('reward', () => {
      pass.runTop(adapters.reward);
      const all = readHead(kernels, width, heads.reward, plan.states, places.ends);
      if (!withValues) return [all, null] as const;
      places.positions.forEach((position, i) => {
        const from = plan.states + position * width;
        kernels.heap.copyWithin(criticStates + i * width, from, from + width);
      });
      return [all, readHead(kernels, width, heads.critic, plan.states, places.positions)] as const;
    });
    const none = new Float64Array(count);
    return {
      ...places, rollout, reference, scores, values, old: none, divergences: none, entropies: none, rewards: none,
      advantages: none, returns: null,
    }; // prettier-ignore
  }

  /** Divergences, entropies, rewards and advantages, after the policy's own pass. */
  #weigh(rows: PolicyRows, isPpo: boolean, settings: PpoSettings & GrpoSettings): void {
    const { kernels, plan, roles, shape } = this.context.model;
    const count = rows.positions.length;
    const { vocabulary } = shape;
    rows.divergences = rowDivergences(kernels, plan.logits, roles!.referenceProbabilities, count, vocabulary);
    rows.entropies = rowEntropies(kernels, plan.logits, count, vocabulary);
    rows.rewards = new Float64Array(count);
    rows.advantages = new Float64Array(count);
    if (!isPpo) {
      for (let first = 0; first < rows.spans.length; first += settings.group) {
        const group = whiten(rows.scores.subarray(first, first + settings.group));
        group.forEach((advantage, i) => {
          const span = rows.spans[first + i];
          rows.advantages.fill(advantage, span.first, span.end);
          rows.rewards[span.end - 1] = rows.scores[first + i];
        });
      }
      return;
    }
    rows.returns = new Float64Array(count);
    rows.spans.forEach(({ first, end }, i) => {
      const old = rows.old.subarray(first, end);
      const rewards = tokenRewards(old, rows.reference.subarray(first, end), settings.beta, rows.scores[i]);
      const values = rows.values!.subarray(first, end);
      const { advantages, returns } = gae(rewards, values, settings.gamma, settings.lambda);
      rows.rewards.set(rewards, first);
      rows.advantages.set(advantages, first);
      rows.returns!.set(returns, first);
    });
    if (settings.whiten) rows.advantages = whiten(rows.advantages);
  }
}

/**
 * The whole of RLHF on the shipped weights and the set on board, with the page's own settings, over three seeds. What it
 * asserts is what the page says: the course of a run isn't timed here (npm run bench does that).
 */
import { describe, expect, it } from 'vitest';
import { openSession } from '../../src/runtime/training/openSession';
import type { Measurement, RewardAccuracy, TrainingTask } from '../../src/runtime/training';
import type { SessionHost } from '../../src/runtime/training/sessionHost';
import { free, leashed, RATES, type Source } from '../../src/topics/rlhf/controls';
import {
  JUDGE_STEPS,
  measureRequest,
  POLICY_STEPS,
  REWARD_STEPS,
  taskOf,
  type PolicySettings,
} from '../../src/topics/rlhf/policyTask';
import { boardData, startModel } from './recordRlhf';
import { diskTraining } from './trainingSource';

const judgePairs = boardData().judge;

function run(host: SessionHost, task: TrainingTask, steps: number): void {
  host.begin(task);
  for (let i = 0; i < steps; i++) host.step();
}

/** Trains the reward model as the page does and gives its score on the pairs kept aside. */
function trainReward(host: SessionHost, source: Source, seed: number): RewardAccuracy {
  const { pairs, heldOut } = boardData(source);
  host.forget(['reward']);
  host.begin({ kind: 'reward', pairs, heldOut, settings: { seed, evaluateEvery: REWARD_STEPS } });
  let accuracy: RewardAccuracy | null = null;
  for (let i = 0; i < REWARD_STEPS; i++) {
    const event = host.step();
    if (event.kind === 'reward' && event.heldOut) accuracy = event.heldOut;
  }
  return accuracy!;
}

/** Difference of two mean rewards in standard errors of that difference. */
function errorsApart(after: Measurement, before: Measurement): number {
  const error = Math.hypot(after.reward!.standardError, before.reward!.standardError);
  return (after.reward!.mean - before.reward!.mean) / error;
}

const told = (m: Measurement) => ({
  reward: m.reward!.mean,
  error: m.reward!.standardError,
  judge: m.judge!.mean,
  kl: m.kl.exact,
  bitsPerByte: m.bitsPerByte,
  rep4: m.rep4,
  ended: m.answers.filter(({ ended }) => ended).length / m.answers.length,
  sample: m.answers[4].text.slice(0, 60),
});

describe('RLHF on the shipped model', () => {
  it('rewards rise at a measured KL, and without the KL they are gamed, over three seeds', async () => {
    const host = await openSession(diskTraining, { kind: 'model', model: startModel() }, () => {});
    const data = boardData('polite');
    // All three kinds of comparison, once: the longest texts take the most time.
    expect(trainReward(host, 'ready', 1).share).toBeGreaterThan(0.8);
    run(
      host,
      { kind: 'reward', role: 'judge', pairs: judgePairs, heldOut: [], settings: { evaluateEvery: 0 } },
      JUDGE_STEPS,
    );
    for (const seed of [1, 2, 3]) {
      expect(trainReward(host, 'polite', seed).share, `reward model, seed ${seed}`).toBeGreaterThan(0.8);
      const trained = (settings: Omit<PolicySettings, 'seed'>): Measurement => {
        host.forget(['actor']);
        run(host, taskOf({ ...settings, seed }, data), POLICY_STEPS[settings.method]);
        return host.measure(measureRequest('actor', data));
      };
      host.forget(['actor', 'reference']);
      const before = host.measure(measureRequest('reference', data));
      const ppo = ({ rate: learningRate, ...rest }: typeof free | typeof leashed) =>
        trained({ method: 'ppo', learningRate, ...rest });
      const [careful, greedy] = [ppo(leashed), ppo(free)];
      const { epsilon, lambda, epochs } = free;
      const dpo = trained({ method: 'dpo', beta: 0.1, learningRate: RATES.dpo, epsilon, lambda, epochs });
      console.log(`seed ${seed}`);
      console.table(
        Object.fromEntries(
          Object.entries({ before, careful, greedy, dpo }).map(([name, m]) => [name, told(m)]),
        ),
      );
      expect(before.kl.exact).toBeCloseTo(0, 4);
      expect(errorsApart(careful, before), `PPO, seed ${seed}`).toBeGreaterThan(2);
      expect(errorsApart(dpo, before), `DPO, seed ${seed}`).toBeGreaterThan(2);
      for (const m of [careful, greedy, dpo]) expect(m.kl.exact).toBeGreaterThan(0.5);
      // Off the leash: more of the score that is optimised, and worse text by both of its measures.
      expect(greedy.reward!.mean, `seed ${seed}`).toBeGreaterThan(careful.reward!.mean);
      expect(greedy.kl.exact).toBeGreaterThan(careful.kl.exact);
      for (const tame of [before, careful]) {
        expect(greedy.bitsPerByte, `bits per byte, seed ${seed}`).toBeGreaterThan(tame.bitsPerByte);
        expect(greedy.rep4, `rep-4, seed ${seed}`).toBeGreaterThan(tame.rep4);
      }
    }
  }, 1_800_000);
});

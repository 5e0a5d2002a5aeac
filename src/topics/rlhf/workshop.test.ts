import { describe, expect, it } from 'vitest';
import { tokenRewards } from '../../math/gae';
import { Controls } from '../../state/controls.svelte';
import { TrainingDesk } from '../../state/trainingDesk.svelte';
import { localTrainingClient } from '../../../tests/runtime/localTraining';
import { controls } from './controls';
import { frontier, optimumAt } from './frontier';
import { Judging } from './judging.svelte';
import { hackOutcome, leashedAndFree } from './outcomes';
import { OwnComparisons } from './clicks.svelte';
import { PolicyRun } from './policyRun.svelte';
import type { PolicyData, PolicySettings } from './policyTask';
import { PolicyWork } from './policyWork.svelte';
import { preferenceSet, promptsOf, requestOf } from './preferences';

const pair = (n: number) => ({
  prompt: `Instruction: Say ${n}.\nAnswer:`,
  chosen: ` ${n}, please.`,
  rejected: ` Never ${n}!`,
});
const pairs = [1, 2, 3, 4, 5, 6].map(pair);
const heldOut = [7, 8].map(pair);
const data: PolicyData = { pairs, heldOut, prompts: promptsOf(pairs), measured: promptsOf(heldOut) };
const settings: PolicySettings = {
  method: 'ppo',
  beta: 0.1,
  epsilon: 0.2,
  lambda: 0.9,
  learningRate: 0.01,
  epochs: 2,
  seed: 1,
};

async function desk() {
  const client = localTrainingClient();
  const made = new TrainingDesk(() => client);
  await made.open({ kind: 'model', model: 'tiny' });
  return { desk: made, client };
}

describe('the workshop', () => {
  it('brings the same comparisons back from the clicks alone', async () => {
    const [one, other] = [await desk(), await desk()];
    const [first, second] = [new OwnComparisons(one.desk), new OwnComparisons(other.desk)];
    await first.drawUpTo(0, data.prompts);
    await first.drawUpTo(2, data.prompts);
    await second.drawUpTo(2, data.prompts);
    expect(second.comparisons).toEqual(first.comparisons);
    expect(first.pairs('ab-')).toEqual([
      { prompt: pairs[0].prompt, chosen: first.comparisons[0].a, rejected: first.comparisons[0].b },
      { prompt: pairs[1].prompt, chosen: first.comparisons[1].b, rejected: first.comparisons[1].a },
    ]);
  }, 60_000);

  it('trains a reward model, then PPO whose token rewards are the formula’s, and measures both', async () => {
    const { desk: made } = await desk();
    const judging = new Judging(made);
    for (let step = 0; step < 10; step++) await judging.train('ready', pairs, heldOut, 1, true);
    expect(judging.steps).toBe(10);
    expect(judging.points.at(-1)!.loss).toBeLessThan(judging.points[0].loss);
    expect(judging.accuracy!.low).toBeLessThanOrEqual(judging.accuracy!.share);
    const work = new PolicyWork(made);
    await work.train(settings, data, true);
    const run = work.current!;
    expect(run.steps).toBe(1);
    for (const answer of run.answers) {
      const told = tokenRewards(
        answer.tokens.map((token) => token.logProbability),
        answer.tokens.map((token) => token.referenceLogProbability),
        settings.beta,
        answer.score,
      );
      answer.tokens.forEach((token, i) => expect(token.reward).toBeCloseTo(told[i], 4));
    }
    expect(run.last!.ratio!.most).toBeGreaterThan(1);
    await work.train({ ...settings, beta: 0 }, data, true);
    // A slider moved on the way belongs to the same run.
    expect(work.runs).toHaveLength(1);
    expect(run.steps).toBe(2);
    await work.measureRun(run, data);
    expect(work.baseline!.kl.exact).toBeCloseTo(0, 6);
    expect(run.after!.measurement.kl.exact).toBeGreaterThan(0);
    await work.reset();
    expect(run.steps).toBe(0);
  }, 120_000);

  it('begins DPO at ln 2 whatever beta is', async () => {
    const { desk: made } = await desk();
    const work = new PolicyWork(made);
    for (const beta of [0.05, 0.7]) {
      await work.train({ ...settings, method: 'dpo', beta, seed: beta * 100 }, data, true);
      expect(work.current!.points[0].loss).toBeCloseTo(Math.LN2, 5);
    }
    expect(work.runs).toHaveLength(2);
  }, 60_000);
});

describe('the optimum over sampled answers', () => {
  const answer = (score: number) => ({
    prompt: 'p',
    text: '',
    ended: true,
    score,
    judge: null,
    kl: 0,
    bitsPerByte: 1,
    rep4: 0,
  });
  const answers = [0, 1, 3].map(answer);

  it('obeys its bound, and gains score for KL', () => {
    const curve = frontier(answers);
    for (const point of curve) expect(point.kl).toBeLessThanOrEqual(point.bound + 1e-9);
    for (let i = 1; i < curve.length; i++) {
      expect(curve[i].kl).toBeGreaterThanOrEqual(curve[i - 1].kl - 1e-12);
      expect(curve[i].reward).toBeGreaterThanOrEqual(curve[i - 1].reward - 1e-12);
    }
    expect(optimumAt(answers, 1e6).reward).toBeCloseTo(4 / 3, 4);
    expect(curve.at(-1)!.kl).toBeLessThanOrEqual(Math.log(3) + 1e-9);
    expect(frontier([])).toEqual([]);
  });

  it('is told from two runs whether taking the leash off paid in strange text', () => {
    const run = (beta: number, reward: number, bitsPerByte: number) => {
      const made = new PolicyRun({ ...settings, beta });
      made.measure(10, {
        answers,
        reward: { mean: reward, standardError: 0.1 },
        judge: null,
        kl: { k1: 1, k3: 1, exact: 1, perToken: 0.1 },
        bitsPerByte,
        rep4: 0,
      });
      return made;
    };
    expect(leashedAndFree([run(0.1, 1, 1)])).toBeNull();
    expect(hackOutcome(leashedAndFree([run(0.1, 1, 1), run(0, 2, 3)])!)).toBe(0);
    expect(hackOutcome(leashedAndFree([run(0.1, 1, 3), run(0, 2, 1)])!)).toBe(1);
    expect(hackOutcome(leashedAndFree([run(0.1, 2, 1), run(0, 1, 3)])!)).toBe(2);
  });
});

describe('what comes from outside', () => {
  it('is a set of pairs or nothing', () => {
    const list = [{ axis: 'polite', ...pair(1) }];
    expect(preferenceSet({ train: list, heldOut: list, judge: list })).not.toBeNull();
    for (const odd of [
      null,
      4,
      {},
      { train: list, heldOut: list, judge: [] },
      { train: [3], heldOut: list, judge: list },
    ])
      expect(preferenceSet(odd)).toBeNull();
    expect(requestOf(pair(1).prompt)).toBe('Say 1.');
  });

  it('a link keeps every control', () => {
    const one = new Controls(controls);
    one.assign({
      view: 'plot',
      clicks: 'ab-a',
      method: 'grpo',
      beta: 0,
      epsilon: 0.4,
      lambda: 0.5,
      answer: 3,
    });
    const other = new Controls(controls);
    expect(other.fromQuery(one.toQuery())).toEqual([]);
    expect(other.values).toEqual(one.values);
  });
});

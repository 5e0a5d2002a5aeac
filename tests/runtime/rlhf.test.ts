/**
 * The whole of RLHF on the shipped `story` model and the ready-made pairs, as the page runs it, over three seeds. What it
 * asserts is what the page says: the course of a run isn't timed here (npm run bench does that).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../src/runtime/training/openSession';
import type { Measurement, PreferencePair, RewardAccuracy, TrainingTask } from '../../src/runtime/training';
import type { SessionHost } from '../../src/runtime/training/sessionHost';
import { diskTraining } from './trainingSource';

interface Pair extends PreferencePair {
  readonly axis: string;
}
const data = JSON.parse(
  readFileSync(new URL('../../static/data/preferences.json', import.meta.url), 'utf8'),
) as Record<'train' | 'heldOut' | 'judge', Pair[]>;

/** Prompts with short answers, each once. */
const asks = (pairs: readonly Pair[]) => [
  ...new Set(pairs.filter(({ axis }) => axis === 'polite').map(({ prompt }) => prompt)),
];
const prompts = asks(data.train);
const heldOut = asks(data.heldOut).slice(0, 16);

function run(host: SessionHost, task: TrainingTask, steps: number): void {
  host.begin(task);
  for (let i = 0; i < steps; i++) host.step();
}

/** Difference of two mean rewards in standard errors of that difference. */
function errorsApart(after: Measurement, before: Measurement): number {
  const error = Math.hypot(after.reward!.standardError, before.reward!.standardError);
  return (after.reward!.mean - before.reward!.mean) / error;
}

describe('RLHF on the shipped model', () => {
  it('rewards rise at a measured KL, and without the KL they are gamed, over three seeds', async () => {
    const host = await openSession(diskTraining, { kind: 'model', model: 'story' }, () => {});
    const tuned = data.train.map(({ prompt, chosen }) => ({ prompt, answer: chosen }));
    run(host, { kind: 'tune', pairs: tuned, settings: { evaluateEvery: 0 } }, 80);
    const start = host.save(['actor']);
    run(
      host,
      { kind: 'reward', role: 'judge', pairs: data.judge, heldOut: [], settings: { evaluateEvery: 0 } },
      60,
    );
    const repeated = { careful: 0, greedy: 0 };
    for (const seed of [1, 2, 3]) {
      host.load(start);
      host.begin({
        kind: 'reward',
        pairs: data.train,
        heldOut: data.heldOut,
        settings: { seed, evaluateEvery: 60 },
      });
      let accuracy: RewardAccuracy | null = null;
      for (let i = 0; i < 60; i++) {
        const event = host.step();
        if (event.kind === 'reward' && event.heldOut) accuracy = event.heldOut;
      }
      expect(accuracy!.share, `reward model, seed ${seed}`).toBeGreaterThan(0.8);

      const ask = { prompts: heldOut, answersPerPrompt: 4, maxTokens: 32, seed: 5 };
      const trained = (task: TrainingTask, steps: number): Measurement => {
        host.load(start);
        run(host, task, steps);
        return host.measure(ask);
      };
      run(host, { kind: 'ppo', prompts, settings: { seed } }, 0);
      const before = host.measure(ask);
      expect(before.kl.exact).toBeCloseTo(0, 4);

      const careful = trained({ kind: 'ppo', prompts, settings: { seed } }, 30);
      expect(errorsApart(careful, before), `PPO, seed ${seed}`).toBeGreaterThan(2);
      const greedy = trained({ kind: 'ppo', prompts, settings: { seed, beta: 0 } }, 40);
      const dpo = trained(
        { kind: 'dpo', pairs: data.train, heldOut: [], settings: { seed, evaluateEvery: 0 } },
        40,
      );
      expect(errorsApart(dpo, before), `DPO, seed ${seed}`).toBeGreaterThan(2);

      const table = Object.fromEntries(
        Object.entries({ before, careful, greedy, dpo }).map(([name, m]) => [
          name,
          {
            reward: m.reward!.mean,
            error: m.reward!.standardError,
            judge: m.judge!.mean,
            kl: m.kl.exact,
            bitsPerByte: m.bitsPerByte,
            rep4: m.rep4,
            ended: m.answers.filter(({ ended }) => ended).length / m.answers.length,
            sample: m.answers[4].text.slice(0, 60),
          },
        ]),
      );
      console.log(`seed ${seed}, held-out accuracy of the reward model ${accuracy!.share}`);
      console.table(table);

      for (const m of [careful, greedy, dpo]) expect(m.kl.exact).toBeGreaterThan(0.5);
      expect(greedy.reward!.mean).toBeGreaterThan(careful.reward!.mean);
      expect(greedy.kl.exact).toBeGreaterThan(careful.kl.exact);
      repeated.careful += careful.rep4 / 3;
      repeated.greedy += greedy.rep4 / 3;
    }
    // Not in every seed: a greedy policy may find an answer that pays without repeating itself. Bits per byte don't rise
    // with it either, since a loop is easy to predict; the table shows them.
    expect(repeated.greedy).toBeGreaterThan(repeated.careful);
  }, 1_800_000);
});

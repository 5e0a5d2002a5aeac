import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REWARD_STEPS, POLICY_STEPS } from '../../src/topics/rlhf/policyTask';
import type { StoredRlhfFile } from '../../src/topics/rlhf/storedFile';
import { boardData, firstComparison, recordedSettings, startModel, storedRlhfPath } from './recordRlhf';
import { localTrainingClient } from './localTraining';
import { diskTraining } from './trainingSource';

const file = JSON.parse(readFileSync(storedRlhfPath, 'utf8')) as StoredRlhfFile;

describe('the stored runs of the preference page', () => {
  it('start as the shipped weights start now (else: node scripts/storedRuns.mjs --rlhf)', async () => {
    expect(file.model).toBe(startModel());
    const data = boardData();
    const session = await localTrainingClient(diskTraining).open({ kind: 'model', model: file.model });
    expect(file.comparisons).toEqual([await firstComparison(session, data.prompts)]);
    const run = await session.begin({
      kind: 'reward',
      pairs: data.pairs,
      heldOut: data.heldOut,
      settings: { batch: 8, evaluateEvery: 0, seed: 1 },
    });
    for (let step = 0; step < 3; step++) {
      const { loss } = await run.step();
      expect(loss).toBeCloseTo(file.reward[step].loss, 4);
    }
    session.close();
  }, 120_000);

  it('are whole: every step, each measured, with what was set', () => {
    expect(file.reward).toHaveLength(REWARD_STEPS);
    expect(file.runs.map((run) => run.settings)).toEqual(recordedSettings());
    for (const { settings, events, measured } of file.runs) {
      expect(events).toHaveLength(POLICY_STEPS[settings.method]);
      expect(measured.at(-1)!.step).toBe(POLICY_STEPS[settings.method]);
      expect(measured.at(-1)!.measurement.answers.map((answer) => answer.prompt)).toEqual(
        file.baseline.answers.map((answer) => answer.prompt),
      );
    }
  });

  it('show what the page says of them: PPO raises the score, more so off the leash, where the text grows strange and repeats itself', () => {
    const [leashed, free] = file.runs.map((run) => run.measured.at(-1)!.measurement);
    const error = Math.hypot(leashed.reward!.standardError, file.baseline.reward!.standardError);
    expect(leashed.reward!.mean - file.baseline.reward!.mean).toBeGreaterThan(2 * error);
    expect(free.reward!.mean).toBeGreaterThan(leashed.reward!.mean);
    expect(free.bitsPerByte).toBeGreaterThan(leashed.bitsPerByte);
    expect(free.rep4).toBeGreaterThan(leashed.rep4);
    expect(file.reward.at(-1)!.heldOut!.share).toBeGreaterThan(0.8);
  });
});

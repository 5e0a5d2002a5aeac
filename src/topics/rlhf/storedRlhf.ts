import type { Measurement, RewardAccuracy } from '../../runtime/training';
import { PolicyRun } from './policyRun.svelte';
import type { StoredRlhfFile } from './storedFile';

/** The record as the panel shows it while nothing has run in this page. */
export interface StoredRlhf {
  readonly reward: StoredRlhfFile['reward'];
  readonly judge: RewardAccuracy;
  readonly baseline: Measurement;
  readonly runs: readonly PolicyRun[];
  readonly comparisons: StoredRlhfFile['comparisons'];
}

/** Reads the record; null when it is not one. */
export function storedRlhf(value: unknown): StoredRlhf | null {
  const lists = value as { runs?: unknown; reward?: unknown; baseline?: unknown } | null;
  if (!Array.isArray(lists?.runs) || !Array.isArray(lists.reward) || !lists.baseline) return null;
  const file = value as StoredRlhfFile;
  const runs = file.runs.map(({ settings, events, measured }) => {
    const run = new PolicyRun(settings);
    run.stored = true;
    events.forEach((event) => run.take(event));
    measured.forEach(({ step, measurement }) => run.measure(step, measurement));
    return run;
  });
  return {
    reward: file.reward,
    judge: file.judge,
    baseline: file.baseline,
    runs,
    comparisons: file.comparisons ?? [],
  };
}

/** The committed record; null when there is none. */
export async function loadStoredRlhf(): Promise<StoredRlhf | null> {
  try {
    const answer = await fetch(new URL(`${import.meta.env.BASE_URL}runs/rlhf.json`, document.baseURI));
    return answer.ok ? storedRlhf(await answer.json()) : null;
  } catch {
    return null;
  }
}

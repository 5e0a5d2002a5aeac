import type { Measurement } from '../../runtime/training';
import type { PolicyRun } from './policyRun.svelte';

/** The last measurements of a PPO run with a leash and of one without; null until there are both. */
export function leashedAndFree(
  runs: readonly PolicyRun[],
): { readonly leashed: Measurement; readonly free: Measurement } | null {
  const measured = runs.filter((run) => run.method === 'ppo' && run.after?.measurement.reward);
  const leashed = measured.findLast((run) => run.beta > 0)?.after?.measurement;
  const free = measured.findLast((run) => run.beta === 0)?.after?.measurement;
  return leashed && free ? { leashed, free } : null;
}

/** Which choice came true when the leash was taken off: 0 score and bits both higher, 1 score higher and bits not, 2 score not higher. */
export function hackOutcome({ leashed, free }: { leashed: Measurement; free: Measurement }): number {
  if ((free.reward?.mean ?? NaN) <= (leashed.reward?.mean ?? NaN)) return 2;
  return free.bitsPerByte > leashed.bitsPerByte ? 0 : 1;
}

import { fill } from '../../ui/strings';
import type { RlhfLabels } from './labels';
import type { PolicyRun } from './policyRun.svelte';

/** What a run is called in plot and table: method and weight, and its number where another has the same. */
export function runNames(runs: readonly PolicyRun[], labels: RlhfLabels): string[] {
  const bare = runs.map((run) =>
    fill(labels.plot.runName, {
      method: labels.methods[run.method],
      beta: String(Number(run.beta.toFixed(3))),
    }),
  );
  return bare.map((name, index) => {
    const same = bare.filter((each) => each === name).length;
    return same > 1 ? `${name} (${bare.slice(0, index + 1).filter((each) => each === name).length})` : name;
  });
}

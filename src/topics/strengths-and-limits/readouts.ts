import { surprisal } from '../../math/entropy';
import type { View } from './controls';
import { pearson } from './correlation';
import { agreement } from './invention';
import type { LimitsState } from './state.svelte';
import type { Distance } from './windowTest';

/** A run kept to compare with: the view it was seen in, its numbers, its curve. */
export interface Kept {
  readonly view: View;
  readonly readouts: readonly { readonly key: ReadoutKey; readonly value: number }[];
  readonly curve: readonly Distance[];
}
/** The numbers that sum a view up. */
export type ReadoutKey =
  | 'surprise'
  | 'agreementUnknown'
  | 'agreementKnown'
  | 'told'
  | 'deleted'
  | 'correlation'
  | 'before'
  | 'after'
  | 'biasFit'
  | 'ms';

const mean = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0) / list.length;

function biasFit(panel: LimitsState): number {
  const counted = panel.biasRows.filter((row) => row.corpus !== null);
  return pearson(
    counted.map((row) => row.corpus ?? NaN),
    counted.map((row) => row.logOdds),
  );
}

/** What each view comes down to; NaN where it is not known yet. */
const summaries: Readonly<Record<View, (panel: LimitsState) => readonly (readonly [ReadoutKey, number])[]>> =
  {
    write: (panel) => [
      ['surprise', mean((panel.written?.drawn ?? []).map((token) => surprisal(token.modelProbability)))],
    ],
    invent: (panel) => [
      ['agreementUnknown', agreement(panel.unknown.value?.answers ?? [])],
      ['agreementKnown', agreement(panel.known.value?.answers ?? [])],
    ],
    window: (panel) => [
      ['told', panel.shown.value?.at?.told ?? NaN],
      ['deleted', panel.shown.value?.at?.deleted ?? NaN],
    ],
    cutoff: (panel) => [
      ['correlation', panel.correlation ?? NaN],
      ['before', panel.retrieval.value?.before ?? NaN],
      ['after', panel.retrieval.value?.after ?? NaN],
    ],
    bias: (panel) => [['biasFit', biasFit(panel)]],
    cost: (panel) => [['ms', panel.speed.value?.median ?? NaN]],
  };

/** The numbers that sum up the view on show, without those not known yet. */
export function readoutsOf(panel: LimitsState): Kept['readouts'] {
  return summaries[panel.controls.get('view')](panel)
    .filter(([, value]) => Number.isFinite(value))
    .map(([key, value]) => ({ key, value }));
}

/** The run on show, to be kept, with its settings in symbols that need no language; null while it has no number. */
export function keptRun(panel: LimitsState): { label: string; value: Kept } | null {
  if (panel.readouts.length === 0) return null;
  const { view, window, between, T, drawT, seed, carrier, template } = panel.controls.values;
  const labels: Readonly<Record<View, string>> = {
    write: `T = ${T}, #${seed}`,
    invent: `T = ${drawT}, #${seed}`,
    window: `W = ${window}, ${between}`,
    cutoff: carrier,
    bias: template,
    cost: 'ms',
  };
  return {
    label: labels[view],
    value: { view, readouts: panel.readouts, curve: view === 'window' ? (panel.curve.value ?? []) : [] },
  };
}

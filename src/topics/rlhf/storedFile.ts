import type { Measurement, RewardAccuracy, StepEvent } from '../../runtime/training';
import type { PolicySettings } from './policyTask';

/** static/runs/rlhf.json: real runs of the engine on the set on board, recorded from the shipped weights. */
export interface StoredRlhfFile {
  /** The model everything started from. */
  readonly model: string;
  readonly reward: readonly {
    readonly step: number;
    readonly loss: number;
    readonly heldOut: RewardAccuracy | null;
  }[];
  readonly judge: RewardAccuracy;
  readonly baseline: Measurement;
  readonly runs: readonly {
    readonly settings: PolicySettings;
    /** All steps; answers only in the last. */
    readonly events: readonly StepEvent[];
    readonly measured: readonly { readonly step: number; readonly measurement: Measurement }[];
  }[];
  /** Two answers to the first prompts, as a reader with no clicks would draw them. */
  readonly comparisons: readonly { readonly prompt: string; readonly a: string; readonly b: string }[];
}

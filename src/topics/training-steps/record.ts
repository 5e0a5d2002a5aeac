import { heldOutPoints, type HeldOutPoint } from './trainingRecord';
import { pretrainingKeys, type PretrainingKey } from './stages';
import type { SampleLoss } from './sampleLoss';

/** A checkpoint as the record of its run has it. */
export interface RecordedCheckpoint {
  readonly key: PretrainingKey;
  readonly tokens: number;
  /** Bits a byte on held-out TinyStories, with the shipped weights. */
  readonly tinystories: number;
  readonly stories: SampleLoss;
  readonly world: SampleLoss;
}

/** static/runs/story-ckpt.json: the run the checkpoints were saved from. */
export interface CheckpointRecord {
  readonly points: readonly HeldOutPoint[];
  readonly checkpoints: readonly RecordedCheckpoint[];
  readonly plannedTokens: number;
  readonly tokens: number;
  readonly finished: boolean;
  /** Whether `story` is the end of this very run. */
  readonly sameRun: boolean;
}

const keyOfPercent: Readonly<Record<number, PretrainingKey>> = {
  0: 'untrained',
  1: 'one',
  5: 'five',
  20: 'twenty',
};

/** Reads the record; null when it is not one. */
export function checkpointRecord(value: unknown): CheckpointRecord | null {
  const record = value as {
    planned?: number;
    tokens?: number;
    finished?: boolean;
    sameRunAsStory?: boolean;
    checkpoints?: {
      percent: number;
      tokens: number;
      heldOut: { tinystories: { shipped: number }; stories: SampleLoss; world: SampleLoss };
    }[];
  } | null;
  if (!Array.isArray(record?.checkpoints)) return null;
  const checkpoints = record.checkpoints
    .filter((row) => row.percent in keyOfPercent)
    .map((row) => ({
      key: keyOfPercent[row.percent],
      tokens: row.tokens,
      tinystories: row.heldOut.tinystories.shipped,
      stories: row.heldOut.stories,
      world: row.heldOut.world,
    }));
  return {
    points: heldOutPoints(record),
    checkpoints: checkpoints.sort((a, b) => pretrainingKeys.indexOf(a.key) - pretrainingKeys.indexOf(b.key)),
    plannedTokens: record.planned ?? NaN,
    tokens: record.tokens ?? NaN,
    finished: record.finished === true,
    sameRun: record.sameRunAsStory === true,
  };
}

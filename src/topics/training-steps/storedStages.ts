import { stageKeys, type StageKey } from './stages';

/** One stage's recorded continuation and loss. */
export interface StoredStage {
  readonly tokens: readonly { readonly id: number; readonly text: string; readonly p: number }[];
  /** Bits a byte on the shipped held-out stories. */
  readonly bitsPerByte: number;
}

/** A real run of every stage on the default text, recorded from the shipped weights; shown until live ones are there. */
export interface StoredStages {
  readonly text: string;
  readonly temperature: number;
  readonly seed: number;
  readonly stages: Readonly<Partial<Record<StageKey, StoredStage>>>;
}

/** Reads static/runs/training-steps.json; null when it is not such a run. */
export function storedStages(value: unknown): StoredStages | null {
  const stored = value as StoredStages | null;
  const whole =
    typeof stored?.text === 'string' &&
    typeof stored.stages === 'object' &&
    Object.entries(stored.stages).every(
      ([key, stage]) => (stageKeys as readonly string[]).includes(key) && Array.isArray(stage?.tokens),
    );
  return whole ? stored : null;
}

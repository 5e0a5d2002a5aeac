/**
 * What the page and the training worker say to each other, all of it plain data. Texts go in and come out: the worker
 * has the tokenizer. Losses and log-probabilities are in nats; `ms` are wall times in milliseconds.
 */
import type { KlNumbers, MeanReward } from './stepEvents';

export type * from './stepEvents';

/** What a session trains: a shipped decoder through an adapter, or a fresh character model with all its weights. */
export type TrainingBase =
  | { readonly kind: 'model'; readonly model: string; readonly adapter?: Partial<AdapterChoice> }
  | {
      readonly kind: 'characters';
      readonly text: string;
      readonly shape?: Partial<CharacterShape>;
      readonly seed?: number;
    };

/** Where low-rank matrices are put. */
export interface AdapterChoice {
  /** How many of the last layers. */
  readonly layers: number;
  readonly rank: number;
  /** Also on the output head. */
  readonly head: boolean;
}

/** Size of a character model. */
export interface CharacterShape {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly window: number;
}

/** What a session is made of. */
export interface SessionInfo {
  /** The model's name, or 'characters'. */
  readonly base: string;
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly vocabulary: number;
  /** Longest prompt and answer together, in tokens. */
  readonly window: number;
  readonly parameters: number;
  /** How many numbers the actor's training changes. */
  readonly trained: number;
  readonly trainedLayers: number;
  readonly trunkLayers: number;
  /** The alphabet of a character model. */
  readonly characters: string | null;
  /** Characters of its text that are trained on, and the last tenth that is held out; 0 for a shipped model. */
  readonly trainCharacters: number;
  readonly heldOutCharacters: number;
  readonly kernels: 'simd' | 'plain';
  readonly heapBytes: number;
}

/** The models inside a session: one trunk, an adapter each. The critic is a value head on the reward model's states. */
export type Role = 'actor' | 'reference' | 'reward' | 'judge';

/** A prompt with a better and a worse answer. */
export interface PreferencePair {
  readonly prompt: string;
  readonly chosen: string;
  readonly rejected: string;
}

/** A prompt with the answer to learn. */
export interface TunePair {
  readonly prompt: string;
  readonly answer: string;
}

/** What every task can be told. */
export interface CommonSettings {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly seed: number;
  /** Held-out numbers every so many steps; 0 = never. */
  readonly evaluateEvery: number;
}
export interface BatchSettings extends CommonSettings {
  /** Texts or pairs a step. */
  readonly batch: number;
}
export interface DpoSettings extends BatchSettings {
  readonly beta: number;
}
export interface RolloutSettings extends CommonSettings {
  /** Answers drawn a step. */
  readonly answers: number;
  readonly maxTokens: number;
  /** Of the drawing; log-probabilities are always those of temperature 1. */
  readonly temperature: number;
  /** Passes over one set of answers. */
  readonly epochs: number;
  /** Of the clip. */
  readonly epsilon: number;
  /** Weight of the KL: in each token's reward (PPO, estimator k1) or in the loss (GRPO, estimator k3). */
  readonly beta: number;
}
export interface PpoSettings extends RolloutSettings {
  readonly gamma: number;
  readonly lambda: number;
  readonly valueLearningRate: number;
  /** Shift and scale a step's advantages to mean 0 and deviation 1. */
  readonly whiten: boolean;
}
export interface GrpoSettings extends RolloutSettings {
  /** Answers to one prompt; `answers` is a multiple of it. */
  readonly group: number;
}

/** Each kind of task with the type of its settings. */
export interface SettingsOf {
  pretrain: BatchSettings;
  tune: BatchSettings;
  reward: BatchSettings;
  dpo: DpoSettings;
  ppo: PpoSettings;
  grpo: GrpoSettings;
}
export type TaskKind = keyof SettingsOf;

export type TrainingTask =
  | { readonly kind: 'pretrain'; readonly settings?: Partial<BatchSettings> }
  | {
      readonly kind: 'tune';
      readonly pairs: readonly TunePair[];
      readonly heldOut?: readonly TunePair[];
      readonly settings?: Partial<BatchSettings>;
    }
  | {
      readonly kind: 'reward';
      readonly role?: 'reward' | 'judge';
      readonly pairs: readonly PreferencePair[];
      readonly heldOut: readonly PreferencePair[];
      readonly settings?: Partial<BatchSettings>;
    }
  | {
      readonly kind: 'dpo';
      readonly pairs: readonly PreferencePair[];
      readonly heldOut: readonly PreferencePair[];
      readonly settings?: Partial<DpoSettings>;
    }
  | { readonly kind: 'ppo'; readonly prompts: readonly string[]; readonly settings?: Partial<PpoSettings> }
  | { readonly kind: 'grpo'; readonly prompts: readonly string[]; readonly settings?: Partial<GrpoSettings> };

/** Everything that is needed to go on after a worker's death. */
export interface Checkpoint {
  readonly step: number;
  readonly task: TaskKind;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type RunState = 'paused' | 'running' | 'stopped' | 'failed';

export interface SampleRequest {
  readonly prompt: string;
  readonly role?: 'actor' | 'reference';
  readonly count?: number;
  readonly maxTokens: number;
  readonly temperature?: number;
  readonly seed: number;
}
export interface Sample {
  readonly text: string;
  readonly ended: boolean;
  readonly tokens: readonly { readonly id: number; readonly text: string; readonly logProbability: number }[];
}
export interface ScoreRequest {
  readonly role: 'reward' | 'judge';
  readonly texts: readonly TunePair[];
}
export interface MeasureRequest {
  readonly prompts: readonly string[];
  readonly role?: 'actor' | 'reference';
  readonly answersPerPrompt?: number;
  readonly maxTokens: number;
  readonly seed: number;
  readonly temperature?: number;
}

/** Answers to prompts, measured. Scores are null where that role was never trained. */
export interface Measurement {
  readonly answers: readonly AnswerMeasure[];
  readonly reward: MeanReward | null;
  readonly judge: MeanReward | null;
  readonly kl: KlNumbers;
  /** Of all answers together under the frozen base, without any adapter. */
  readonly bitsPerByte: number;
  /** Mean share of 4-grams that had come before in the answer. */
  readonly rep4: number;
}
export interface AnswerMeasure {
  readonly prompt: string;
  readonly text: string;
  readonly ended: boolean;
  readonly score: number | null;
  readonly judge: number | null;
  readonly kl: number;
  readonly bitsPerByte: number;
  readonly rep4: number;
}

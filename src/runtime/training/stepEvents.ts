/** What the steps of each task report, for a panel to draw. Losses and log-probabilities are in nats. */
import type { PreferencePair } from './protocol';

/** What each step reports. */
export interface StepCommon {
  /** 1 after the first step. */
  readonly step: number;
  readonly loss: number;
  /** Norm of all gradients together, before they are cut to 1. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  readonly ms: { readonly total: number; readonly [part: string]: number };
}

/** A share with its 95 % interval after Wilson (1927). */
export interface RewardAccuracy {
  readonly right: number;
  readonly of: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly loss: number;
}
export interface DpoHeldOut {
  readonly accuracy: RewardAccuracy;
  readonly margin: number;
  readonly loss: number;
}

/** A text with the tokens that the loss looks at. */
export interface ScoredText {
  readonly prompt: string;
  readonly tokens: readonly {
    readonly text: string;
    readonly scored: boolean;
    readonly logProbability: number | null;
  }[];
}

/** A pair as the reward model sees it; `probability` is Bradley-Terry's. */
export interface JudgedPair extends PreferencePair {
  readonly chosenScore: number;
  readonly rejectedScore: number;
  readonly probability: number;
}

/** A pair as DPO sees it: log-probabilities of whole answers. */
export interface DpoTrace extends PreferencePair {
  readonly policyChosen: number;
  readonly policyRejected: number;
  readonly referenceChosen: number;
  readonly referenceRejected: number;
  readonly margin: number;
  readonly probability: number;
}

/**
 * KL(policy || reference) on answers drawn from the policy, nats an answer: Schulman's estimators k1 and k3 from the drawn
 * tokens, and `exact`, over the whole vocabulary at every drawn position; `perToken` is `exact` by tokens.
 */
export interface KlNumbers {
  readonly k1: number;
  readonly k3: number;
  readonly exact: number;
  readonly perToken: number;
}
export interface MeanReward {
  readonly mean: number;
  readonly standardError: number;
}

/** What PPO and GRPO report of a step. */
export interface PolicyNumbers {
  /** The reward model's score, without the KL. */
  readonly reward: MeanReward;
  readonly kl: KlNumbers;
  /** Share of ratios outside 1 - epsilon to 1 + epsilon, over all epochs of the step. */
  readonly clipFraction: number;
  /** Measured: the clip doesn't bound it. */
  readonly ratio: { readonly least: number; readonly most: number };
  /** Nats a token. */
  readonly entropy: number;
  readonly answers: readonly AnswerTrace[];
}
export interface AnswerTrace {
  readonly prompt: string;
  readonly text: string;
  /** Whether the model drew the end itself. */
  readonly ended: boolean;
  /** The reward model's, at the last token. */
  readonly score: number;
  /** GRPO: one number an answer; PPO: null. */
  readonly advantage: number | null;
  readonly tokens: readonly AnswerToken[];
}
export interface AnswerToken {
  readonly id: number;
  readonly text: string;
  /** When drawn. */
  readonly logProbability: number;
  readonly referenceLogProbability: number;
  /** Exact, over the whole vocabulary at this position. */
  readonly kl: number;
  /** -beta k1, with the score added at the last token; GRPO: the score alone. */
  readonly reward: number;
  /** The critic's guess of what is still to come; GRPO: null. */
  readonly value: number | null;
  /** As the loss used it. */
  readonly advantage: number;
  /** New over old probability, measured in the last epoch's pass. */
  readonly ratio: number;
  /** Whether the clip cut its gradient to 0 there. */
  readonly clipped: boolean;
}

export type StepEvent =
  | (StepCommon & { readonly kind: 'pretrain'; readonly heldOutLoss: number | null })
  | (StepCommon & {
      readonly kind: 'tune';
      readonly scoredTokens: number;
      readonly heldOutLoss: number | null;
      readonly pair: ScoredText;
    })
  | (StepCommon & {
      readonly kind: 'reward';
      readonly accuracy: number;
      readonly heldOut: RewardAccuracy | null;
      readonly pair: JudgedPair;
    })
  | (StepCommon & {
      readonly kind: 'dpo';
      readonly accuracy: number;
      readonly margin: number;
      readonly heldOut: DpoHeldOut | null;
      readonly pair: DpoTrace;
    })
  | (StepCommon &
      PolicyNumbers & {
        readonly kind: 'ppo';
        readonly valueLoss: number;
        readonly explainedVariance: number;
      })
  | (StepCommon & PolicyNumbers & { readonly kind: 'grpo' });

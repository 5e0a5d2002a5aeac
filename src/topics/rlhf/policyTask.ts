import type { MeasureRequest, PreferencePair, TrainingTask } from '../../runtime/training';
import { ANSWERS, type Method } from './controls';
import { shortPairs } from './preferences';

/** What a run is told; another method or seed makes another run, the rest may be moved on the way. */
export interface PolicySettings {
  readonly method: Method;
  readonly beta: number;
  readonly epsilon: number;
  readonly lambda: number;
  readonly learningRate: number;
  readonly epochs: number;
  readonly seed: number;
}

/** Steps a run of each method goes on for. */
export const POLICY_STEPS = { ppo: 60, grpo: 40, dpo: 60 } as const;
export const MEASURE_EVERY = 10;
/** Tokens an answer has at most. */
export const ANSWER_TOKENS = 28;
/** Steps of the reward model, and of the judge, which has to be good enough only to disagree. */
export const REWARD_STEPS = 60;
export const JUDGE_STEPS = 30;
/** Answers to each prompt in a measurement. */
const PER_PROMPT = 4;
const MEASURE_SEED = 1000;

/** What the policy learns from. */
export interface PolicyData {
  readonly prompts: readonly string[];
  readonly pairs: readonly PreferencePair[];
  readonly heldOut: readonly PreferencePair[];
  /** Prompts of no training pair, for measuring. */
  readonly measured: readonly string[];
}

/** The settings of the engine's task. */
export function taskOf(settings: PolicySettings, data: PolicyData): TrainingTask {
  const { method, beta, epsilon, lambda, learningRate, epochs, seed } = settings;
  if (method === 'dpo')
    return {
      kind: 'dpo',
      pairs: shortPairs(data.pairs),
      heldOut: shortPairs(data.heldOut),
      // DPO's beta divides nothing by zero, but 0 would make every loss ln 2.
      settings: { beta: Math.max(beta, 0.01), learningRate, seed, evaluateEvery: 0, batch: 8 },
    };
  const shared = {
    beta,
    epsilon,
    learningRate,
    epochs,
    seed,
    answers: ANSWERS,
    maxTokens: ANSWER_TOKENS,
    evaluateEvery: 0,
  };
  return method === 'ppo'
    ? { kind: 'ppo', prompts: data.prompts, settings: { ...shared, lambda } }
    : { kind: 'grpo', prompts: data.prompts, settings: { ...shared, group: ANSWERS / 2 } };
}

/** How a role is measured: the same prompts and seed each time, so that all measurements can be held against each other. */
export function measureRequest(role: 'actor' | 'reference', data: PolicyData): MeasureRequest {
  return {
    prompts: data.measured,
    role,
    answersPerPrompt: PER_PROMPT,
    maxTokens: ANSWER_TOKENS,
    seed: MEASURE_SEED,
  };
}

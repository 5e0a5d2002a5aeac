import type { AnswerTrace, DpoTrace, Measurement, StepEvent } from '../../runtime/training';
import type { Method } from './controls';
import type { PolicySettings } from './policyTask';

/** Where a run stood after a step. */
export interface PolicyPoint {
  readonly step: number;
  /** Mean score of the answers drawn in this step, and its standard error; null where none are drawn (DPO). */
  readonly reward: number | null;
  readonly standardError: number | null;
  /** KL(policy || reference) in nats an answer, exact at each drawn position. */
  readonly kl: number | null;
  readonly loss: number;
  readonly clipFraction: number | null;
  readonly ratio: { readonly least: number; readonly most: number } | null;
  readonly valueLoss: number | null;
  readonly entropy: number | null;
  /** DPO's mean margin. */
  readonly margin: number | null;
}

/** A measurement of the tuned model on the fixed prompts and seed. */
export interface MeasuredPoint {
  readonly step: number;
  readonly measurement: Measurement;
}

let count = 0;

/** One run of PPO, GRPO or DPO from the start model, with everything it reported. */
export class PolicyRun {
  readonly id = ++count;
  /** As it stands; sliders may have been moved on the way. */
  settings: PolicySettings = $state.raw(undefined!);
  /** The weight of the KL it began with, which names the run. */
  readonly beta: number;
  readonly method: Method;
  points: readonly PolicyPoint[] = $state.raw([]);
  measured: readonly MeasuredPoint[] = $state.raw([]);
  /** The answers of the last step, token by token. */
  answers: readonly AnswerTrace[] = $state.raw([]);
  pair: DpoTrace | null = $state.raw(null);
  /** From the record, not from this page. */
  stored = false;
  /** Read from a file, so that its steps are not known. */
  fromFile = false;

  constructor(settings: PolicySettings) {
    this.settings = settings;
    this.beta = settings.beta;
    this.method = settings.method;
  }

  get steps() {
    return this.points.at(-1)?.step ?? 0;
  }
  get shown() {
    return this.points.length > 0 || this.measured.length > 0;
  }
  get last() {
    return this.points.at(-1) ?? null;
  }
  get after() {
    return this.measured.at(-1) ?? null;
  }

  /** Takes a step's numbers. */
  take(event: StepEvent): void {
    if (event.kind === 'dpo') {
      this.pair = event.pair;
      this.points = [
        ...this.points,
        { ...nothing, step: event.step, loss: event.loss, margin: event.margin },
      ];
    } else if (event.kind === 'ppo' || event.kind === 'grpo') {
      const { step, loss, reward, kl, clipFraction, ratio, entropy } = event;
      this.answers = event.answers;
      this.points = [
        ...this.points,
        {
          ...nothing,
          step,
          loss,
          reward: reward.mean,
          standardError: reward.standardError,
          kl: kl.exact,
          clipFraction,
          ratio,
          entropy,
          valueLoss: event.kind === 'ppo' ? event.valueLoss : null,
        },
      ];
    }
  }

  /** Takes a measurement of the model as it stands after `step`. */
  measure(step: number, measurement: Measurement): void {
    this.measured = [...this.measured.filter((each) => each.step < step), { step, measurement }];
  }

  /** Back to before the first step. */
  clear(): void {
    [this.points, this.measured, this.answers, this.pair] = [[], [], [], null];
  }
}

const nothing = {
  reward: null,
  standardError: null,
  kl: null,
  clipFraction: null,
  ratio: null,
  valueLoss: null,
  entropy: null,
  margin: null,
} as const;

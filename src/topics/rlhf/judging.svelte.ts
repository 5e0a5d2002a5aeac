import type { JudgedPair, PreferencePair, RewardAccuracy, StepEvent } from '../../runtime/training';
import type { TrainingDesk } from '../../state/trainingDesk.svelte';
import { JUDGE_STEPS, REWARD_STEPS } from './policyTask';

/** One step of the reward model's training. */
export interface RewardPoint {
  readonly step: number;
  readonly loss: number;
  readonly heldOut: RewardAccuracy | null;
}

const EVALUATE_EVERY = 10;

/** Training of the reward model, and of a second one, the judge, on other pairs: the judge is never optimised against. */
export class Judging {
  points: readonly RewardPoint[] = $state.raw([]);
  pair: JudgedPair | null = $state.raw(null);
  judge: RewardAccuracy | null = $state.raw(null);
  judging: boolean = $state(false);
  /** What it was trained on: its pairs, by number. */
  trainedOn: number = $state(0);
  source: string | null = $state(null);
  /** Read from a file, so that its steps are not known. */
  fromFile: boolean = $state(false);
  readonly #desk: TrainingDesk;

  constructor(desk: TrainingDesk) {
    this.#desk = desk;
  }

  get steps() {
    return this.points.at(-1)?.step ?? 0;
  }
  get accuracy() {
    return this.points.findLast((point) => point.heldOut)?.heldOut ?? null;
  }

  /** Whether training on these pairs would go on where it stands; else it begins anew. */
  goesOn(source: string, pairs: number): boolean {
    const same = this.source === source && this.trainedOn === pairs;
    return same && this.#desk.task === 'reward' && !this.judging;
  }

  /** Whether these pairs have been learned from to the end. */
  learned(source: string, pairs: number): boolean {
    return this.source === source && this.trainedOn === pairs && this.steps >= REWARD_STEPS;
  }

  /** Goes on training; begins anew where the pairs are others than before. */
  async train(
    source: string,
    pairs: readonly PreferencePair[],
    heldOut: readonly PreferencePair[],
    seed: number,
    once = false,
  ): Promise<void> {
    if (!this.goesOn(source, pairs.length) && !(await this.#begin(source, pairs, heldOut, seed))) return;
    if (once) await this.#desk.step();
    else this.#desk.start(REWARD_STEPS);
  }

  async #begin(
    source: string,
    pairs: readonly PreferencePair[],
    heldOut: readonly PreferencePair[],
    seed: number,
  ): Promise<boolean> {
    [this.points, this.pair, this.fromFile] = [[], null, false];
    [this.source, this.trainedOn] = [source, pairs.length];
    await this.#desk.ask((session) => session.forget(['reward']));
    return this.#desk.begin(
      {
        kind: 'reward',
        pairs: pairs.map(bare),
        heldOut: heldOut.map(bare),
        settings: { seed, batch: Math.min(8, pairs.length), evaluateEvery: EVALUATE_EVERY },
      },
      { onStep: (event) => this.#step(event) },
    );
  }

  /** Trains the judge on its own pairs, once, from start to end. */
  async trainJudge(
    pairs: readonly PreferencePair[],
    heldOut: readonly PreferencePair[],
    seed: number,
  ): Promise<void> {
    if (this.judge || this.judging) return;
    this.judging = true;
    try {
      const begun = await this.#desk.begin(
        {
          kind: 'reward',
          role: 'judge',
          pairs: pairs.map(bare),
          heldOut: heldOut.map(bare),
          settings: { seed: seed + 100, evaluateEvery: JUDGE_STEPS },
        },
        {
          onStep: (event) => {
            if (event.kind === 'reward' && event.heldOut) this.judge = event.heldOut;
          },
        },
      );
      for (let step = 0; begun && step < JUDGE_STEPS && this.#desk.status === 'ready'; step++)
        await this.#desk.step();
    } finally {
      this.judging = false;
    }
  }

  /** Takes over a reward model that came from a file. */
  adopt(): void {
    [this.points, this.pair, this.source, this.fromFile] = [[], null, null, true];
  }

  async reset(): Promise<void> {
    await this.#desk.pause();
    if (this.#desk.task === 'reward') await this.#desk.reset();
    await this.#desk.ask((session) => session.forget(['reward']));
    [this.points, this.pair, this.source, this.fromFile] = [[], null, null, false];
  }

  /** Forgets what belongs to a model that is gone. */
  clear(): void {
    [this.points, this.pair, this.judge] = [[], null, null];
    [this.source, this.fromFile] = [null, false];
  }

  #step(event: StepEvent): void {
    if (event.kind !== 'reward') return;
    const { step, loss, heldOut, pair } = event;
    this.points = [...this.points, { step, loss, heldOut }];
    this.pair = pair;
  }
}

/** The pair without what only the page knows of it. */
function bare({ prompt, chosen, rejected }: PreferencePair): PreferencePair {
  return { prompt, chosen, rejected };
}

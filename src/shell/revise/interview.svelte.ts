import { createRandom } from '../../math/random';
import type { GradeName } from './revision.svelte';

/** One thing asked: a topic's own question, or one of its three follow-ups (0 to 2). */
export interface Turn {
  readonly slug: string;
  readonly followUp: number | null;
}

/** What became of a turn. */
export interface Outcome {
  readonly usedMs: number;
  readonly grade: GradeName;
}

/** Draws an interview: `count` different questions in random order, each with `followUps` of its three follow-ups. */
export function drawInterview(
  slugs: readonly string[],
  count: number,
  followUps: number,
  seed: number,
): readonly Turn[] {
  const random = createRandom(seed);
  const draw = <T>(items: readonly T[], n: number): readonly T[] => {
    const left = [...items];
    return Array.from({ length: Math.min(n, left.length) }, () => left.splice(random.int(left.length), 1)[0]);
  };
  return draw(slugs, count).flatMap((slug) => [
    { slug, followUp: null },
    ...draw([0, 1, 2], followUps).map((followUp) => ({ slug, followUp })),
  ]);
}

/** A mock interview under way: asked with a clock running, answered aloud, looked up, rated, next. */
export class Interview {
  readonly turns: readonly Turn[];
  /** Time for each answer, ms. */
  readonly limitMs: number;
  at: number = $state(0);
  phase: 'asked' | 'shown' | 'done' = $state('asked');
  nowMs: number = $state(0);
  outcomes: readonly Outcome[] = $state.raw([]);
  #sinceMs: number = $state(0);
  #usedMs = 0;

  constructor(turns: readonly Turn[], limitMs: number, nowMs: number) {
    this.turns = turns;
    this.limitMs = limitMs;
    this.nowMs = this.#sinceMs = nowMs;
    if (turns.length === 0) this.phase = 'done';
  }

  get turn(): Turn {
    return this.turns[this.at];
  }

  get leftMs(): number {
    return Math.max(0, this.limitMs - (this.nowMs - this.#sinceMs));
  }

  /** The clock; when the time is up, the answer shows. */
  tick(nowMs: number): void {
    if (this.phase !== 'asked') return;
    this.nowMs = nowMs;
    if (this.leftMs === 0) this.show(nowMs);
  }

  /** The candidate has finished. */
  show(nowMs: number): void {
    if (this.phase !== 'asked') return;
    this.nowMs = nowMs;
    this.#usedMs = Math.min(this.limitMs, nowMs - this.#sinceMs);
    this.phase = 'shown';
  }

  rate(grade: GradeName, nowMs: number): void {
    if (this.phase !== 'shown') return;
    this.outcomes = [...this.outcomes, { usedMs: this.#usedMs, grade }];
    if (this.at + 1 === this.turns.length) {
      this.phase = 'done';
      return;
    }
    this.at += 1;
    this.#sinceMs = this.nowMs = nowMs;
    this.phase = 'asked';
  }
}

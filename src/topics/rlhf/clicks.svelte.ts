import type { PreferencePair, Sample } from '../../runtime/training';
import type { TrainingDesk } from '../../state/trainingDesk.svelte';
import { ANSWER_TOKENS } from './policyTask';

/** Two answers to one prompt, drawn from two seeds. */
export interface Comparison {
  readonly index: number;
  readonly prompt: string;
  readonly a: string;
  readonly b: string;
}

/** What a text of clicks says: one entry a comparison; other letters are passed over. */
export function choicesOf(clicks: string): ('a' | 'b' | '-')[] {
  return [...clicks].map((letter) => (letter === 'a' || letter === 'b' ? letter : '-'));
}

/** An answer as it enters training: with its leading space, without the end-of-text mark. */
function answerOf(sample: Sample): string {
  return ` ${sample.text.trim()}`;
}

/**
 * The reader's own comparisons. Comparison i asks prompt i for two answers from the seeds 2i and 2i + 1, so the clicks alone
 * bring all of them back.
 */
export class OwnComparisons {
  comparisons: readonly Comparison[] = $state.raw([]);
  drawing: boolean = $state(false);
  readonly #desk: TrainingDesk;

  constructor(desk: TrainingDesk) {
    this.#desk = desk;
  }

  /** Draws the answers up to comparison `count` (exclusive) and the next one. Stops when the model is gone. */
  async drawUpTo(count: number, prompts: readonly string[]): Promise<void> {
    if (this.drawing || prompts.length === 0) return;
    this.drawing = true;
    try {
      while (this.comparisons.length <= count) {
        const next = await this.#draw(this.comparisons.length, prompts);
        if (!next) return;
        this.comparisons = [...this.comparisons, next];
      }
    } finally {
      this.drawing = false;
    }
  }

  async #draw(index: number, prompts: readonly string[]): Promise<Comparison | null> {
    const prompt = prompts[index % prompts.length];
    const texts: string[] = [];
    // Two equal answers leave nothing to choose, so further seeds are tried a few times.
    for (let turn = 0; texts.length < 2 && turn < 6; turn++) {
      const samples = await this.#desk.ask((session) =>
        session.sample({
          prompt,
          role: 'reference',
          maxTokens: ANSWER_TOKENS,
          temperature: 1,
          seed: index * 6 + turn + 1,
        }),
      );
      if (!samples) return null;
      const text = answerOf(samples[0]);
      if (!texts.includes(text) || turn === 5) texts.push(text);
    }
    return { index, prompt, a: texts[0], b: texts[1] };
  }

  /** The pairs that the clicks make of the comparisons drawn so far. */
  pairs(clicks: string): PreferencePair[] {
    return choicesOf(clicks).flatMap((choice, index) => {
      const comparison = this.comparisons[index];
      if (!comparison || choice === '-') return [];
      const { prompt, a, b } = comparison;
      return [choice === 'a' ? { prompt, chosen: a, rejected: b } : { prompt, chosen: b, rejected: a }];
    });
  }

  /** Forgets the answers: for when the model is another. */
  clear(): void {
    this.comparisons = [];
  }
}

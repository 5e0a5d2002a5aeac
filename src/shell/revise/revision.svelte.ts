import { createEmptyCard, fsrs, Rating, State, type Card, type Grade } from 'ts-fsrs';
import { recall, remember } from '../../state/memory';

/** How well an answer was known, worst first; the keys 1 to 4. */
export const grades = ['again', 'hard', 'good', 'easy'] as const;
export type GradeName = (typeof grades)[number];

const ratingOf: Readonly<Record<GradeName, Grade>> = {
  again: Rating.Again,
  hard: Rating.Hard,
  good: Rating.Good,
  easy: Rating.Easy,
};

/** The schedule of FSRS-6 (Ye et al., the open spaced repetition project) with its default weights, 90 % recall wanted. */
const scheduler = fsrs({ enable_fuzz: false });
const key = 'revision';

interface RevisionFile {
  readonly glasslm: 'revision';
  readonly version: 1;
  readonly cards: Readonly<Record<string, unknown>>;
}

/** A kept card, or null when the value is none: a file may be damaged or written by hand. */
function readCard(value: unknown): Card | null {
  const card = value as Record<string, unknown> | null;
  if (card === null || typeof card !== 'object') return null;
  const due = new Date(String(card.due));
  const last = card.last_review === undefined ? undefined : new Date(String(card.last_review));
  const numbers = ['stability', 'difficulty', 'scheduled_days', 'learning_steps', 'reps', 'lapses'] as const;
  if (Number.isNaN(due.getTime()) || (last && Number.isNaN(last.getTime()))) return null;
  if (numbers.some((name) => typeof card[name] !== 'number' || !Number.isFinite(card[name]))) return null;
  if (typeof card.state !== 'number' || !(card.state in State)) return null;
  const number = (name: (typeof numbers)[number]) => card[name] as number;
  return {
    due,
    stability: number('stability'),
    difficulty: number('difficulty'),
    elapsed_days: 0,
    scheduled_days: number('scheduled_days'),
    learning_steps: number('learning_steps'),
    reps: number('reps'),
    lapses: number('lapses'),
    state: card.state,
    last_review: last,
  };
}

/** Reads what a browser or a file kept; throws an Error when it is no revision at all. */
function readFile(text: string, slugs: readonly string[]): Map<string, Card> {
  const file = JSON.parse(text) as Partial<RevisionFile> | null;
  if (file?.glasslm !== 'revision' || typeof file.cards !== 'object' || file.cards === null)
    throw new Error('not a revision of GlassLM');
  const cards = new Map<string, Card>();
  for (const slug of slugs) {
    const card = Object.hasOwn(file.cards, slug) ? readCard(file.cards[slug]) : null;
    if (card) cards.set(slug, card);
  }
  return cards;
}

/** The reader's revision: one card a question, kept in this browser, scheduled by FSRS. */
export class Revision {
  readonly slugs: readonly string[];
  #cards: ReadonlyMap<string, Card> = $state.raw(new Map());

  constructor(slugs: readonly string[]) {
    this.slugs = slugs;
    try {
      this.#cards = readFile(recall(key) ?? '', slugs);
    } catch {
      // Nothing kept yet, or nothing that can be read: the revision starts afresh.
    }
  }

  /** The card of a question; a new one is due at once. */
  card(slug: string): Card {
    return this.#cards.get(slug) ?? createEmptyCard(new Date(0));
  }

  /** Whether it has ever been answered. */
  seen(slug: string): boolean {
    return this.#cards.has(slug);
  }

  /** Questions due by `now`, the longest overdue first, unseen ones last in the sheet's order. */
  due(now: Date): readonly string[] {
    const at = (slug: string) => this.card(slug).due.getTime();
    const seen = this.slugs.filter((slug) => this.seen(slug) && at(slug) <= now.getTime());
    const unseen = this.slugs.filter((slug) => !this.seen(slug));
    return [...seen.sort((a, b) => at(a) - at(b)), ...unseen];
  }

  /** When the next question falls due; null when something is due already or nothing is scheduled. */
  nextDue(now: Date): Date | null {
    if (this.due(now).length > 0) return null;
    const times = this.slugs.map((slug) => this.card(slug).due.getTime());
    return times.length > 0 ? new Date(Math.min(...times)) : null;
  }

  /** When a question would come back, were it rated so now. */
  preview(slug: string, grade: GradeName, now: Date): Date {
    return scheduler.next(this.card(slug), now, ratingOf[grade]).card.due;
  }

  /** Probability that the answer is still known, by the schedule's own model; null for an unseen question. */
  recallNow(slug: string, now: Date): number | null {
    return this.seen(slug) ? scheduler.get_retrievability(this.card(slug), now, false) : null;
  }

  rate(slug: string, grade: GradeName, now: Date): void {
    const { card } = scheduler.next(this.card(slug), now, ratingOf[grade]);
    this.#cards = new Map(this.#cards).set(slug, card);
    this.#keep();
  }

  forgetAll(): void {
    this.#cards = new Map();
    this.#keep();
  }

  /** The revision as a file. */
  get file(): string {
    const cards = Object.fromEntries(this.#cards);
    return `${JSON.stringify({ glasslm: 'revision', version: 1, cards } satisfies RevisionFile, null, 2)}\n`;
  }

  /** Takes a file's cards; of two, the one answered later stays. Returns how many were taken; throws an Error when it is no such file. */
  takeFile(text: string): number {
    const answered = (card: Card | undefined) => card?.last_review?.getTime() ?? -1;
    const next = new Map(this.#cards);
    let taken = 0;
    for (const [slug, card] of readFile(text, this.slugs)) {
      if (answered(card) <= answered(next.get(slug))) continue;
      next.set(slug, card);
      taken += 1;
    }
    this.#cards = next;
    this.#keep();
    return taken;
  }

  #keep(): void {
    remember(key, this.file);
  }
}

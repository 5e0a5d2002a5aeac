import { formatLink, parseLink } from '../../state/link';
import type { Locale } from '../../state/topic';
import { findTopic, type RegisteredTopic } from '../registry';
import { Session } from '../session.svelte';
import { formatDeck, parseDeck, type ReadDeck, type Slide } from './deck';

/** Something that is shown slide by slide: a deck, or one topic's lesson. */
export interface Show {
  readonly slides: readonly Slide[];
  /** Index of the slide on show. */
  readonly at: number;
  /** The deck as a link writes it. */
  readonly deck: string;
  /** Minutes planned for all of it; 0 when there is no plan. */
  readonly minutes: number;
  /** The page of the slide on show. */
  readonly session: Session;
  go(index: number): void;
}

const clamp = (index: number, count: number) => Math.max(0, Math.min(count - 1, index));

/** The lesson of the topic that is open, as a show: the topic itself, then its steps. */
export class LessonShow implements Show {
  readonly session: Session;
  readonly minutes = 0;

  constructor(session: Session) {
    this.session = session;
  }

  get slides(): readonly Slide[] {
    const { page: slug, lesson } = this.session;
    return Array.from({ length: lesson.count + 1 }, (_, step) => ({ slug, step }));
  }

  get at(): number {
    return this.session.lesson.step;
  }

  get deck(): string {
    return formatDeck(this.slides);
  }

  go(index: number): void {
    this.session.lesson.go(clamp(index, this.slides.length));
  }
}

/** A deck on show. Its list and place live in the controls of #/present, so that a reload resumes it. */
export class DeckShow implements Show {
  readonly #home: Session;
  readonly #locale: () => Locale;
  readonly #pages = new Map<string, Session>();
  #open: Session | null = $state.raw(null);

  constructor(home: Session, locale: () => Locale) {
    this.#home = home;
    this.#locale = locale;
    this.arrive();
  }

  get read(): ReadDeck {
    return parseDeck(this.deck);
  }

  get slides(): readonly Slide[] {
    return this.read.slides;
  }

  get deck(): string {
    return this.#home.controls.get('deck') as string;
  }

  get minutes(): number {
    return this.#home.controls.get('minutes') as number;
  }

  get at(): number {
    return clamp((this.#home.controls.get('at') as number) - 1, Math.max(1, this.slides.length));
  }

  /** Whether it is on the wall rather than being put together. */
  get showing(): boolean {
    return this.#home.controls.get('show') === true && this.slides.length > 0;
  }

  get session(): Session {
    return this.#open ?? this.#home;
  }

  get topic(): RegisteredTopic | null {
    return this.#open ? (findTopic(this.#open.page) ?? null) : null;
  }

  go(index: number): void {
    this.#home.controls.set('at', clamp(index, this.slides.length) + 1);
    this.arrive();
  }

  start(): void {
    this.#home.controls.set('show', true);
    this.arrive();
  }

  stop(): void {
    this.#home.controls.set('show', false);
  }

  setDeck(slides: readonly Slide[], minutes: number = this.minutes): void {
    this.#home.controls.assign({ deck: formatDeck(slides), minutes });
  }

  /** The pages go over to the language that was chosen. */
  speak(): void {
    for (const page of this.#pages.values()) page.speak(this.#locale());
  }

  /** Opens the page of the slide that the controls name; a topic keeps what was set in it while the deck is open. */
  arrive(): void {
    const slide = this.slides[this.at];
    if (!slide) {
      this.#open = null;
      return;
    }
    const known = this.#pages.get(slide.slug);
    if (known) {
      known.speak(this.#locale());
      if (slide.step === 0) known.controls.reset();
      known.lesson.go(slide.step);
      this.#open = known;
      return;
    }
    const topic = findTopic(slide.slug);
    if (!topic) return;
    const link = parseLink(formatLink({ page: slide.slug, step: slide.step }));
    const page = new Session(slide.slug, topic.controls, topic.steps, link, this.#locale());
    this.#pages.set(slide.slug, page);
    this.#open = page;
  }
}

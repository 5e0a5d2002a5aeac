import { Controls, type ControlsSpec } from '../state/controls.svelte';
import { Lesson } from '../state/lesson.svelte';
import { formatLink, type Link, type LinkProblem } from '../state/link';
import type { Locale } from '../state/topic';

/** A page that has been opened: its controls and lesson, and the link that leads back to exactly this. */
export class Session {
  readonly page: string;
  readonly controls: Controls;
  readonly lesson: Lesson;
  /** The model that the reader brought, by name; empty for the page's own. */
  own: string = $state('');
  /** What the link asked for and could not get. */
  problems: readonly LinkProblem[] = $state.raw([]);

  constructor(
    page: string,
    spec: ControlsSpec,
    steps: readonly Partial<Record<string, unknown>>[],
    link: Link,
    locale: Locale,
  ) {
    this.page = page;
    this.controls = new Controls(spec, locale);
    this.lesson = new Lesson(this.controls, steps);
    this.restore(link, locale);
  }

  /** Takes the state of a link: the step's own settings first, then what the link names. Never throws. */
  restore(link: Link, locale: Locale): void {
    this.own = link.own;
    this.lesson.restore(link.step);
    this.controls.locale = locale;
    const step = this.lesson.step;
    const unusable = this.controls.fromQuery(link.query, this.#baseline(locale));
    const unknown = [...link.query.keys()].filter((key) => !Object.hasOwn(this.controls.spec, key));
    this.problems = [
      ...link.problems,
      ...(step === link.step
        ? []
        : [{ key: 'step', given: String(link.step), reason: 'value' as const, used: String(step) }]),
      ...unusable.map((problem) => ({ ...problem, reason: 'value' as const })),
      ...unknown.map((key) => ({ key, given: link.query.get(key) ?? '', reason: 'unknown' as const })),
    ];
  }

  /** Goes over to another language; the reader's own values stay. */
  speak(locale: Locale): void {
    this.controls.speak(locale, this.lesson.settingsAt(this.lesson.step));
  }

  /** The link that opens this state in this language. */
  hash(locale: Locale): string {
    return formatLink({
      page: this.page,
      query: this.controls.toQuery(this.#baseline(locale)),
      step: this.lesson.step,
      own: this.own,
      locale,
    });
  }

  #baseline(locale: Locale): Record<string, unknown> {
    return this.controls.baseline(locale, this.lesson.settingsAt(this.lesson.step));
  }
}

import type { Component } from 'svelte';
import type { Controls, ControlsSpec } from './controls.svelte';
import type { Lesson } from './lesson.svelte';
import type { ModelHandle } from './model.svelte';

/** The two languages; neither is a fallback for the other. */
export type Locale = 'en' | 'zh';

/** A pair of strings, one a language. */
export type Bilingual = Readonly<Record<Locale, string>>;

/** The five stretches of the learner's path, in order. */
export const pathGroups = ['built', 'shape', 'out', 'taught', 'cannot'] as const;
export type PathGroup = (typeof pathGroups)[number];

/**
 * A sentence may carry references: `[[name]]words[[/]]` shows the words with the swatch of the mark `name` and
 * lights that mark on hover; `$...$` is a formula (KaTeX). Plain text otherwise.
 */
export type Prose = string;

/** One step of the lesson: setting the controls is part of it, so the arrow keys alone can teach. */
export interface LessonStep {
  readonly title: string;
  readonly body: Prose;
  /** Enough to teach from: what to point at, what to ask, what usually goes wrong. Shown in the speaker's window. */
  readonly notes: string;
}

/** A predict-before-you-click question. The panel reveals `answer` only with the experiment's own result. */
export interface PredictQuestion {
  readonly id: string;
  readonly question: Prose;
  readonly choices: readonly string[];
  readonly correct: number;
  readonly answer: Prose;
}

/** A reference: `link` is optional and opens only when clicked. */
export interface Source {
  readonly label: string;
  readonly where: string;
  readonly link?: string;
}

/** Everything a topic says in one language. `labels` are the panel's own words, typed by the topic. */
export interface TopicText<Labels extends object = Record<string, string>> {
  readonly question: string;
  /** The 30-second answer and the full one (paragraphs). */
  readonly short: Prose;
  readonly full: readonly Prose[];
  readonly oftenSaid: readonly { readonly said: string; readonly right: Prose }[];
  readonly steps: readonly LessonStep[];
  readonly predict: readonly PredictQuestion[];
  /** Three likely follow-up questions. */
  readonly followUps: readonly { readonly question: string; readonly answer: Prose }[];
  readonly keywords: readonly string[];
  /** The topic's terms in both languages. */
  readonly terms: readonly { readonly en: string; readonly zh: string; readonly meaning: string }[];
  readonly sources: readonly Source[];
  readonly labels: Labels;
}

/** What every panel receives. */
export interface PanelProps<
  Text extends TopicText<object> = TopicText<object>,
  Spec extends ControlsSpec = ControlsSpec,
> {
  readonly topic: TopicMeta;
  readonly text: Text;
  readonly locale: Locale;
  readonly controls: Controls<Spec>;
  readonly lesson: Lesson;
  readonly model: ModelHandle;
}

/** What the shell knows about a topic before its code is loaded. */
export interface TopicMeta {
  /** Folder name and route. */
  readonly slug: string;
  /** Number of the question on the interview sheet, 1 to 11. */
  readonly order: number;
  /** Place along the learner's path, 1 to 11, and the stretch it lies in. */
  readonly path: number;
  readonly group: PathGroup;
  readonly title: Bilingual;
  readonly teaser: Bilingual;
  /** The heading of the topic's page and of its station on the home page. */
  readonly question: Bilingual;
  /** Words in the topic's picture on the home page (Station.svelte beside index.ts); `{name}` is filled in there. */
  readonly pictureWords?: Readonly<Record<string, Bilingual>>;
}

/** A topic as its folder's index.ts exports it (default export). */
export interface TopicDefinition<
  Labels extends object = object,
  Spec extends ControlsSpec = ControlsSpec,
> extends TopicMeta {
  readonly controls: Spec;
  /**
   * Controls that each lesson step sets; same length as the text's steps. A key left out keeps its value; `{ en, zh }`
   * sets one value a language.
   */
  readonly steps: readonly Partial<Record<keyof Spec, unknown>>[];
  /** The model the panel opens, one for both languages or one a language; null when it needs none. */
  readonly model: string | Bilingual | null;
  /** What the panel needs of a model that the reader brings; left out, it stays with the page's own. */
  readonly ownModels?: 'logits' | 'attention';
  /** Absent while the panel is not built; the shell then says so. */
  readonly load?: () => Promise<{ readonly default: Component<never> }>;
  readonly text?: Readonly<Record<Locale, () => Promise<{ readonly default: TopicText<Labels> }>>>;
}

/** Checks a topic's definition at compile time and returns it unchanged. */
export function defineTopic<Labels extends object, Spec extends ControlsSpec>(
  topic: TopicDefinition<Labels, Spec>,
): TopicDefinition<Labels, Spec> {
  return topic;
}

/** The model a topic's panel opens in a language; null when it needs none. */
export function modelOf(topic: { readonly model: string | Bilingual | null }, locale: Locale): string | null {
  return topic.model === null || typeof topic.model === 'string' ? topic.model : topic.model[locale];
}

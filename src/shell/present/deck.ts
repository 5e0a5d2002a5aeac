import type { ControlsSpec } from '../../state/controls.svelte';
import { findTopic, isBuilt } from '../registry';

/** One picture of a deck: a topic at one step of its lesson; step 0 is the topic before its first step. */
export interface Slide {
  readonly slug: string;
  readonly step: number;
}

/** A deck as read: what can be shown, and what could not be used, as it was written. */
export interface ReadDeck {
  readonly slides: readonly Slide[];
  readonly unusable: readonly string[];
}

/** More slides than a day of lectures needs. */
export const maxSlides = 300;

/** What #/present keeps in its link: the deck, the place in it (from 1), whether it is on show, the minutes planned (0: no plan). */
export const presentControls = {
  deck: { kind: 'text', default: '', maxLength: 6000 },
  at: { kind: 'number', default: 1, min: 1, max: maxSlides, integer: true },
  show: { kind: 'toggle', default: false },
  minutes: { kind: 'number', default: 0, min: 0, max: 600, integer: true },
} as const satisfies ControlsSpec;

/** What #/speaker keeps in its link: the same deck and place, and whether it draws what the audience sees. */
export const speakerControls = {
  deck: presentControls.deck,
  at: presentControls.at,
  minutes: presentControls.minutes,
  pictures: { kind: 'toggle', default: true },
} as const satisfies ControlsSpec;

/** A topic with every step of its lesson. */
export function wholeLesson(slug: string): readonly Slide[] {
  const topic = findTopic(slug);
  return topic && isBuilt(topic) ? topic.steps.map((_, index) => ({ slug, step: index + 1 })) : [];
}

/**
 * Reads a deck as it stands in a link: `temperature.1.2*rope.5*repetition`, topics in the teacher's order, each with the
 * steps to show; without steps, all of its lesson.
 */
export function parseDeck(text: string): ReadDeck {
  const slides: Slide[] = [];
  const unusable: string[] = [];
  for (const part of text.split('*').filter(Boolean)) {
    const [slug, ...steps] = part.split('.');
    const topic = findTopic(slug);
    if (!topic || !isBuilt(topic)) {
      unusable.push(part);
      continue;
    }
    if (steps.length === 0) slides.push(...wholeLesson(slug));
    for (const step of steps) {
      if (/^\d{1,2}$/.test(step) && Number(step) <= topic.steps.length)
        slides.push({ slug, step: Number(step) });
      else unusable.push(`${slug}.${step}`);
    }
  }
  return { slides: slides.slice(0, maxSlides), unusable };
}

/** Writes a deck for a link; the inverse of parseDeck. */
export function formatDeck(slides: readonly Slide[]): string {
  let text = '';
  slides.forEach(({ slug, step }, index) => {
    const follows = index > 0 && slides[index - 1].slug === slug;
    text += follows ? `.${step}` : `${index > 0 ? '*' : ''}${slug}.${step}`;
  });
  return text;
}

/** A deck as a file: JSON that people can read and edit. */
export function deckFile(slides: readonly Slide[], minutes: number): string {
  const deck = slides.map(({ slug, step }) => ({ topic: slug, step }));
  return `${JSON.stringify({ glasslm: 'deck', version: 1, minutes, deck }, null, 2)}\n`;
}

/** Reads a deck's file; throws an Error when it is none. Slides of unknown topics are named in `unusable`. */
export function readDeckFile(text: string): ReadDeck & { readonly minutes: number } {
  const file = JSON.parse(text) as { glasslm?: unknown; deck?: unknown; minutes?: unknown };
  if (file?.glasslm !== 'deck' || !Array.isArray(file.deck)) throw new Error('not a deck of GlassLM');
  const parts = file.deck.map((each: { topic?: unknown; step?: unknown }) => `${each?.topic}.${each?.step}`);
  const minutes = typeof file.minutes === 'number' && file.minutes > 0 ? Math.min(600, file.minutes) : 0;
  return { ...parseDeck(parts.join('*')), minutes };
}

import { pageLanguage } from '../charts/tokens';
import type { Locale } from '../state/topic';
import { en, type Strings } from './strings.en';
import { zh } from './strings.zh';

export type { Strings };

/** The interface's words in a language; without one, in the page's own, and then reactive to it. */
export function useStrings(locale: Locale = pageLanguage()): Strings {
  return locale === 'zh' ? zh : en;
}

/** Puts values into a sentence's `{name}` places; a name without a value stays as it is written. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

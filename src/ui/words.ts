import type { Locale } from '../state/topic';
import { en, type UiStrings } from './strings.en';
import { zh } from './strings.zh';

/** The frame's and controls' words, one set a language. */
export const uiWords: Readonly<Record<Locale, UiStrings>> = { en, zh };

/** Puts values into a sentence's `{name}` places; a name without a value stays visible. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

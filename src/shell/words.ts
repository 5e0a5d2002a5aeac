import type { Locale } from '../state/topic';
import { en, type ShellStrings } from './strings.en';
import { zh } from './strings.zh';

/** The shell's words, one set a language. */
export const words: Readonly<Record<Locale, ShellStrings>> = { en, zh };

/** Puts values into a sentence's `{name}` places; a name without a value stays visible. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

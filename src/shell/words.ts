import type { Locale } from '../state/topic';
import { en, type ShellStrings } from './strings.en';
import { zh } from './strings.zh';

export { fill } from '../ui/strings';

/** The shell's words, one set a language. */
export const words: Readonly<Record<Locale, ShellStrings>> = { en, zh };

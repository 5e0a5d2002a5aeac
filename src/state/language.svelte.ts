import { recall, remember } from './memory';
import type { Locale } from './topic';

/** Which of the two languages a reader's list of preferred ones asks for first; English when neither is in it. */
export function preferredLocale(languages: readonly string[]): Locale {
  for (const each of languages) {
    if (/^zh\b/i.test(each)) return 'zh';
    if (/^en\b/i.test(each)) return 'en';
  }
  return 'en';
}

/** `zh` and `en`, and what browsers write for them (`zh-CN`); null for anything else. */
export function readLocale(text: string): Locale | null {
  return /^zh(-[a-z]+)*$/i.test(text) ? 'zh' : /^en(-[a-z]+)*$/i.test(text) ? 'en' : null;
}

/** The page's language: the link's, else the remembered one, else the browser's. */
export class Language {
  locale: Locale = $state('en');

  constructor(fromLink: Locale | null) {
    this.locale =
      fromLink ?? readLocale(recall('language') ?? '') ?? preferredLocale(navigator.languages ?? []);
  }

  /** The reader's own choice, remembered; a link's language only sets `locale`. */
  choose(locale: Locale): void {
    this.locale = locale;
    remember('language', locale);
  }
}

/** The attribute value that names the language to browsers and screen readers. */
export const languageTag: Readonly<Record<Locale, string>> = { en: 'en', zh: 'zh-CN' };

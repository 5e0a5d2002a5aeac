import type { Locale } from './topic';

/** The language of the texts that a shipped model has read: Chinese for `text-zh`, English for the others that go on with a text. */
export function languageRead(model: string): Locale {
  return model.endsWith('-zh') ? 'zh' : 'en';
}

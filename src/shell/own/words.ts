import type { OwnProblemCode } from '../../runtime/own/ownProblem';
import type { Locale } from '../../state/topic';
import { fill } from '../words';
import { en, type OwnStrings } from './strings.en';
import { zh } from './strings.zh';

/** The words about the reader's own models, one set a language. */
export const ownWords: Readonly<Record<Locale, OwnStrings>> = { en, zh };

/** The sentence of a problem. */
export function problemSentence(locale: Locale, code: OwnProblemCode, detail: string): string {
  return fill(ownWords[locale].problems[code], { detail });
}

/** The problem inside the detail of a RuntimeError 'model-unfit', which reads `code: detail`. */
export function unfitSentence(locale: Locale, text: string): string {
  const [code] = text.split(':', 1);
  const known = Object.hasOwn(ownWords[locale].problems, code);
  return known
    ? problemSentence(locale, code as OwnProblemCode, text.slice(code.length + 1).trim())
    : problemSentence(locale, 'failed', text);
}

/** Why a model's attention stays shut, from `reason: detail`. */
export function shutReason(locale: Locale, text: string): string {
  const { shut } = ownWords[locale];
  const [code] = text.split(':', 1);
  const reason = Object.hasOwn(shut, code) ? (code as keyof typeof shut) : 'unknown';
  return fill(shut[reason], { detail: text.slice(code.length + 1).trim() });
}

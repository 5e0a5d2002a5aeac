import { isOwnName } from '../runtime/own/ownName';
import { readLocale } from './language.svelte';
import type { Locale } from './topic';

/** A part of a link that could not be used: its key, what it said, and why. */
export interface LinkProblem {
  readonly key: string;
  readonly given: string;
  readonly reason: 'encoding' | 'twice' | 'unknown' | 'value';
  /** What stands in its place, where something does. */
  readonly used?: string;
}

/** An address taken apart: `#/page?key=value&step=3&lang=zh`. */
export interface Link {
  /** Empty for the home page. */
  readonly page: string;
  readonly locale: Locale | null;
  /** 0 when the link names no step. */
  readonly step: number;
  /** A model that the reader brought (`owner/name:q4`), to run in place of the page's; empty where there is none. */
  readonly own: string;
  /** Everything else, decoded: the page's own controls. */
  readonly query: URLSearchParams;
  readonly problems: readonly LinkProblem[];
}

/** Keys of the query that belong to the shell; no topic may name a control so. */
export const reservedKeys: readonly string[] = ['lang', 'step', 'brought'];

/** Percent-decoding with + as a space; null where the encoding is broken. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

/** Takes the hash of an address apart. Never throws: what cannot be read is named in `problems` and left out. */
export function parseLink(hash: string): Link {
  const path = hash.replace(/^#?\/*/, '');
  const mark = path.indexOf('?');
  const rawPage = mark < 0 ? path : path.slice(0, mark);
  const problems: LinkProblem[] = [];
  const query = new URLSearchParams();
  let locale: Locale | null = null;
  let step = 0;
  let own = '';
  const seen = new Set<string>();

  for (const pair of mark < 0 ? [] : path.slice(mark + 1).split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const rawKey = equals < 0 ? pair : pair.slice(0, equals);
    const rawValue = equals < 0 ? '' : pair.slice(equals + 1);
    const [key, value] = [decode(rawKey), decode(rawValue)];
    if (key === null || value === null) {
      problems.push({ key: key ?? rawKey, given: rawValue, reason: 'encoding' });
    } else if (seen.has(key)) {
      problems.push({ key, given: value, reason: 'twice' });
    } else if (key === 'lang') {
      locale = readLocale(value);
      if (!locale) problems.push({ key, given: value, reason: 'value' });
    } else if (key === 'brought') {
      if (isOwnName(value)) own = value;
      else problems.push({ key, given: value, reason: 'value' });
    } else if (key === 'step') {
      if (/^\d{1,3}$/.test(value)) step = Number(value);
      else problems.push({ key, given: value, reason: 'value', used: '0' });
    } else {
      query.append(key, value);
    }
    if (key !== null) seen.add(key);
  }
  const page = (decode(rawPage) ?? rawPage).replace(/\/+$/, '');
  return { page, locale, step, own, query, problems };
}

/** Puts an address together; the inverse of parseLink for what can be written. */
export function formatLink(link: {
  page: string;
  query?: URLSearchParams;
  step?: number;
  own?: string;
  locale?: Locale;
}): string {
  const query = new URLSearchParams(link.query);
  if (link.own) query.set('brought', link.own);
  if (link.step) query.set('step', String(link.step));
  if (link.locale) query.set('lang', link.locale);
  const text = query.toString();
  return `#/${link.page.split('/').map(encodeURIComponent).join('/')}${text ? `?${text}` : ''}`;
}

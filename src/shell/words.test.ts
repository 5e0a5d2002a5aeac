import { describe, expect, it } from 'vitest';
import { fill, words } from './words';
import { preferredLocale, readLocale } from '../state/language.svelte';

function strings(value: unknown, path = ''): { path: string; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  return Object.entries(value as object).flatMap(([key, each]) => strings(each, `${path}.${key}`));
}
const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe('the shell’s words', () => {
  const [english, chinese] = [strings(words.en), strings(words.zh)];

  it('are the same in both languages, place for place', () => {
    expect(chinese.map(({ path }) => path)).toEqual(english.map(({ path }) => path));
    expect(chinese.map(({ path, text }) => [path, names(text)])).toEqual(
      english.map(({ path, text }) => [path, names(text)]),
    );
    expect([...english, ...chinese].filter(({ text }) => text.trim() === '')).toEqual([]);
  });

  it('leave a place without a value visible', () => {
    expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}');
    expect(fill('{toString}', {})).toBe('{toString}');
  });
});

describe('the language', () => {
  it('is the first that the browser asks for of the two', () => {
    expect(preferredLocale(['fr', 'zh-TW', 'en'])).toBe('zh');
    expect(preferredLocale(['en-GB', 'zh'])).toBe('en');
    expect(preferredLocale([])).toBe('en');
    expect(readLocale('zh-CN')).toBe('zh');
    expect(readLocale('zhx')).toBeNull();
  });
});

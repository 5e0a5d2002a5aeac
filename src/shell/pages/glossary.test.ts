import { describe, expect, it } from 'vitest';
import type { Locale } from '../../state/topic';
import { topicsByPath } from '../registry';
import { collectTerms, searchTerms } from './glossary';

const collected = async (locale: Locale) =>
  collectTerms(
    await Promise.all(
      topicsByPath.map(async (topic) => ({ topic, terms: (await topic.text![locale]()).default.terms })),
    ),
    locale,
  );

describe.each(['en', 'zh'] as const)('the glossary in %s', (locale) => {
  it('has every topic’s terms once, in both languages, each with a sentence', async () => {
    const terms = await collected(locale);
    const slugs = terms.flatMap(({ meanings }) => meanings.map(({ topic }) => topic.slug));
    expect(new Set(slugs).size).toBe(11);
    for (const { en, zh, meanings } of terms) {
      expect(en).toMatch(/\p{Script=Latin}/u);
      expect(zh.trim()).not.toBe('');
      for (const { meaning } of meanings)
        expect(meaning.length, en).toBeGreaterThan(locale === 'zh' ? 5 : 15);
      // One topic explains a term once.
      expect(new Set(meanings.map(({ topic }) => topic.slug)).size, en).toBe(meanings.length);
    }
    const names = terms.map((term) => term[locale]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('finds a term by either name, whatever its hyphens, and by its explanation after that', async () => {
    const terms = await collected(locale);
    for (const wanted of ['Cross attention', 'cross-attention', '交叉注意力'])
      expect(searchTerms(terms, wanted)[0].en).toBe('cross-attention');
    expect(searchTerms(terms, 'RLHF')[0].en).toContain('reinforcement learning');
    expect(searchTerms(terms, 'RLHF')[0].meanings.length).toBeGreaterThan(1);
    expect(searchTerms(terms, 'no such term <b>')).toEqual([]);
    expect(searchTerms(terms, '  ')).toHaveLength(terms.length);
  });
});

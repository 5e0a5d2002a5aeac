import { describe, expect, it } from 'vitest';
import type { Change } from './change';
import { found, knownModels } from './known';
import { labels as en } from './labels.en';
import { labels as zh } from './labels.zh';
import { targetVerdict, verdictOf } from './verdict';

const change = (over: Partial<Change>): Change => ({
  counts: [4, 4],
  first: 2,
  edited: [2],
  comparable: 4,
  moved: [0, 0, 0.5, 0.1],
  gaps: [0, 0, 1, 1],
  ...over,
});

describe('the sentence under the rows', () => {
  it('says what was measured', () => {
    const say = (over: Partial<Change>) => verdictOf(en.verdict, change(over), true);
    expect(say({})).toBe('Before the edit: 2 moved by exactly 0. From it on: 2 of 2 moved.');
    expect(say({ moved: [0.1, 0, 0.5, 0.1] })).toBe(
      'Before the edit: 1 of 2 moved. From it on: 2 of 2 moved.',
    );
    expect(say({ first: 0 })).toContain('No position lies before the edit.');
    expect(say({ counts: [4, 5], comparable: 2, moved: [0, 0] })).toBe(
      '4 tokens became 5, so only what lies before the first difference can be compared. Before the edit: 2 moved by exactly 0.',
    );
    expect(verdictOf(en.verdict, change({ first: null }), true)).toBe(en.verdict.none);
    expect(verdictOf(zh.verdict, change({}), true)).not.toContain('。 ');
  });

  it('tells the way into the target', () => {
    const say = (moved: number[], edited: boolean, swapped: boolean, cross: boolean) =>
      targetVerdict(en.pair, change({ first: swapped ? 1 : null, moved }), edited, swapped, cross);
    expect(say([1, 1, 1, 1], true, false, true)).toContain('4 of 4 moved, though');
    expect(say([0, 0, 0, 0], true, false, false)).toContain('All 4 moved by exactly 0');
    expect(say([0, 1, 1, 1], false, true, true)).toContain('0 of 1 moved, from it on 3 of 3');
    expect(say([0, 0, 0, 0], false, false, true)).toBe(en.pair.fixed);
  });
});

describe('the well-known models', () => {
  it('are in order of year, each once, with a source to open', () => {
    const years = knownModels.map(({ year }) => year);
    expect(years).toEqual([...years].sort((a, b) => a - b));
    expect(new Set(knownModels.map(({ name }) => name)).size).toBe(knownModels.length);
    for (const { link, kind, trained } of knownModels) {
      expect(link).toMatch(/^https:/);
      for (const words of [en.known, zh.known])
        expect([words.kinds[kind], words.objectives[trained]].every(Boolean)).toBe(true);
    }
  });

  it('are found by family and by words in any order', () => {
    expect(found('all', '')).toHaveLength(knownModels.length);
    expect(found('all', '2017 google').map(({ name }) => name)).toEqual(['Transformer']);
    expect(found('encoder', 'GPT')).toEqual([]);
    expect(found('prefix', '').length).toBeGreaterThan(1);
  });
});

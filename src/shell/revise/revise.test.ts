import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { drawInterview, Interview } from './interview.svelte';
import { inWords } from './inWords';
import { grades, Revision } from './revision.svelte';

const slugs = ['one', 'two', 'three'];
const morning = new Date('2026-11-25T08:00:00Z');
const later = (days: number) => new Date(morning.getTime() + days * 86_400_000);

beforeEach(() => localStorage.clear());

describe('the revision', () => {
  it('asks everything once, then what is due, the longest overdue first', () => {
    const revision = new Revision(slugs);
    expect(revision.due(morning)).toEqual(slugs);
    for (const slug of slugs) revision.rate(slug, 'easy', morning);
    expect(revision.due(morning)).toEqual([]);
    expect(revision.nextDue(morning)!.getTime()).toBeGreaterThan(morning.getTime());
    revision.rate('two', 'again', later(40));
    expect(revision.due(later(41))).toContain('two');
    expect(revision.due(later(41)).at(-1)).toBe('two');
  });

  it('brings back sooner what was known less, as the preview says', () => {
    const revision = new Revision(slugs);
    const times = grades.map((grade) => revision.preview('one', grade, morning).getTime());
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    revision.rate('one', 'good', morning);
    expect(revision.card('one').due.getTime()).toBe(times[2]);
    expect(revision.recallNow('one', morning)).toBeCloseTo(1, 6);
    expect(revision.recallNow('one', later(30))!).toBeLessThan(0.9);
    expect(revision.recallNow('two', morning)).toBeNull();
  });

  it('is kept, exported and imported; of two answers the later stays', () => {
    const revision = new Revision(slugs);
    revision.rate('one', 'good', morning);
    expect(new Revision(slugs).card('one')).toEqual(revision.card('one'));
    const { file } = revision;
    localStorage.clear();
    const elsewhere = new Revision(slugs);
    elsewhere.rate('two', 'hard', morning);
    expect(elsewhere.takeFile(file)).toBe(1);
    expect(elsewhere.card('one')).toEqual(revision.card('one'));
    elsewhere.rate('one', 'again', later(1));
    expect(elsewhere.takeFile(file)).toBe(0);
    expect(elsewhere.card('one').last_review).toEqual(later(1));
  });

  it('survives whatever is in the file', () => {
    const revision = new Revision(slugs);
    revision.rate('one', 'good', morning);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify({ glasslm: 'revision', version: 1, cards: { one: value, two: value } });
        expect(revision.takeFile(text)).toBe(0);
      }),
    );
    expect(revision.seen('two')).toBe(false);
    for (const text of ['', '{}', 'null', '[]']) expect(() => revision.takeFile(text)).toThrow();
  });
});

describe('the interview', () => {
  it('draws the same for the same seed: different questions, each followed by its own follow-ups', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 11 }), fc.integer({ min: 0, max: 3 }), fc.nat(), (n, f, seed) => {
        const turns = drawInterview(slugs, n, f, seed);
        expect(drawInterview(slugs, n, f, seed)).toEqual(turns);
        const asked = turns.filter((turn) => turn.followUp === null).map((turn) => turn.slug);
        expect(new Set(asked).size).toBe(asked.length);
        expect(asked).toHaveLength(Math.min(n, slugs.length));
        expect(turns).toHaveLength(asked.length * (1 + f));
        expect(new Set(turns.map((turn) => `${turn.slug} ${turn.followUp}`)).size).toBe(turns.length);
      }),
    );
  });

  it('shows the answer when the time is up or the candidate is done, and keeps the time used', () => {
    const interview = new Interview(drawInterview(slugs, 1, 1, 5), 30_000, 1000);
    interview.tick(11_000);
    expect(interview.leftMs).toBe(20_000);
    interview.show(13_000);
    expect(interview.phase).toBe('shown');
    interview.rate('good', 20_000);
    expect(interview.leftMs).toBe(30_000);
    interview.tick(60_000);
    expect(interview.phase).toBe('shown');
    interview.rate('again', 61_000);
    expect(interview.phase).toBe('done');
    expect(interview.outcomes).toEqual([
      { usedMs: 12_000, grade: 'good' },
      { usedMs: 30_000, grade: 'again' },
    ]);
  });
});

describe('a stretch of time', () => {
  it('is said in its largest unit, in both languages', () => {
    expect(inWords(600_000, 'en')).toBe('10 minutes');
    expect(inWords(3 * 86_400_000, 'zh')).toMatch(/^3\s?天$/);
    expect(inWords(10, 'en')).toBe('1 minute');
  });
});

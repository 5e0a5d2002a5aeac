import { describe, expect, it } from 'vitest';
import { en } from '../../src/ui/strings.en';
import { zh } from '../../src/ui/strings.zh';
import type { TopicDefinition, TopicText } from '../../src/state/topic';

const topics = Object.values(
  import.meta.glob<{ default: TopicDefinition }>('../../src/topics/*/index.ts', { eager: true }),
).map((module) => module.default);

/** Every string of a nested value with the path that leads to it. */
function strings(value: unknown, path = ''): { path: string; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, each]) => strings(each, path ? `${path}.${key}` : key));
}

/** The shape of a nested value: paths only, list lengths included; `links` may differ between languages. */
const shape = (value: unknown) => strings(value).map(({ path }) => path);

const hanzi = /\p{Script=Han}/u;
const built = topics.filter((topic) => topic.text);

describe('both languages', () => {
  it('have eleven topics, numbered 1 to 11 by question and by path', () => {
    const oneToEleven = Array.from({ length: 11 }, (_, index) => index + 1);
    expect(topics.map((topic) => topic.order).sort((a, b) => a - b)).toEqual(oneToEleven);
    expect(topics.map((topic) => topic.path).sort((a, b) => a - b)).toEqual(oneToEleven);
    for (const topic of topics) {
      for (const pair of [topic.title, topic.teaser, topic.question]) {
        expect(pair.en.trim()).not.toBe('');
        expect(pair.zh, `${topic.slug} in Chinese`).toMatch(hanzi);
        expect(pair.en, `${topic.slug} in English`).not.toMatch(hanzi);
      }
    }
  });

  it('have the same interface strings, none empty', () => {
    expect(shape(zh)).toEqual(shape(en));
    expect([...strings(en), ...strings(zh)].filter(({ text }) => text.trim() === '')).toEqual([]);
  });
});

describe.each(built.map((topic) => [topic.slug, topic] as const))('%s', (_slug, topic) => {
  const load = async (): Promise<[TopicText<object>, TopicText<object>]> => {
    const [english, chinese] = await Promise.all([topic.text!.en(), topic.text!.zh()]);
    return [english.default, chinese.default];
  };

  it('says the same things in both languages', async () => {
    const [english, chinese] = await load();
    expect(shape(chinese)).toEqual(shape(english));
    const all = [...strings(english), ...strings(chinese)];
    expect(all.filter(({ text }) => text.trim() === '').map(({ path }) => path)).toEqual([]);
  });

  it('is written in Chinese where it is Chinese', async () => {
    const [, chinese] = await load();
    const prose = strings(chinese).filter(({ path }) =>
      /^(question|short|full|oftenSaid|steps|predict\.\d+\.(question|answer)|followUps)/.test(path),
    );
    expect(prose.filter(({ text }) => !hanzi.test(text)).map(({ path }) => path)).toEqual([]);
    // A full-width sentence does not end in an ASCII full stop.
    expect(prose.filter(({ text }) => /\p{Script=Han}\.(\s|$)/u.test(text)).map(({ path }) => path)).toEqual(
      [],
    );
  });

  it('has what every topic must have', async () => {
    for (const text of await load()) {
      expect(text.followUps).toHaveLength(3);
      expect(text.keywords.length).toBeGreaterThanOrEqual(3);
      expect(text.keywords.length).toBeLessThanOrEqual(5);
      // A lesson moves the panel's controls, so it comes with the panel.
      expect(text.steps).toHaveLength(topic.steps.length);
      if (topic.load) expect(text.steps.length).toBeGreaterThanOrEqual(3);
      expect(text.steps.length).toBeLessThanOrEqual(6);
      expect(text.predict.length).toBeGreaterThanOrEqual(1);
      for (const question of text.predict) expect(question.choices[question.correct]).toBeTruthy();
      expect(text.oftenSaid.length).toBeGreaterThanOrEqual(1);
      expect(text.sources.length).toBeGreaterThanOrEqual(2);
      expect(text.full.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('names the same marks in both languages, and closes what it opens', async () => {
    const [english, chinese] = await load();
    const marks = (text: TopicText<object>) =>
      [
        ...new Set(
          strings(text).flatMap(({ text: each }) =>
            [...each.matchAll(/\[\[([a-z][\w:-]*)\]\]/gi)].map((match) => match[1]),
          ),
        ),
      ].sort();
    expect(marks(chinese)).toEqual(marks(english));
    for (const { path, text } of [...strings(english), ...strings(chinese)]) {
      const opened = [...text.matchAll(/\[\[[a-z][\w:-]*\]\]/gi)].length;
      const closed = text.split('[[/]]').length - 1;
      expect(opened, path).toBe(closed);
      expect((text.match(/(?<!\\)\$/g) ?? []).length % 2, path).toBe(0);
    }
  });

  it('sets only controls that exist, to values they can hold', () => {
    for (const step of topic.steps) {
      for (const key of Object.keys(step)) expect(Object.keys(topic.controls)).toContain(key);
    }
  });
});

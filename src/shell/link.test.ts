import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Controls, type ControlsSpec } from '../state/controls.svelte';
import { formatLink, parseLink } from '../state/link';
import { Session } from './session.svelte';

const spec = {
  T: { kind: 'number', default: 0.8, min: 0, max: 5 },
  seed: { kind: 'number', default: 7, min: 0, max: 999999, integer: true },
  topK: { kind: 'optional-number', default: null, min: 1, max: 4096, integer: true },
  cached: { kind: 'toggle', default: true },
  kind: { kind: 'choice', default: 'plain', options: ['plain', 'pi', 'ntk', 'yarn'] },
  prompt: { kind: 'text', default: 'The dragon', defaultZh: '从前', maxLength: 60 },
  heads: { kind: 'set', default: [], size: 36 },
} as const satisfies ControlsSpec;
const steps = [{ T: 2 }, { cached: false, heads: [3, 7] }, { prompt: 'One day' }];

const values = fc.record({
  T: fc.double({ min: 0, max: 5, noNaN: true }).map((x) => x + 0),
  seed: fc.integer({ min: 0, max: 999999 }),
  topK: fc.option(fc.integer({ min: 1, max: 4096 })),
  cached: fc.boolean(),
  kind: fc.constantFrom('plain', 'pi', 'ntk', 'yarn'),
  prompt: fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => [...text].length <= 60),
  heads: fc.uniqueArray(fc.integer({ min: 0, max: 35 }), { maxLength: 36 }),
});

describe('a link', () => {
  it('leads back to exactly the state it was written from, in both languages, at every step', () => {
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom('en' as const, 'zh' as const),
        (set, step, locale) => {
          const before = new Session('temperature', spec, steps, parseLink('#/temperature'), locale);
          before.lesson.go(step);
          before.controls.assign(set);
          const link = parseLink(before.hash(locale));
          const after = new Session('temperature', spec, steps, link, link.locale!);
          expect(after.problems).toEqual([]);
          expect(after.controls.values).toEqual(before.controls.values);
          expect(after.lesson.step).toBe(step);
          expect(link.locale).toBe(locale);
        },
      ),
    );
  });

  it('keeps a prompt that was the default of the language it was typed in', () => {
    const english = new Session('temperature', spec, steps, parseLink('#/temperature'), 'en');
    const chinese = parseLink(english.hash('zh'));
    expect(new Session('temperature', spec, steps, chinese, 'zh').controls.values.prompt).toBe('The dragon');
  });

  it("changes language with the page: defaults and lesson texts follow, the reader's own words stay, undo too", () => {
    const localised = {
      ...spec,
      id: { kind: 'optional-number', default: null, min: 0, max: 9, ofModel: true },
    } as const;
    const told = [{ prompt: { en: 'One day', zh: '有一天' }, T: 2 }];
    const page = new Session('temperature', localised, told, parseLink('#/temperature'), 'en');
    page.controls.assign({ T: 3, id: 4 });
    page.speak('zh');
    expect(page.controls.values).toMatchObject({ prompt: '从前', T: 3, id: null });
    expect(page.hash('zh')).toBe('#/temperature?T=3&lang=zh');
    page.controls.undo();
    expect(page.controls.values).toMatchObject({ prompt: '从前', T: 0.8 });
    page.lesson.go(1);
    expect(page.controls.values).toMatchObject({ prompt: '有一天', T: 2 });
    page.speak('en');
    expect(page.hash('en')).toBe('#/temperature?step=1&lang=en');
    expect(page.controls.values.prompt).toBe('One day');
    page.controls.set('prompt', 'my own');
    page.speak('zh');
    expect(page.controls.values.prompt).toBe('my own');
    expect(parseLink(page.hash('zh')).query.get('prompt')).toBe('my own');
    page.controls.reset();
    expect(page.controls.values.prompt).toBe('从前');
  });

  it('needs only the step to show a step', () => {
    const session = new Session('temperature', spec, steps, parseLink('#/temperature?step=2'), 'en');
    expect(session.controls.values).toMatchObject({
      T: 2,
      cached: false,
      heads: [3, 7],
      prompt: 'The dragon',
    });
    expect(session.hash('en')).toBe('#/temperature?step=2&lang=en');
  });

  it('writes only what differs', () => {
    const session = new Session('temperature', spec, steps, parseLink('#/temperature'), 'en');
    session.controls.set('T', 2);
    expect(session.hash('zh')).toContain('T=2');
    expect(session.hash('en')).toBe('#/temperature?T=2&lang=en');
  });
});

describe('a malformed link', () => {
  const open = (hash: string) => new Session('temperature', spec, steps, parseLink(hash), 'en');
  const defaults = new Controls(spec, 'en').values;

  it.each([
    ['T=NaN', 'T'],
    ['T=Infinity', 'T'],
    ['T=', 'T'],
    ['T=warm', 'T'],
    ['T=1e999', 'T'],
    ['seed=0x', 'seed'],
    ['cached=maybe', 'cached'],
    ['kind=none', 'kind'],
    ['heads=1.2.x', 'heads'],
    ['heads=-1', 'heads'],
    ['step=-1', 'step'],
    ['step=two', 'step'],
    ['lang=fr', 'lang'],
    ['prompt=%E0%A4%A', 'prompt'],
    ['colour=red', 'colour'],
    ['__proto__=1', '__proto__'],
  ])('%s: the default stands and the notice names it', (query, key) => {
    const session = open(`#/temperature?${query}`);
    expect(session.controls.values).toEqual(defaults);
    expect(session.problems.map((problem) => problem.key)).toEqual([key]);
  });

  it('clamps what is out of range and says what is used', () => {
    const session = open('#/temperature?T=1e9&step=99');
    expect(session.controls.values.T).toBe(5);
    expect(session.lesson.step).toBe(3);
    expect(session.problems).toEqual([
      expect.objectContaining({ key: 'step', given: '99', used: '3' }),
      expect.objectContaining({ key: 'T', used: '5' }),
    ]);
  });

  it('cuts a text that is too long, by characters, and says so', () => {
    const session = open(`#/temperature?prompt=${encodeURIComponent('🐉'.repeat(70))}`);
    expect([...String(session.controls.values.prompt)]).toHaveLength(60);
    expect(session.problems.map((problem) => problem.key)).toEqual(['prompt']);
  });

  it('counts the first of a key given twice', () => {
    const session = open('#/temperature?T=1&T=2');
    expect(session.controls.values.T).toBe(1);
    expect(session.problems).toEqual([expect.objectContaining({ key: 'T', reason: 'twice' })]);
  });

  it('never throws, whatever the address says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (text) => {
        for (const hash of [
          text,
          `#/${text}`,
          `#/temperature?${text}`,
          `#/temperature?T=${text}&${text}=1`,
        ]) {
          const session = open(hash);
          expect(Number.isFinite(session.controls.values.T)).toBe(true);
          expect(session.controls.values.T).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('an address', () => {
  it('round-trips page, step, language and query', () => {
    fc.assert(
      fc.property(
        fc
          .string({ unit: 'grapheme', minLength: 1 })
          .filter((page) => !/^\/|\/$|[\uD800-\uDFFF]/.test(page) && page.trim() !== ''),
        fc.integer({ min: 0, max: 999 }),
        fc.constantFrom('en' as const, 'zh' as const),
        fc.string({ unit: 'grapheme' }),
        (page, step, locale, text) => {
          const link = parseLink(formatLink({ page, step, locale, query: new URLSearchParams({ text }) }));
          expect(link).toMatchObject({ page, step, locale, problems: [] });
          expect(link.query.get('text')).toBe(text);
        },
      ),
    );
  });
});

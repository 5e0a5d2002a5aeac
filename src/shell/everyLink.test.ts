import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Controls, conform, type ControlSpec } from '../state/controls.svelte';
import { parseLink } from '../state/link';
import { topicsByPath } from './registry';
import { linkSpec, resolve } from './routes';
import { Session } from './session.svelte';

/** Any value a control of this spec can hold. */
function valueOf(spec: ControlSpec): fc.Arbitrary<unknown> {
  switch (spec.kind) {
    case 'number':
    case 'optional-number': {
      const number = fc
        .double({ min: spec.min, max: spec.max, noNaN: true })
        .map((value) => conform(spec, value) as number);
      return spec.kind === 'number' ? number : fc.option(number);
    }
    case 'toggle':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...spec.options);
    case 'text':
      return fc
        .string({ unit: 'grapheme', maxLength: Math.min(60, spec.maxLength) })
        .map((text) => conform(spec, text));
    case 'set':
      return fc
        .uniqueArray(fc.nat(spec.size - 1), { maxLength: Math.min(12, spec.size) })
        .map((set) => conform(spec, set));
  }
}

const pages = [...topicsByPath.map((topic) => topic.slug), '', 'present', 'speaker', 'revise', 'glossary'];

describe.each(pages)('every control of #/%s', (page) => {
  const view = resolve(page);
  const { controls: spec, steps } = linkSpec(view);
  const values = fc.record(
    Object.fromEntries(Object.entries(spec).map(([key, each]) => [key, valueOf(each)])),
  );

  it('comes back from its link as it was, at every step and in both languages', () => {
    fc.assert(
      fc.property(
        values,
        fc.nat(steps.length),
        fc.constantFrom('en' as const, 'zh' as const),
        (set, step, locale) => {
          const session = new Session(page, spec, steps, parseLink(`#/${page}`), locale);
          session.lesson.go(step);
          session.controls.assign(set);
          const link = session.hash(locale);
          const again = new Session(page, spec, steps, parseLink(link), locale);
          expect(again.problems).toEqual([]);
          expect(again.lesson.step).toBe(step);
          // Minus zero is written as zero, and is as good.
          expect(JSON.stringify(again.controls.values)).toBe(JSON.stringify(session.controls.values));
          expect(again.hash(locale)).toBe(link);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('holds only what it may, whatever its link says', () => {
    const keys = Object.keys(spec);
    if (keys.length === 0) return;
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.string({ unit: 'binary' }), (key, text) => {
        const session = new Session(page, spec, steps, parseLink(`#/${page}?${key}=${text}&x=%`), 'en');
        const fresh = new Controls(spec, 'en');
        fresh.assign(session.controls.values);
        expect(fresh.values).toEqual(session.controls.values);
      }),
      { numRuns: 100 },
    );
  });
});

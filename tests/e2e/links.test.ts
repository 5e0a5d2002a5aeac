import fc from 'fast-check';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { conform, read, write, type ControlSpec, type ControlsSpec } from '../../src/state/controls.svelte';
import { formatLink, parseLink } from '../../src/state/link';
import type { Locale, TopicDefinition } from '../../src/state/topic';
import { open, ready } from './browser';
import { topics } from './topicList';

/** Any value that a control of this spec can hold. */
function valueOf(spec: ControlSpec): fc.Arbitrary<unknown> {
  const conforming = (value: unknown) => conform(spec, value);
  switch (spec.kind) {
    case 'number':
    case 'optional-number': {
      const number = fc.double({ min: spec.min, max: spec.max, noNaN: true }).map(conforming);
      return spec.kind === 'number' ? number : fc.option(number);
    }
    case 'toggle':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...spec.options);
    case 'text':
      return fc.string({ unit: 'grapheme', maxLength: Math.min(40, spec.maxLength) }).map(conforming);
    case 'set':
      return fc.uniqueArray(fc.nat(spec.size - 1), { maxLength: Math.min(8, spec.size) }).map(conforming);
  }
}
const statesOf = (spec: ControlsSpec) =>
  fc.record(Object.fromEntries(Object.entries(spec).map(([key, each]) => [key, valueOf(each)])));

/** What a link leaves out: the defaults of its language, overlaid by what steps 1 to `step` set. */
function baseline(topic: TopicDefinition, locale: Locale, step: number): Record<string, unknown> {
  const lesson = Object.assign({}, ...topic.steps.slice(0, step)) as Record<string, unknown>;
  const spoken = (value: unknown) =>
    value !== null && typeof value === 'object' && 'en' in value && 'zh' in value
      ? (value as Record<Locale, unknown>)[locale]
      : value;
  return Object.fromEntries(
    Object.entries(topic.controls as ControlsSpec).map(([key, spec]) => {
      const own = locale === 'zh' && spec.defaultZh !== undefined ? spec.defaultZh : spec.default;
      return [key, key in lesson ? conform(spec, spoken(lesson[key])) : own];
    }),
  );
}

/** The state that the page's address holds, defaults filled in. */
async function stateOf(page: Page, topic: TopicDefinition) {
  const link = parseLink(await page.evaluate(() => location.hash));
  const locale = link.locale ?? 'en';
  const found: Record<string, unknown> = { ...baseline(topic, locale, link.step) };
  for (const [key, spec] of Object.entries(topic.controls as ControlsSpec)) {
    const text = link.query.get(key);
    if (text !== null) found[key] = read(spec, text);
  }
  // Minus zero is written as zero.
  return JSON.stringify({ page: link.page, locale, step: link.step, found });
}

/** Follows a link as a click does: no reload. */
const follow = (page: Page, hash: string) => page.evaluate((to) => void (location.hash = to), hash);

describe('every control of every topic, in a real browser', () => {
  it.each(topics.map((topic) => topic.slug))('#/%s opens in the very state its link says', async (slug) => {
    const topic = topics.find((each) => each.slug === slug)!;
    const spec: ControlsSpec = topic.controls;
    const { page, complaints } = await open(`#/${slug}`);
    await page.locator(`main[data-topic="${slug}"]`).waitFor();
    await fc.assert(
      fc.asyncProperty(
        statesOf(spec),
        fc.nat(topic.steps.length),
        fc.constantFrom<Locale>('en', 'zh'),
        async (set, step, locale) => {
          const query = new URLSearchParams(
            Object.entries(set).map(([key, value]) => [key, write(spec[key], value)]),
          );
          const wanted = JSON.stringify({ page: slug, locale, step, found: set });
          await follow(page, formatLink({ page: slug, query, step, locale }));
          await expect.poll(() => stateOf(page, topic), { timeout: 20_000 }).toBe(wanted);
          // The address that the page itself writes, in a window of its own making, says the same.
          const written = await page.evaluate(() => location.hash);
          await follow(page, `#/${slug}?lang=${locale}`);
          await expect
            .poll(() => stateOf(page, topic), { timeout: 20_000 })
            .toBe(JSON.stringify({ page: slug, locale, step: 0, found: baseline(topic, locale, 0) }));
          await follow(page, written);
          await expect.poll(() => stateOf(page, topic), { timeout: 20_000 }).toBe(wanted);
          expect(await page.locator('aside:has(> [role="status"] li)').count()).toBe(0);
        },
      ),
      { numRuns: 4, seed: 7, endOnFailure: true },
    );
    await follow(page, `#/${slug}?lang=en`);
    await ready(page, slug);
    expect(complaints).toEqual([]);
  });
});

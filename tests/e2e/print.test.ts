import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { topics } from './topicList';
import { open, ready } from './browser';

/** Width of A4 between margins of 12 mm, px at 96 dpi. */
const sheet = 186 * (96 / 25.4);

/** A page whose own print dialogue stays shut: the layout for paper can be looked at in peace. */
async function openOnPaper(route: string, slug: string) {
  const opened = await open(route);
  await ready(opened.page, slug);
  await opened.page.evaluate(() => (window.print = () => void (document.title = 'printing')));
  return opened;
}

/** What of a topic's page is cut off at the sheet's right edge, or still a control. */
const flaws = (page: Page, width: number) =>
  page.evaluate((right) => {
    const main = document.querySelector('main[data-topic]')!;
    const left = main.getBoundingClientRect().left;
    const shown = [...main.querySelectorAll('*')].filter(
      (each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest('.screen-only, .vh'),
    );
    const said = (each: Element) =>
      `${each.tagName} ${each.getAttribute('class') ?? ''} ${each.textContent?.slice(0, 30)}`;
    return [
      ...shown
        .filter((each) =>
          each.matches('.btn, [type=range], [type=file], select, [data-predict], .tabs [aria-pressed=false]'),
        )
        .map((each) => `a control: ${said(each)}`),
      ...shown
        .filter((each) => each.matches('svg, canvas, table, p, h1, h2, [data-chart]'))
        .filter((each) => each.getBoundingClientRect().right - left > right + 1)
        .map((each) => `cut off at ${Math.round(each.getBoundingClientRect().right - left)}: ${said(each)}`),
    ];
  }, width);

describe('a topic on paper', () => {
  it.each(topics.map((topic) => topic.slug))(
    '#/%s: nothing cut off, no control, everything said',
    async (slug) => {
      const { page, complaints } = await openOnPaper(`#/${slug}`, slug);
      const charts = await page.locator('.stage [data-chart]').count();
      const ownWords = (await page.locator('.rail-rest dd').allTextContents()).length;
      await page.getByRole('button', { name: 'Print', exact: true }).click();
      await page.waitForFunction(() => document.title === 'printing');
      // A sheet is as wide as this for a browser that prints.
      await page.setViewportSize({ width: Math.ceil(sheet), height: 1000 });
      await page.emulateMedia({ media: 'print' });
      expect(await flaws(page, sheet)).toEqual([]);
      expect(await page.locator('main .screen-only:visible').count()).toBe(0);
      // A model that arrives in the meantime may add pictures; none may get lost.
      expect(await page.locator('.stage [data-chart]:visible').count()).toBeGreaterThanOrEqual(
        Math.min(1, charts),
      );
      expect(await page.locator('.stage [data-chart]').count()).toBeGreaterThanOrEqual(charts);
      for (const heading of ['30 seconds', 'In full', 'Often said, but', 'What may be asked next', 'Sources'])
        expect(await page.locator('main h2:visible', { hasText: heading }).count(), heading).toBeGreaterThan(
          0,
        );
      expect(await page.locator('.paper-text dd:visible').count()).toBeGreaterThanOrEqual(ownWords);
      expect(await page.locator('.facts .link').textContent()).toContain(`#/${slug}`);
      expect(complaints).toEqual([]);
    },
  );
});

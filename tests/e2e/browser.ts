import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, expect, inject } from 'vitest';
import { chromiumFlags } from '../../scripts/browser.mjs';

let browser: Browser | undefined;

/** The one browser of this test file; closed when the file ends. */
export async function theBrowser(): Promise<Browser> {
  browser ??= await chromium.launch({ executablePath: inject('browserPath'), args: chromiumFlags });
  return browser;
}

afterAll(async () => {
  await browser?.close();
  browser = undefined;
});

/** A page with a fresh profile, and everything that went wrong in it. */
export interface OpenedPage {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors, policy violations. */
  readonly complaints: string[];
  /** Every request's address. */
  readonly requests: string[];
}

/** Opens a route such as `#/temperature?T=0.5` in a fresh profile. `lang` is English unless said. */
export async function open(route = '#/', options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const context = await (
    await theBrowser()
  ).newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    reducedMotion: 'reduce',
    // Storing the whole site in every fresh profile would only slow the tests; those of being offline allow it.
    serviceWorkers: 'block',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return;
    if (!/Service Worker registration blocked by Playwright/.test(message.text()))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(inject('address') + route);
  return { page, complaints, requests };
}

/** Waits until a topic's live model has drawn. */
export async function ready(page: Page, slug: string): Promise<void> {
  await page.waitForSelector(`[data-topic="${slug}"][data-status="ready"]`, { timeout: 60_000 });
}

/** The `data-value`s of one chart, in document order. */
export async function values(page: Page, chart: string): Promise<number[]> {
  return page
    .locator(`[data-chart="${chart}"] [data-value]`)
    .evaluateAll((marks) => marks.map((mark) => Number(mark.getAttribute('data-value'))));
}

/** What a chart's `getData()` returns: everything, not only what is drawn. */
export async function chartData(page: Page, chart: string): Promise<number[]> {
  return page
    .locator(`[data-chart="${chart}"]`)
    .first()
    .evaluate((element) => Array.from((element as unknown as { getData(): ArrayLike<number> }).getData()));
}

/** axe finds nothing, WCAG 2.2 AA and best practices included; `within` narrows it to a part of a long page. */
export async function expectAccessible(page: Page, within?: string): Promise<void> {
  // The pages have no frames: one pass in the page itself, that reports only what is wrong, takes a third less time.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
  const { violations } = await (within ? axe.include(within) : axe).analyze();
  expect(
    violations.map(
      (each) =>
        `${each.id}: ${each.nodes
          .map((node) => node.target.join(' '))
          .slice(0, 4)
          .join(' | ')}`,
    ),
  ).toEqual([]);
}

/** The page is no wider than its window. */
export async function expectNoSideScroll(page: Page): Promise<void> {
  const { content, window: width } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: innerWidth,
  }));
  expect(content).toBeLessThanOrEqual(width);
}

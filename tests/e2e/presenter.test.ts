import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/math/random';
import { expectAccessible, expectNoSideScroll, open, ready } from './browser';

const deck = 'temperature*rope.1.2.3.4';
const at = (page: Page) => page.evaluate(() => Number(/[?&]at=(\d+)/.exec(location.hash)?.[1] ?? 1));
const shows = (page: Page, place: number) =>
  page.waitForFunction(
    (wanted) =>
      Number(document.querySelector('aside[aria-live] .count')?.textContent?.split('/')[0]) === wanted,
    place,
  );
const speaks = (page: Page, place: number) =>
  page.locator(`main[data-page="speaker"][data-connected="true"][data-at="${place}"]`).waitFor();

/** The audience's window on a deck and a speaker's window that has found it. */
async function twoWindows(): Promise<{ wall: Page; speaker: Page; slides: number }> {
  const { page: wall } = await open(`#/present?deck=${deck}&show=1`);
  await ready(wall, 'temperature');
  const speaker = await wall.context().newPage();
  await speaker.goto(`${wall.url().replace(/#.*/, '')}#/speaker?pictures=0`);
  await speaks(speaker, 1);
  return { wall, speaker, slides: await speaker.locator('nav li').count() };
}

describe('two windows', () => {
  it('stay in step over 50 steps, whichever of them turns the page', async () => {
    const { wall, speaker, slides } = await twoWindows();
    const random = createRandom(7);
    let place = 1;
    for (let step = 0; step < 50; step++) {
      const window = random.next() < 0.5 ? wall : speaker;
      const forward = place === 1 || (place < slides && random.next() < 0.6);
      await window.keyboard.press(forward ? (step % 2 ? 'PageDown' : 'ArrowRight') : 'PageUp');
      place += forward ? 1 : -1;
      await Promise.all([shows(wall, place), speaks(speaker, place)]);
    }
    // The address follows within a moment: browsers allow only so many changes of it.
    await expect.poll(() => Promise.all([at(wall), at(speaker)])).toEqual([place, place]);
    expect(await speaker.locator('.notes .text').textContent()).not.toBe('');
  });

  it('share the blank screen, survive a reload of either, and notice when the other is gone', async () => {
    const { wall, speaker } = await twoWindows();
    await speaker.keyboard.press('ArrowRight');
    await shows(wall, 2);
    await speaker.keyboard.press('b');
    await wall.getByText('The screen is blank').waitFor();
    await speaker.locator('button[aria-pressed="true"]', { hasText: 'Blank' }).waitFor();
    await wall.keyboard.press('b');
    await speaker.locator('button[aria-pressed="false"]', { hasText: 'Blank' }).waitFor();
    await wall.reload();
    await shows(wall, 2);
    await speaks(speaker, 2);
    await speaker.reload();
    await speaks(speaker, 2);
    await wall.close();
    await speaker.locator('[data-connected="false"]').waitFor();
    // Alone, the speaker leafs on.
    await speaker.keyboard.press('ArrowRight');
    await speaker.locator('[data-at="3"]').waitFor();
    await expectAccessible(speaker);
  });

  it('show the speaker what the audience sees', async () => {
    const { page: wall } = await open(`#/present?deck=temperature&show=1&at=2`);
    await ready(wall, 'temperature');
    const speaker = await wall.context().newPage();
    await speaker.goto(`${wall.url().replace(/#.*/, '')}#/speaker`);
    await speaks(speaker, 2);
    const seen = speaker.frameLocator('iframe').first();
    await seen.locator('[data-topic="temperature"][data-status="ready"]').waitFor({ timeout: 60_000 });
    await wall.keyboard.press('ArrowRight');
    await seen.locator('aside[aria-live] .count', { hasText: /^3/ }).waitFor();
  });
});

describe('on the wall', () => {
  it.each(['en', 'zh'])('nothing of the opened machine lies under the caption, language %s', async (lang) => {
    const { page } = await open(`#/present?deck=transformer-flow.2.5&show=1&lang=${lang}`, {
      viewport: { width: 1920, height: 1080 },
    });
    await ready(page, 'transformer-flow');
    const hangsOver = () =>
      page.evaluate(
        () =>
          document.querySelector('main')!.offsetHeight +
          document.querySelector<HTMLElement>('aside[aria-live]')!.offsetHeight -
          innerHeight,
      );
    for (const place of [1, 2]) {
      if (place > 1) await page.keyboard.press('ArrowRight');
      await shows(page, place);
      await page.locator('[data-open]').waitFor();
      await expect.poll(hangsOver, { timeout: 20_000 }).toBeLessThan(2);
    }
    await page.context().close();
  });

  it('a clicker turns the page though a slider has the focus', async () => {
    const { page } = await open(`#/present?deck=${deck}&show=1`);
    await ready(page, 'temperature');
    await page.getByRole('slider').first().focus();
    await page.keyboard.press('PageDown');
    await shows(page, 2);
    await page.getByRole('slider').first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await at(page)).toBe(2);
  });

  it('spotlight, pen, all slides and the blank screen come and go; Escape ends', async () => {
    const { page, complaints } = await open(`#/present?deck=${deck}&show=1`);
    await ready(page, 'temperature');
    await page.keyboard.press('s');
    await page.locator('.spotlight').waitFor();
    await page.keyboard.press('m');
    await page.locator('svg.pen').waitFor();
    expect(await page.locator('.spotlight').count()).toBe(0);
    await page.mouse.move(300, 300);
    await page.mouse.down();
    await page.mouse.move(400, 360, { steps: 4 });
    await page.mouse.up();
    expect(await page.locator('svg.pen path').count()).toBe(1);
    await page.waitForFunction(() => document.querySelectorAll('svg.pen path').length === 0, null, {
      timeout: 15_000,
    });
    await page.keyboard.press('ArrowRight');
    await shows(page, 2);
    expect(await page.locator('svg.pen').count()).toBe(0);
    await page.keyboard.press('o');
    await page.locator('dialog[open] button[aria-current="step"]').waitFor();
    await expectAccessible(page, 'dialog[open]');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await shows(page, 3);
    await page.keyboard.press('.');
    await page.getByText('The screen is blank').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByText('The screen is blank').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.locator('main[data-page="present"]').waitFor();
    expect(await page.locator('html').getAttribute('data-presenting')).toBeNull();
    expect(complaints).toEqual([]);
  });
});

describe('a deck', () => {
  it('is put together, kept in the link, saved and opened as a file', async () => {
    const { page, complaints } = await open('#/present');
    await page
      .getByRole('button', { name: /The whole lesson/ })
      .first()
      .click();
    await page.locator('ol[data-deck]:not([data-deck="0"])').waitFor();
    const whole = Number(await page.locator('ol[data-deck]').getAttribute('data-deck'));
    await page
      .getByRole('button', { name: /^Move down/ })
      .first()
      .click();
    await page
      .getByRole('button', { name: /^Take out/ })
      .nth(2)
      .click();
    await page.getByLabel('Minutes planned').fill('20');
    await page.getByLabel('Minutes planned').blur();
    await page.waitForFunction(() => /deck=.*minutes=20|minutes=20.*deck=/.test(location.hash));
    const hash = await page.evaluate(() => location.hash);
    const names = await page.locator('ol[data-deck] .name').allTextContents();
    expect(names).toHaveLength(whole - 1);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as a file' }).click(),
    ]);
    const saved = readFileSync(await download.path(), 'utf8');
    const again = await open(hash);
    await again.page.locator(`ol[data-deck="${names.length}"]`).waitFor();
    expect(await again.page.locator('ol[data-deck] .name').allTextContents()).toEqual(names);

    const empty = await open('#/present');
    await empty.page.locator('input[type="file"]').setInputFiles({
      name: 'deck.json',
      mimeType: 'application/json',
      buffer: Buffer.from(saved),
    });
    await empty.page.locator(`ol[data-deck="${names.length}"]`).waitFor();
    expect(await empty.page.locator('ol[data-deck] .name').allTextContents()).toEqual(names);
    await empty.page.locator('input[type="file"]').setInputFiles({
      name: '<b>x</b>.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"glasslm":"nothing"}'),
    });
    await empty.page.getByText('is no deck of GlassLM').waitFor();
    expect(await empty.page.locator('ol[data-deck]').getAttribute('data-deck')).toBe(String(names.length));
    expect(complaints).toEqual([]);
  });

  it('names what a link asks for and does not exist, and shows the rest', async () => {
    const { page } = await open('#/present?deck=temperature.1.99*nonsense*rope.x.2&at=400');
    await page.locator('ol[data-deck="2"]').waitFor();
    const note = (await page.getByText('Left out').textContent())!;
    for (const part of ['temperature.99', 'nonsense', 'rope.x']) expect(note).toContain(part);
  });

  it.each(['light', 'dark', 'projector'])('axe finds nothing in %s; it fits a phone', async (theme) => {
    const { page } = await open(`#/present?deck=${deck}`);
    await page.locator('ol[data-deck]').waitFor();
    await page.evaluate((choice) => (document.documentElement.dataset.theme = choice), theme);
    await expectAccessible(page);
    if (theme !== 'light') return;
    await page.setViewportSize({ width: 360, height: 740 });
    await expectNoSideScroll(page);
    await page.evaluate(() => (location.hash = '#/speaker?deck=temperature&lang=zh'));
    await page.locator('main[data-page="speaker"] nav li').first().waitFor();
    await expectNoSideScroll(page);
  });
});

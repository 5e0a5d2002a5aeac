import { describe, expect, it } from 'vitest';
import { controls } from '../../src/topics/strengths-and-limits/controls';
import { expectAccessible, expectNoSideScroll } from './browser';
import { openLive, readout, series, show } from './limitsPanel';

const tabs = [0, 1, 2, 3, 4, 5];

describe('the page', () => {
  it.each(['light', 'dark', 'projector'])('is accessible in the %s theme', async (theme) => {
    const { page } = await openLive();
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    for (const tab of tabs) {
      await show(page, tab);
      await expectAccessible(page);
    }
    await page.context().close();
  });

  it.each(['en', 'zh'])('fits a phone and a hall, language %s', async (lang) => {
    const { page } = await openLive({ lang });
    for (const tab of tabs) {
      await show(page, tab);
      for (const width of [360, 768, 1920]) {
        await page.setViewportSize({ width, height: 844 });
        await expectNoSideScroll(page);
      }
    }
    await page.context().close();
  });

  it('is taught with the arrow keys alone', async () => {
    const { page, complaints } = await openLive({ prompt: 'The dog', window: 40 });
    const pressed = () => page.locator('.tabs [aria-pressed="true"]').textContent();
    await page.locator('h1').click();
    for (const name of ['writes', 'makes', 'window', 'Knowledge', 'ratio', 'costs']) {
      await page.keyboard.press('ArrowRight');
      await expect.poll(pressed).toContain(name);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('what a reader may do to it', () => {
  it('answers the first prediction by the experiment', async () => {
    const { page } = await openLive();
    const card = page.locator('[data-predict="outside"]');
    await card
      .getByRole('button', { name: /fact deleted/ })
      .first()
      .click();
    await card.getByRole('button', { name: /Commit/ }).click();
    await card.locator('[data-readout="guess-outside"]').waitFor({ timeout: 30_000 });
    expect(await readout(page, 'guess-outside')).toBe(0);
    await expect.poll(() => page.url()).toContain('window=64');
    await page.context().close();
  });

  it('keeps a run to compare with, undoes and resets', async () => {
    const { page } = await openLive({ view: 'window', window: 200 });
    const first = await readout(page, 'told');
    await page.getByRole('button', { name: 'Keep, to compare' }).click();
    await page.getByRole('slider', { name: 'Window, tokens' }).first().press('Home');
    await expect.poll(() => readout(page, 'told'), { timeout: 20_000 }).not.toBe(first);
    expect(await readout(page, 'kept-told')).toBe(first);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => page.url()).toContain('window=200');
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(() => page.url()).not.toContain('window=200');
    await page.context().close();
  });

  it('brings every control back from the address', async () => {
    const { page, complaints } = await openLive({
      view: 'bias',
      template: 'Then the _ smiled and',
      first: 'her',
      second: 'his',
      one: 'king',
      other: 'queen',
    });
    expect(await page.getByRole('textbox', { name: /Sentence/ }).inputValue()).toBe('Then the _ smiled and');
    const { before } = await series(page, 'log-odds');
    expect(before ?? []).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['nothing', ''],
    ['Chinese and emoji', '从前有一条龙 🐉'],
    ['right to left', 'פעם היה דרקון'],
    ['pasted HTML', '<img src=x onerror="document.title=1"><b>The</b> dragon'],
    ['ten thousand characters', 'The cat sat on the mat. '.repeat(417)],
  ])('reads %s everywhere', async (_name, text) => {
    const { page, complaints } = await openLive({ prompt: 'Hi' });
    await page.getByRole('textbox', { name: 'Your text' }).fill(text);
    for (const [tab, field] of [
      [1, 'Cannot be known'],
      [2, 'Fact'],
      [3, 'Fact found'],
      [4, 'Sentence'],
    ] as const) {
      await show(page, tab);
      await page.getByRole('textbox', { name: field }).first().fill(text);
    }
    await show(page, 5);
    expect(await page.locator('main').textContent()).not.toContain('NaN');
    expect(await page.locator('.stage img').count()).toBe(0);
    await expectNoSideScroll(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('mends a link of nonsense', async () => {
    const { page } = await openLive({ view: 'up', window: 'NaN', T: 99, size: -4, between: 1e9 });
    expect(await page.locator('.tabs [aria-pressed="true"]').textContent()).toContain('writes');
    await show(page, 2);
    expect(
      await page.getByRole('slider', { name: 'Window, tokens' }).last().getAttribute('aria-valuenow'),
    ).toBe(String(controls.window.default));
    await page.context().close();
  });
});

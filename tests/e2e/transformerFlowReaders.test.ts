import { describe, expect, it } from 'vitest';
import { expectAccessible, expectNoSideScroll, ready } from './browser';
import { frames, openLive, route, slug, translated } from './flowPanel';

describe('whoever comes', () => {
  it('reads any text: none, one token, Chinese, emoji, right to left, markup, more than the window, a broken link', async () => {
    const { page, complaints } = await openLive({ frame: 'NaN', choices: '1:x.<b>', cellRow: 'Infinity' });
    const field = page.getByRole('textbox').first();
    for (const prompt of [
      '',
      'a',
      '红色的球',
      '🐱🐶',
      'שלום עולם',
      '<img src=x onerror=alert(1)>',
      'The dog ran. '.repeat(800),
    ]) {
      await field.fill(prompt);
      await ready(page, slug);
      if (prompt.length < 40 && prompt !== '') {
        const own = await translated(prompt);
        await expect
          .poll(
            () =>
              page
                .locator(`[data-chart="${slug}/translation"]`)
                .evaluate((element) =>
                  (element as unknown as { getData(): { labels: string[] } }).getData().labels.join('|'),
                ),
            { timeout: 30_000 },
          )
          .toBe(own.texts.join('|'));
      }
      expect(await field.inputValue()).toHaveLength(Math.min(prompt.length, 10_000));
      await expectNoSideScroll(page);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.each(['en', 'zh'])('goes through the lesson by key, language %s', async (lang) => {
    const { page, complaints } = await openLive({ lang });
    for (let step = 1; step <= 6; step++) {
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => page.url()).toContain(`step=${step}`);
      await ready(page, slug);
      expect(await page.locator('[data-open]').count()).toBe(step < 6 ? 1 : 0);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  const views: Readonly<Record<string, number>>[] = [
    {},
    { open: 1, frame: frames.of('decoder.1.cross', 'pattern', 2) },
    { open: 1, frame: frames.of('encoder.0.norm1', 'norm') },
    { open: 1, frame: frames.of('encoder.tokens', 'tokens') },
  ];

  it.each(['light', 'dark', 'projector'])('finds it accessible: %s', async (theme) => {
    const { page } = await openLive(views[0]);
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    for (const view of theme === 'light' ? views : views.slice(0, 2)) {
      await page.evaluate((hash) => (location.hash = hash), route(view));
      await ready(page, slug);
      await expectAccessible(page);
    }
    await page.context().close();
  });

  it.each([360, 768, 1024, 2560])('fits a window %d wide', async (width) => {
    const { page } = await openLive({}, { viewport: { width, height: 844 } });
    for (const view of views) {
      await page.evaluate((hash) => (location.hash = hash), route(view));
      await ready(page, slug);
      await expectNoSideScroll(page);
    }
    await page.context().close();
  });
});

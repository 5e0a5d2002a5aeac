import { describe, expect, it } from 'vitest';
import { expectAccessible, expectNoSideScroll, ready } from './browser';
import { largestGap, last, openLive, route, series, slug, trace } from './headsPanel';

describe('whoever comes', () => {
  it('reads any text: none, one token, Chinese, right to left, markup, more than the window', async () => {
    const { page, complaints } = await openLive({ sweep: 0 });
    const field = page.getByRole('textbox').first();
    for (const prompt of [
      '',
      'a',
      '红色的球',
      'שלום עולם',
      '<img src=x onerror=alert(1)>',
      'The dog ran. '.repeat(120),
    ]) {
      await field.fill(prompt);
      await ready(page, slug);
      const drawn = (await series(page, 'distribution')).p;
      if (prompt === '') expect(drawn).toHaveLength(0);
      else {
        const { tensors, info } = await trace(prompt, []);
        await expect
          .poll(
            async () =>
              largestGap(
                (await series(page, 'distribution')).logit,
                last(tensors.logits.data, info.vocabulary),
              ),
            { timeout: 30_000 },
          )
          .toBeLessThan(1e-4);
      }
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
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.each(['light', 'dark', 'projector'])('finds it accessible: %s', async (theme) => {
    const { page } = await openLive({ knocked: '3.20' });
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    for (const view of ['arcs', 'loss', 'induction', 'average', 'cost']) {
      await page.evaluate((hash) => (location.hash = hash), route({ knocked: '3.20', view }));
      await page.locator('.tabs [aria-pressed="true"]').waitFor();
      await expectAccessible(page);
    }
    await page.context().close();
  });

  it.each([360, 390, 768, 1024, 2560])('fits a window %d wide', async (width) => {
    const { page } = await openLive({ knocked: '3.20' }, { viewport: { width, height: 844 } });
    for (const view of ['arcs', 'loss', 'induction', 'average', 'cost']) {
      await page.evaluate((hash) => (location.hash = hash), route({ knocked: '3.20', view }));
      await page.locator('.tabs [aria-pressed="true"]').waitFor();
      await expectNoSideScroll(page);
    }
    await page.context().close();
  });
});

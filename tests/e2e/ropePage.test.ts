import { describe, expect, it } from 'vitest';
import { expectAccessible, expectNoSideScroll } from './browser';
import { host, openLive, route, series } from './ropePanel';

describe('the lesson', () => {
  it('goes through all its views by the arrow keys alone, and back', async () => {
    const { page, complaints } = await openLive();
    const view = () => page.locator('.tabs [aria-pressed="true"]').textContent();
    await page.locator('h1').click();
    const seen: (string | null)[] = [];
    for (let step = 1; step <= 6; step++) {
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => page.url()).toContain(`step=${step}`);
      seen.push(await view());
    }
    expect(seen).toEqual([
      'Clocks',
      'q and k, turned',
      'Only the distance',
      'q and k, turned',
      'The base',
      'Past the window',
    ]);
    for (let step = 5; step >= 3; step--) await page.keyboard.press('ArrowLeft');
    await expect.poll(view).toBe('Only the distance');
    expect((await series(page, 'rope/placements')).m[1] - (await series(page, 'rope/placements')).m[0]).toBe(
      100,
    );
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('what a reader may do to it', () => {
  it.each([
    ['ten thousand characters', 'The cat sat on the mat. '.repeat(417).slice(0, 10_000), /window/],
    ['Chinese', '从前有一条龙', /byte/],
    ['right to left', 'פעם היה דרקון קטן', /byte/],
    ['pasted HTML', '<img src=x onerror="document.title=1"><b>The</b> dragon', null],
  ] as const)('takes %s', async (_name, prompt, note) => {
    const { page, complaints } = await openLive({ view: 'turned' });
    await page.getByRole('textbox', { name: 'Your text' }).fill(prompt);
    const { encode, info } = await host.open('story');
    const count = Math.min(info.window, encode(prompt).length);
    await expect
      .poll(() => page.locator('[data-chart="rope/query-token"] [data-position]').count(), {
        timeout: 20_000,
      })
      .toBe(count);
    if (note) expect(await page.locator('.stage').textContent()).toMatch(note);
    expect(await page.locator('.stage img').count()).toBe(0);
    await expectNoSideScroll(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('draws nothing of an empty text, and offers the example', async () => {
    const { page, complaints } = await openLive({ view: 'turned' });
    await page.getByRole('textbox', { name: 'Your text' }).fill('');
    await expect.poll(() => page.locator('[data-chart="rope/contributions"]').count()).toBe(0);
    await page.getByRole('button', { name: /Lily has a red ball/ }).click();
    await expect.poll(() => page.locator('[data-chart="rope/contributions"]').count()).toBe(1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('mends a link of nonsense', async () => {
    const { page, complaints } = await openLive({
      m: 'NaN',
      layer: 99,
      pair: -4,
      base: 'x',
      methods: '77.banana',
      view: 'up',
    });
    expect(await page.locator('[data-chart="rope/clock-1"]').count()).toBe(1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the page', () => {
  it.each(['light', 'dark', 'projector'])('is accessible in the %s theme, every view', async (theme) => {
    const { page } = await openLive();
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    for (const tab of ['Clocks', 'q and k, turned', 'Only the distance', 'The base', 'Past the window']) {
      await page.getByRole('button', { name: tab, exact: true }).click();
      await expectAccessible(page);
    }
    await page.context().close();
  });

  it.each(['en', 'zh'])('fits windows from a phone to a hall, language %s', async (lang) => {
    const { page } = await openLive({ lang });
    for (const view of ['clocks', 'turned', 'distance', 'base', 'beyond']) {
      await page.evaluate((hash) => (location.hash = hash), route({ lang, view }));
      for (const width of [360, 768, 1100, 1920]) {
        await page.setViewportSize({ width, height: 844 });
        await expectNoSideScroll(page);
      }
    }
    await page.context().close();
  });
});

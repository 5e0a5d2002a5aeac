import { describe, expect, it } from 'vitest';
import { expectAccessible, expectNoSideScroll, open, ready } from './browser';

async function openLive(query = '', options = {}) {
  const opened = await open(`#/position-encoding?${query}`, options);
  await ready(opened.page, 'position-encoding');
  return opened;
}

describe('the lesson', () => {
  it('goes through its views by the arrow keys alone, and back', async () => {
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
      'Move the words',
      'Move the words',
      'Layer by layer',
      'What is added',
      'Loss in training',
      'Past the trained length',
    ]);
    for (let step = 5; step >= 3; step--) await page.keyboard.press('ArrowLeft');
    await expect.poll(view).toBe('Layer by layer');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('answers both predictions with its own numbers', async () => {
    const { page } = await openLive();
    for (const [id, choice] of [
      ['one-layer', 2],
      ['swap', 1],
    ] as const) {
      const card = page.locator(`[data-predict="${id}"]`);
      await card.locator('.choices button').nth(0).click();
      await card.getByRole('button', { name: 'Commit and look' }).click();
      await expect.poll(() => card.locator('[data-value]').count()).toBe(1);
      await expect
        .poll(() => card.locator('.choices button').nth(choice).getAttribute('class'))
        .toContain('truth');
      const next = page.getByRole('button', { name: 'Next question' });
      if (await next.isEnabled()) await next.click();
    }
    await page.context().close();
  });
});

describe('what a reader may do to it', () => {
  it.each([
    ['ten thousand characters', 'The cat sat on the mat. '.repeat(417).slice(0, 10_000), 14, /left out/],
    ['Chinese', '从前有一条龙', 6, null],
    ['emoji', '😀 😀😀', 2, null],
    ['right to left', 'פעם היה דרקון קטן', 4, null],
    ['pasted HTML', '<img src=x onerror="document.title=1"><b>The</b> dragon', 4, null],
  ] as const)('takes %s', async (_name, prompt, count, note) => {
    const { page, complaints } = await openLive();
    await page.getByRole('textbox', { name: 'Your text' }).fill(prompt);
    await expect.poll(() => page.locator('.places .word').count(), { timeout: 20_000 }).toBe(count);
    await ready(page, 'position-encoding');
    if (note) await expect.poll(() => page.locator('.stage').textContent()).toMatch(note);
    expect(await page.locator('.stage img').count()).toBe(0);
    await expectNoSideScroll(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('draws nothing of an empty text, and offers the example', async () => {
    const { page, complaints } = await openLive();
    await page.getByRole('textbox', { name: 'Your text' }).fill('');
    await expect.poll(() => page.locator('.places .word').count()).toBe(0);
    await page.getByRole('button', { name: /the dog chased/ }).click();
    await expect.poll(() => page.locator('.places .word').count()).toBe(6);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('mends a link of nonsense', async () => {
    const { page, complaints } = await openLive('order=1.1.9&model=magic&layer=NaN&at=-4&view=up&mask=maybe');
    expect(await page.locator('.places .word').count()).toBe(6);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('keeps a run to compare the next with, and a link gives back every control', async () => {
    const { page } = await openLive('order=6.5.4.3.2.1&model=rope&mask=1&layer=2&positions=0');
    await page.getByRole('button', { name: 'Keep, to compare' }).click();
    expect(await page.locator('.places .tick').count()).toBe(6);
    for (const [name, checked] of [
      ['positions on', false],
      ['causal mask on', true],
    ] as const)
      expect(await page.getByRole('switch', { name }).isChecked()).toBe(checked);
    await page.getByRole('switch', { name: 'positions on' }).click();
    await ready(page, 'position-encoding');
    await expect.poll(() => page.url()).not.toContain('positions=0');
    await expect.poll(() => page.url()).toContain('order=6.5.4.3.2.1');
    await page.context().close();
  });
});

describe('the page', () => {
  it.each(['light', 'dark', 'projector'])('is accessible in the %s theme, every view', async (theme) => {
    const { page } = await openLive('model=sinusoidal');
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    for (const tab of [
      'Move the words',
      'Layer by layer',
      'What is added',
      'Loss in training',
      'Past the trained length',
    ]) {
      await page.locator('.tabs').getByRole('button', { name: tab, exact: true }).click();
      await expectAccessible(page);
    }
    await page.context().close();
  });

  it.each(['en', 'zh'])('fits windows from a phone to a hall, language %s', async (lang) => {
    const { page } = await openLive(`lang=${lang}`);
    for (const view of ['order', 'layers', 'added', 'curves', 'beyond']) {
      await page.evaluate(
        (hash) => (location.hash = hash),
        `#/position-encoding?lang=${lang}&view=${view}&model=alibi`,
      );
      for (const width of [360, 768, 1100, 1920]) {
        await page.setViewportSize({ width, height: 844 });
        await expectNoSideScroll(page);
      }
    }
    await page.context().close();
  });
});

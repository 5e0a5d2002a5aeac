import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectAccessible, expectNoSideScroll, open } from './browser';

describe('cards', () => {
  it('ask, show, rate by key alone, and come back after a reload; the list and the file agree', async () => {
    const { page, complaints } = await open('#/revise');
    const card = page.locator('[data-card]');
    await card.waitFor();
    const first = await card.getAttribute('data-card');
    await page.keyboard.press(' ');
    await page.locator('.grades').waitFor();
    await page.getByRole('button', { name: 'In full' }).click();
    await page.keyboard.press('4');
    await page.waitForFunction(
      (slug) => document.querySelector('[data-card]')?.getAttribute('data-card') !== slug,
      first,
    );
    await page.reload();
    await card.waitFor();
    expect(await card.getAttribute('data-card')).not.toBe(first);
    await page.getByRole('button', { name: 'All eleven' }).click();
    const row = page.locator(`tr[data-question="${first}"]`);
    expect(await page.locator('tr[data-question]').count()).toBe(11);
    expect(await row.textContent()).toMatch(/in \d+ day/);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as a file' }).click(),
    ]);
    const file = readFileSync(await download.path());

    const other = await open('#/revise?view=list');
    await other.page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'revision.json', mimeType: 'application/json', buffer: file });
    await other.page.getByText('Taken from the file: 1 questions').waitFor();
    expect(await other.page.locator(`tr[data-question="${first}"]`).textContent()).toMatch(/in \d+ day/);
    await other.page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('<b>') });
    await other.page.getByText('is no revision of GlassLM').waitFor();
    await other.page.locator(`tr[data-question="${first}"] button`).click();
    await other.page.locator(`[data-card="${first}"]`).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('the mock interview', () => {
  it('asks, counts down, shows, follows up and sums up', async () => {
    const { page, complaints } = await open('#/revise?view=interview&questions=2&followUps=1&seed=3');
    await page.clock.install();
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.locator('[data-interview="asked"][data-turn="1"]').waitFor();
    const question = await page.locator('[data-interview] h2').textContent();
    await page.clock.runFor(61_000);
    // The time is up: the answer shows by itself.
    await page.locator('[data-interview="shown"]').waitFor();
    await page.locator('[data-grade="hard"]').click();
    for (let turn = 2; turn <= 4; turn++) {
      await page.locator(`[data-interview="asked"][data-turn="${turn}"]`).waitFor();
      await page.clock.runFor(5000);
      await page.getByRole('button', { name: 'I have answered' }).click();
      await page.locator('[data-grade="good"]').click();
    }
    await page.locator('[data-interview="done"]').waitFor();
    const rows = await page.locator('[data-interview="done"] tbody tr').allTextContents();
    expect(rows).toHaveLength(4);
    expect(rows[0]).toContain(question!);
    expect(rows[0]).toMatch(/1:00.*With effort/s);
    expect(complaints).toEqual([]);
  });
});

describe('revising', () => {
  it.each(['light', 'dark', 'projector'])('axe finds nothing in %s, in both languages', async (theme) => {
    const { page } = await open('#/revise?lang=zh');
    await page.evaluate((choice) => (document.documentElement.dataset.theme = choice), theme);
    await page.locator('[data-card]').waitFor();
    await page.keyboard.press(' ');
    await page.locator('.grades').waitFor();
    await expectAccessible(page);
    for (const view of ['list', 'interview']) {
      await page.evaluate((to) => (location.hash = `#/revise?view=${to}`), view);
      await page
        .locator(view === 'list' ? 'tr[data-question]' : '.settings')
        .first()
        .waitFor();
      await page.evaluate((choice) => (document.documentElement.dataset.theme = choice), theme);
      await expectAccessible(page);
      if (theme === 'light') {
        await page.setViewportSize({ width: 360, height: 740 });
        await expectNoSideScroll(page);
        await page.setViewportSize({ width: 1440, height: 900 });
      }
    }
  });
});

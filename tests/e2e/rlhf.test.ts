import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { ChartData } from '../../src/charts/data';
import { expectAccessible, expectNoSideScroll, open, ready } from './browser';

async function openLive(values: Readonly<Record<string, string | number>> = {}) {
  const query = new URLSearchParams(Object.entries(values).map(([key, value]) => [key, String(value)]));
  const opened = await open(`#/rlhf?${query.toString()}`);
  await ready(opened.page, 'rlhf');
  return opened;
}

async function data(page: Page, name: string): Promise<number[][]> {
  return page
    .locator(`[data-chart="rlhf/${name}"]`)
    .first()
    .evaluate((element) =>
      (element as unknown as { getData(): ChartData })
        .getData()
        .series.map((each) => Array.from(each.values)),
    );
}

const answer = (page: Page, letter: 'a' | 'b') => page.locator(`[data-choice="${letter}"]`);
const steps = (page: Page) => page.locator('[data-readout="steps"]');
const stepsDone = async (page: Page) => Number(await steps(page).getAttribute('data-value'));
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Clicks the first answer of the next `count` comparisons. */
async function clickThrough(page: Page, count: number): Promise<void> {
  for (let done = 0; done < count; done++) {
    await expect.poll(() => answer(page, 'a').isEnabled(), { timeout: 60_000 }).toBe(true);
    await answer(page, 'a').click();
  }
  await expect.poll(() => answer(page, 'a').isEnabled(), { timeout: 60_000 }).toBe(true);
}

describe('comparisons', () => {
  it('are clicked, taken back, and brought back by the link', async () => {
    const { page, complaints } = await openLive();
    await clickThrough(page, 2);
    const shown = [await answer(page, 'a').innerText(), await answer(page, 'b').innerText()];
    expect(shown[0]).not.toBe(shown[1]);
    await expect.poll(() => page.url()).toContain('clicks=aa');
    const { page: other } = await open(page.url().replace(/^[^#]*/, ''));
    await expect.poll(() => answer(other, 'a').isEnabled(), { timeout: 60_000 }).toBe(true);
    expect([await answer(other, 'a').innerText(), await answer(other, 'b').innerText()]).toEqual(shown);
    await other.context().close();
    await press(page, 'Take the last click back');
    await expect.poll(() => page.url()).toMatch(/clicks=a(&|$)/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the whole way', () => {
  it('trains the reward model, tunes with PPO and DPO, measures, saves and loads', async () => {
    const { page, complaints } = await openLive();
    await press(page, 'Train the reward model');
    await expect.poll(() => stepsDone(page), { timeout: 120_000 }).toBeGreaterThanOrEqual(20);
    await press(page, 'Pause');
    await page.getByRole('button', { name: 'Go on', exact: true }).waitFor();
    const loss = (await data(page, 'reward-loss'))[1];
    const mean = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0) / list.length;
    expect(mean(loss.slice(-5))).toBeLessThan(mean(loss.slice(0, 5)));
    const accuracy = Number(await page.locator('[data-readout="accuracy"]').getAttribute('data-value'));
    const interval = page.locator('[data-readout="interval"]');
    expect(accuracy).toBeGreaterThan(0.6);
    expect(Number(await interval.getAttribute('data-low'))).toBeLessThan(accuracy);
    // All of the pairs kept aside may be right: then the interval ends at 1 too.
    expect(Number(await interval.getAttribute('data-high'))).toBeGreaterThanOrEqual(accuracy);
    await press(page, 'Score it');
    await page.locator('[data-readout="own-score"][data-value]').waitFor({ timeout: 30_000 });

    await press(page, 'Tune');
    await press(page, 'One step');
    await page.locator('[data-chart="rlhf/critic"]').waitFor({ timeout: 150_000 });
    await expect.poll(() => stepsDone(page), { timeout: 90_000 }).toBe(1);
    const [gaps, rewards] = [(await data(page, 'reference'))[0], (await data(page, 'reward'))[0]];
    const ratios = (await data(page, 'ratio'))[0];
    // Before the last token the reward is the price of the KL alone: beta is .05.
    gaps.slice(0, -1).forEach((gap, i) => expect(rewards[i]).toBeCloseTo(-0.05 * gap, 4));
    expect(ratios.some((ratio) => Math.abs(ratio - 1) > 1e-4)).toBe(true);
    const told = page.locator('[data-readout="ratio"]');
    expect(Number(await told.getAttribute('data-least'))).toBeLessThanOrEqual(Math.min(...ratios));
    expect(Number(await told.getAttribute('data-most'))).toBeGreaterThanOrEqual(Math.max(...ratios));

    await press(page, 'DPO');
    await press(page, 'One step');
    const readout = page.locator('[data-readout="dpo-loss"]');
    await readout.waitFor({ timeout: 90_000 });
    expect(Number(await readout.getAttribute('data-value'))).toBeCloseTo(Math.LN2, 3);

    await press(page, 'Before and after');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save to a file' }).click(),
    ]);
    const path = await file.path();
    await page.locator('input[accept=".glasslm"]').setInputFiles({
      name: 'not-ours.glasslm',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('hello'),
    });
    await page.getByText('Not loaded').waitFor();
    await page.locator('input[accept=".glasslm"]').setInputFiles(path);
    await page.getByText('Loaded:').waitFor({ timeout: 90_000 });
    expect(await page.locator('[data-text="after"]').count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the page', () => {
  it('is accessible in three themes and narrow enough for a phone', async () => {
    const { page } = await openLive();
    for (const view of ['Compare', 'Reward model', 'Tune', 'Reward against KL', 'Before and after']) {
      await press(page, view);
      await expectAccessible(page);
      await page.setViewportSize({ width: 360, height: 740 });
      await expectNoSideScroll(page);
      await page.setViewportSize({ width: 1440, height: 900 });
    }
    for (const theme of ['dark', 'projector']) {
      await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
      await expectAccessible(page);
    }
    await page.context().close();
  });

  it('is taught with the arrow keys alone', async () => {
    const { page, complaints } = await openLive();
    for (const view of ['pairs', 'reward', 'loop', 'loop', 'plot', 'plot']) {
      await page.keyboard.press('ArrowRight');
      await page.locator(`[data-view="${view}"]`).waitFor();
    }
    await expect.poll(() => page.url()).toContain('step=6');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

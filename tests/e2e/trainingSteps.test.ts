import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { ChartData } from '../../src/charts/data';
import { controls } from '../../src/topics/training-steps/controls';
import { instructionText } from '../../src/topics/training-steps/instruction';
import { heldOutGroups, sampleLoss } from '../../src/topics/training-steps/sampleLoss';
import { diskHost } from '../runtime/nodeHost';
import { shippedStages } from '../runtime/recordStages';
import { expectAccessible, expectNoSideScroll, open, ready } from './browser';

const host = diskHost();
const record = JSON.parse(
  readFileSync(new URL('../../static/runs/story-ckpt.json', import.meta.url), 'utf8'),
) as { checkpoints: { model: string; percent: number; heldOut: { stories: { nats: number } } }[] };

async function openLive(values: Readonly<Record<string, string | number>> = {}) {
  const query = new URLSearchParams(Object.entries(values).map(([key, value]) => [key, String(value)]));
  const opened = await open(`#/training-steps?${query.toString()}`);
  await ready(opened.page, 'training-steps');
  return opened;
}

async function data(page: Page, name: string): Promise<ChartData> {
  return page
    .locator(`[data-chart="training-steps/${name}"]`)
    .first()
    .evaluate((element) => {
      const { series, labels, ...rest } = (element as unknown as { getData(): ChartData }).getData();
      return {
        ...rest,
        labels,
        series: series.map((each) => ({ name: each.name, values: Array.from(each.values) })),
      };
    });
}

const values = async (page: Page, chart: string, index: number) =>
  Array.from((await data(page, chart)).series[index].values);

/** What a stage writes, computed without a page. */
async function written(model: string, text: string): Promise<string[]> {
  const ids = (await host.tokenize(model, text)).map((token) => token.id);
  const texts: string[] = [];
  await host.generate(
    {
      model,
      ids,
      maxTokens: 44,
      sampling: { temperature: controls.T.default },
      seed: controls.seed.default,
      cache: true,
    },
    (token) => texts.push(token.id === 0 ? ' ∎' : token.text),
    () => false,
  );
  return texts;
}

describe('every stage', () => {
  it('writes what its weights give, and has the loss that Node measures', async () => {
    const { page, complaints } = await openLive();
    // The recorded run is there before anything is fetched.
    expect((await values(page, 'stages', 0)).length).toBe(shippedStages().length);
    await page.getByRole('button', { name: 'Let every stage write' }).click();
    await page.getByRole('button', { name: 'All written' }).waitFor({ timeout: 120_000 });
    for (const { key, model } of shippedStages().filter(({ key }) => key === 'five' || key === 'base')) {
      const shown = (await data(page, `text-${key}`)).labels;
      expect(shown).toEqual(await written(model, instructionText(controls.prompt.default)));
    }
    await expect.poll(() => page.locator('[data-stage="base"] .hollow').count(), { timeout: 60_000 }).toBe(0);
    const { info } = await host.open('story');
    const expected = await sampleLoss(host, info, heldOutGroups.stories);
    const shown = await values(page, 'stages', 0);
    expect(shown[shippedStages().findIndex(({ key }) => key === 'base')]).toBeCloseTo(
      expected.bitsPerByte,
      4,
    );
    await expect.poll(() => page.url()).toContain('run=1');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('a checkpoint', () => {
  it.each([0, 5])('at %i percent has on the shipped sample the loss of the record', async (percent) => {
    const key = percent === 0 ? 'untrained' : 'five';
    const { page, complaints } = await openLive({ view: 'curve', checkpoint: key });
    const cell = page.locator('[data-readout="here-stories"]');
    await expect.poll(() => cell.getAttribute('data-value'), { timeout: 60_000 }).not.toBeNull();
    const told = record.checkpoints.find((row) => row.percent === percent)!.heldOut.stories.nats;
    expect(Math.abs(Number(await cell.getAttribute('data-value')) - told)).toBeLessThan(1e-3);
    await page.getByRole('slider', { name: 'Checkpoint on show' }).press('End');
    await expect.poll(() => page.url()).toContain('checkpoint=base');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the data', () => {
  it('has the answers’ tokens lit, and all but the first of raw text', async () => {
    const { page, complaints } = await openLive({ view: 'data', data: 'asked', example: 2 });
    const row = page.locator('[data-chart="training-steps/data-text"]');
    await row.waitFor();
    const lit = (await row.locator('.picked').allTextContents()).join('');
    expect(lit).toMatch(/^Car/);
    expect(lit).not.toContain('Instruction');
    await page.getByRole('button', { name: 'Pretraining', exact: true }).click();
    await expect.poll(() => row.locator('.given').count()).toBe(1);
    await page.getByRole('button', { name: 'Preferences', exact: true }).click();
    await page.locator('[data-chart="training-steps/data-rejected"]').waitFor();
    await expectAccessible(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('training in the page', () => {
  it('lowers the held-out loss, pauses, survives leaving, tunes on pairs, saves and loads', async () => {
    const { page, complaints } = await openLive({ view: 'pretrain' });
    const held = page.locator('[data-readout="held-out"]');
    const steps = page.locator('[data-readout="steps"]');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect
      .poll(async () => Number(await steps.getAttribute('data-value')), { timeout: 90_000 })
      .toBeGreaterThanOrEqual(40);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Go on' }).waitFor();
    const [loss, first] = [await values(page, 'character-loss', 3), await values(page, 'character-loss', 1)];
    expect(loss.at(-1)!).toBeLessThan(loss[0]);
    expect(loss.at(-1)!).toBeLessThan(first[0]);
    expect(Number(await held.getAttribute('data-value'))).toBeCloseTo(loss.at(-1)!, 10);
    const done = Number(await steps.getAttribute('data-value'));
    await page.getByRole('button', { name: 'One step' }).click();
    await expect.poll(async () => Number(await steps.getAttribute('data-value'))).toBe(done + 1);
    expect(await page.locator('[data-list="samples"] .wrote').count()).toBeGreaterThanOrEqual(3);

    // Leaving the topic and coming back loses nothing.
    await page.evaluate(() => (location.hash = '#/temperature'));
    await page.locator('[data-topic="temperature"]').waitFor();
    await page.evaluate(() => (location.hash = '#/training-steps?view=tune'));
    await page.locator('[data-topic="training-steps"]').waitFor();
    await page.getByRole('button', { name: 'Tune', exact: true }).click();
    await expect
      .poll(async () => Number(await steps.getAttribute('data-value')), { timeout: 90_000 })
      .toBeGreaterThanOrEqual(12);
    await page.getByRole('button', { name: 'Pause' }).click();
    const tuned = await values(page, 'tune-loss', 1);
    expect(tuned.at(-1)!).toBeLessThan(tuned[0]);
    await expect
      .poll(() => page.locator('[data-answer="after"]').textContent(), { timeout: 20_000 })
      .not.toBe('–');

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
    await page.getByText('Loaded:').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('says what is too short, and takes odd texts without losing them', async () => {
    const { page, complaints } = await openLive({ view: 'pretrain' });
    const field = page.getByLabel('Training text');
    await field.fill('abc');
    await page.getByText('too short to learn from').waitFor();
    expect(await page.getByRole('button', { name: 'Train', exact: true }).isDisabled()).toBe(true);
    const odd = '<b>שלום</b> 你好 🙂 '.repeat(40);
    await page.getByLabel('Your training text').fill(odd);
    expect(await page.getByLabel('Your training text').inputValue()).toBe(odd);
    await page.getByRole('button', { name: 'One step' }).click();
    await page.locator('[data-readout="steps"][data-value="1"]').waitFor({ timeout: 60_000 });
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the page', () => {
  it('is accessible in three themes and narrow enough for a phone', async () => {
    for (const view of ['stages', 'curve', 'pretrain', 'tune']) {
      const { page } = await openLive({ view });
      await expectAccessible(page);
      await page.setViewportSize({ width: 360, height: 740 });
      await expectNoSideScroll(page);
      await page.context().close();
    }
    const { page } = await openLive({ view: 'stages' });
    for (const theme of ['dark', 'projector']) {
      await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
      await expectAccessible(page);
    }
    await page.context().close();
  });

  it('is taught with the arrow keys alone, and a link brings it back', async () => {
    const { page, complaints } = await openLive();
    await page.keyboard.press('ArrowRight');
    for (const view of ['curve', 'curve', 'data', 'pretrain', 'tune']) {
      await page.keyboard.press('ArrowRight');
      await page.locator(`[data-view="${view}"]`).waitFor();
    }
    const { page: other } = await open(page.url().replace(/^[^#]*/, ''));
    await other.locator('[data-view="tune"]').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
    await other.context().close();
  });
});

import { readFileSync } from 'node:fs';
import { chromium, type Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import { chromiumFlags } from '../../scripts/browser.mjs';
import { expectAccessible, open, ready } from './browser';

async function saved(page: Page, button: RegExp | string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).first().click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

describe('keeping', () => {
  it('a run as a file opens again in its own state; a chart’s numbers are a table', async () => {
    const { page, complaints } = await open('#/temperature?T=1.7&prompt=Once+upon+a+time');
    await ready(page, 'temperature');
    const run = await saved(page, 'Save the run');
    const file = JSON.parse(run) as {
      settings: string;
      charts: { name: string; series: { values: number[] }[] }[];
    };
    expect(file.settings).toContain('story');
    const drawn = file.charts.find((chart) => chart.name === 'temperature/next-token')!;
    expect(drawn.series[0].values).toHaveLength(4096);
    await page.getByRole('button', { name: 'Save a picture' }).click();
    const table = await saved(page, /^CSV/);
    expect(table.split('\r\n').length).toBeGreaterThan(4096);

    const other = await open('#/temperature');
    await ready(other.page, 'temperature');
    await other.page.locator('.file input').setInputFiles({
      name: 'run.json',
      mimeType: 'application/json',
      buffer: Buffer.from(run),
    });
    await other.page.waitForFunction(() => location.hash.includes('T=1.7'));
    await ready(other.page, 'temperature');
    await other.page.locator('.file input').setInputFiles({
      name: 'x.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"glasslm":"run","link":"https://example.org/"}'),
    });
    await other.page.getByText('is no run of GlassLM').waitFor();
    expect(complaints).toEqual([]);
  });

  it('the QR code is of this very state, and a report tells it too', async () => {
    const { page, complaints } = await open('#/temperature?T=1.7', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await ready(page, 'temperature');
    await page.keyboard.press('q');
    const code = page.locator('dialog[open] svg[data-link]');
    await code.waitFor();
    expect(await code.getAttribute('data-link')).toContain('T=1.7');
    expect(((await code.locator('path').getAttribute('d')) ?? '').length).toBeGreaterThan(1000);
    await page.getByText('known to this computer only').waitFor();
    await expectAccessible(page, 'dialog[open]');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.locator('dialog[open]').getByRole('button', { name: 'Copy a report' }).click();
    await page.getByText('Report copied').waitFor();
    const report = await page.evaluate(() => navigator.clipboard.readText());
    for (const part of ['GlassLM ', 'T=1.7', 'browser: ', 'WebAssembly: true'])
      expect(report).toContain(part);
    expect(complaints).toEqual([]);
  });
});

describe('in a classroom’s own network, without https', () => {
  it('everything but keeping and installing works', async () => {
    // A name other than localhost makes the page what it is on a phone in the room: no secure context.
    const browser = await chromium.launch({
      executablePath: inject('browserPath'),
      args: [...chromiumFlags, '--host-resolver-rules=MAP classroom.test 127.0.0.1'],
    });
    try {
      const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      const address = inject('address').replace('127.0.0.1', 'classroom.test');
      await page.goto(`${address}#/temperature?T=0.5`);
      expect(await page.evaluate(() => [isSecureContext, typeof crypto.subtle, typeof caches])).toEqual([
        false,
        'undefined',
        'undefined',
      ]);
      await ready(page, 'temperature');
      await page.getByRole('button', { name: 'Copy link' }).click();
      await page.getByText('Copied', { exact: true }).waitFor();
      await page.keyboard.press('q');
      await page.locator('dialog[open] svg[data-link]').waitFor();
      expect(await page.getByText('known to this computer only').count()).toBe(0);
      await page.keyboard.press('Escape');
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction(() => location.hash.includes('step=1'));
      await page.evaluate(() => (location.hash = '#/models'));
      await page.getByText('cannot be kept or installed').waitFor();
      await page.evaluate(() => (location.hash = '#/present?deck=temperature&show=1'));
      await ready(page, 'temperature');
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

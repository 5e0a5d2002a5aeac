import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
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

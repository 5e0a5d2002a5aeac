import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { ChartData } from '../../src/charts/data';
import { startHub, type LocalHub } from '../runtime/own/hubServer';
import { fixtures, ownHost } from '../runtime/own/nodeOwn';
import { expectAccessible, expectNoSideScroll, open, ready } from './browser';
import { away, bring, patient } from './ownPanel';

let hub: LocalHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.close());
afterEach(() => {
  for (const key of Object.keys(hub.manner)) delete hub.manner[key as keyof typeof hub.manner];
  hub.asked.length = 0;
});

describe('the attention panel', () => {
  it('opens a foreign graph, shows its patterns and takes heads out', async () => {
    const { page, complaints } = await open('#/models');
    await bring(page, hub, 'test/tiny-gpt2');
    const name = 'test/tiny-gpt2:fp32';
    const prompt = 'The dragon had a red ball.';
    const query = new URLSearchParams({
      brought: name,
      prompt,
      open: 'chosen',
      layer: '9',
      head: '2',
      lang: 'en',
    });
    await page.goto(`${page.url().split('#')[0]}#/multi-head-attention?${query}`);
    await ready(page, 'multi-head-attention');
    expect(await page.locator('[data-chart^="multi-head-attention/head-"]').count()).toBe(8);
    const host = ownHost();
    const ids = (await host.tokenize(name, prompt)).map(({ id }) => id);
    const { tensors } = await host.trace({ model: name, ids, outputs: ['layer.1.attn.pattern'] });
    const wanted = tensors['layer.1.attn.pattern'].data.subarray(ids.length ** 2, 2 * ids.length ** 2);
    const drawn = await page
      .locator('[data-chart="multi-head-attention/head-2-2"]')
      .evaluate((element) =>
        Array.from((element as unknown as { getData(): ChartData }).getData().series[0].values),
      );
    expect(drawn).toHaveLength(wanted.length);
    expect(Math.max(...drawn.map((p, i) => Math.abs(p - wanted[i])))).toBeLessThan(1e-5);
    await page.goto(`${page.url().split('#')[0]}#/multi-head-attention?${query}&knocked=5`);
    await ready(page, 'multi-head-attention');
    await expectNoSideScroll(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('a model from a folder', () => {
  it('is read where it lies, and what is missing is named', async () => {
    const { page, requests, complaints } = await open('#/models');
    const input = page.locator('[data-own] input[type=file]');
    await input.setInputFiles(`${fixtures}tiny-llama/onnx`);
    await expect
      .poll(() => page.locator('[data-own-problem]').innerText(), patient)
      .toContain('config.json, tokenizer.json');
    await input.setInputFiles(`${fixtures}tiny-llama`);
    await page.getByRole('button', { name: 'Open it' }).click();
    await page
      .locator('[data-own-model="folder:tiny-llama:fp16"]')
      .getByRole('link', { name: 'Temperature' })
      .click();
    await ready(page, 'temperature');
    expect(away(requests)).toEqual([]);
    expect(complaints).toEqual([]);
    // Another visit needs the folder again, and says so.
    await page.reload();
    await expect
      .poll(() => page.locator('[data-own-bar] [role=status]').innerText(), patient)
      .toContain('“tiny-llama”');
    await page.context().close();
  });
});

describe('the policy', () => {
  it('lets no page but fetch.html ask another host, and lets that do nothing else', async () => {
    const { page } = await open('#/models');
    const reach = (url: string) =>
      fetch(url).then(
        () => 'answered',
        () => 'refused',
      );
    expect(await page.evaluate(reach, `${hub.address}/test/tiny-gpt2/resolve/main/config.json`)).toBe(
      'refused',
    );
    await page.goto(`${inject('address')}fetch.html`);
    expect(await page.evaluate(reach, `${hub.address}/test/tiny-gpt2/resolve/main/config.json`)).toBe(
      'answered',
    );
    const policy = await page.locator('meta[http-equiv]').getAttribute('content');
    expect(policy).toContain("default-src 'none'");
    // Opened by itself it obeys nobody.
    hub.asked.length = 0;
    await page.evaluate(
      (address) => window.postMessage({ type: 'look', address, title: 'test/tiny-gpt2' }),
      hub.address,
    );
    await page.waitForTimeout(300);
    expect(hub.asked).toEqual([]);
    await page.context().close();
  });
});

describe('the page', () => {
  it.each(['en', 'zh'] as const)('fits a phone and every theme, %s', async (lang) => {
    const { page, complaints } = await open(`#/models?lang=${lang}`, {
      viewport: { width: 390, height: 844 },
    });
    await page.locator('[data-own] input').first().fill('test/tiny-gpt2');
    await page.locator('[data-own] input').nth(1).fill(hub.address);
    await page.locator('[data-own] form button').click();
    await page.locator('.plan .btn.primary').click();
    await page.locator('[data-own-model]').waitFor();
    await expectNoSideScroll(page);
    for (const theme of ['light', 'dark', 'projector']) {
      await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
      await expectAccessible(page, '[data-own]');
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

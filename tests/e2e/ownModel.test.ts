import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Page } from 'playwright';
import type { ChartData } from '../../src/charts/data';
import { ownHost, fixtures } from '../runtime/own/nodeOwn';
import { startHub, type LocalHub } from '../runtime/own/hubServer';
import { softmax } from '../../src/math/softmax';
import { expectAccessible, expectNoSideScroll, open, ready } from './browser';

/** For machines five times slower than this one. */
const patient = { timeout: 40_000 };

let hub: LocalHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.close());
afterEach(() => {
  for (const key of Object.keys(hub.manner)) delete hub.manner[key as keyof typeof hub.manner];
  hub.asked.length = 0;
});

/** Requests that left this site. */
const away = (requests: readonly string[]) =>
  requests.filter((url) => !url.startsWith(new URL(inject('address')).origin) && /^https?:/.test(url));

async function look(page: Page, title: string, address = hub.address): Promise<void> {
  await page.getByLabel('Model, as owner/name').fill(title);
  await page.getByLabel('Hub or mirror').fill(address);
  await page.getByRole('button', { name: 'Ask for its size' }).click();
}

async function bring(page: Page, title: string): Promise<void> {
  await look(page, title);
  await page.locator('[data-plan]').waitFor();
  await page.locator('.plan .btn.primary').click();
  await page.locator('[data-own-model]').waitFor();
}

/** The next token's probabilities of a text by the same engine in Node. */
async function expected(name: string, text: string): Promise<Float64Array> {
  const host = ownHost();
  const ids = (await host.tokenize(name, text)).map(({ id }) => id);
  const { logits } = (await host.trace({ model: name, ids, outputs: ['logits'] })).tensors;
  return softmax(logits.data.slice(-logits.dims[2]));
}

/** One series behind a chart; empty while the chart is not there. */
async function series(page: Page, chart: string, name: string): Promise<number[]> {
  return page.locator(`[data-chart="${chart}"]`).evaluateAll((found, wanted) => {
    const data = (found[0] as unknown as { getData(): ChartData } | undefined)?.getData();
    return Array.from(data?.series.find((each) => each.name === wanted)?.values ?? []);
  }, name);
}

/** The next token's probabilities on show, once they are of a model with this vocabulary. */
async function shownProbabilities(page: Page, vocabulary: number): Promise<number[]> {
  await expect
    .poll(async () => (await series(page, 'temperature/next-token', 'p')).length, patient)
    .toBe(vocabulary);
  return series(page, 'temperature/next-token', 'p');
}

describe('a model from a hub', () => {
  it('is asked for only when told, tells its size first, and runs the temperature panel', async () => {
    const { page, complaints, requests } = await open('#/models');
    await page.getByRole('heading', { name: 'Your own model' }).waitFor();
    expect(away(requests)).toEqual([]);
    await look(page, 'test/tiny-gpt2');
    await page.locator('[data-plan="test/tiny-gpt2"]').waitFor();
    // Two questions, no weights.
    expect(hub.asked.map((line) => line.split('/').at(-1))).toEqual(['config.json', 'main?recursive=true']);
    const button = page.locator('.plan .btn.primary');
    const size = Number(await button.getAttribute('data-size'));
    const files = ['config.json', 'tokenizer.json', 'onnx/model.onnx'];
    expect(size).toBe(
      files.reduce((sum, file) => sum + readFileSync(`${fixtures}tiny-gpt2/${file}`).length, 0),
    );
    await button.click();
    const row = page.locator('[data-own-model="test/tiny-gpt2:fp32"]');
    await row.getByRole('link', { name: 'Temperature' }).click();
    await ready(page, 'temperature');
    const text = await page.getByLabel('Your text').inputValue();
    await page.goto(
      `${page.url().split('#')[0]}#/temperature?brought=test%2Ftiny-gpt2%3Afp32&T=1&topP=-&lang=en`,
    );
    const wanted = await expected('test/tiny-gpt2:fp32', text);
    const drawn = await shownProbabilities(page, wanted.length);
    expect(Math.max(...drawn.map((p, i) => Math.abs(p - wanted[i])))).toBeLessThan(1e-5);
    await expect
      .poll(() => page.locator('[data-own-bar] [role=status]').innerText(), patient)
      .toContain('tiny-gpt2');
    await expectAccessible(page);
    // Kept: a reload asks nobody, and the picker leads back to the page's own model.
    hub.asked.length = 0;
    await page.reload();
    await ready(page, 'temperature');
    expect(hub.asked).toEqual([]);
    await page.locator('[data-own-bar] select').selectOption('');
    await expect.poll(() => page.url(), patient).not.toContain('brought=');
    await ready(page, 'temperature');
    await page.goto(`${page.url().split('#')[0]}#/models?lang=en`);
    await page.getByRole('button', { name: /^Remove test/ }).click();
    await expect.poll(() => page.locator('[data-own-model]').count(), patient).toBe(0);
    expect(away(requests).every((url) => url.startsWith(hub.address))).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('with SentencePiece, half floats and grouped heads gives the numbers of the same engine in Node', async () => {
    const { page, complaints } = await open('#/models?brought=test%2Ftiny-llama%3Afp16');
    // A link fills the field and asks for nothing.
    await expect
      .poll(() => page.getByLabel('Model, as owner/name').inputValue(), patient)
      .toBe('test/tiny-llama');
    expect(hub.asked).toEqual([]);
    await bring(page, 'test/tiny-llama');
    const prompt = 'The girl had a red';
    const query = new URLSearchParams({
      brought: 'test/tiny-llama:fp16',
      prompt,
      T: '1',
      topP: '-',
      lang: 'en',
    });
    await page.goto(`${page.url().split('#')[0]}#/temperature?${query}`);
    await ready(page, 'temperature');
    const wanted = await expected('test/tiny-llama:fp16', prompt);
    const drawn = await shownProbabilities(page, wanted.length);
    expect(Math.max(...drawn.map((p, i) => Math.abs(p - wanted[i])))).toBeLessThan(1e-4);
    // Far more text than the window holds.
    await page.getByLabel('Your text').fill('Once upon a time there was a dragon. '.repeat(40));
    await ready(page, 'temperature');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('a link to a model that is not here fetches nothing and says what it would fetch', async () => {
    for (const lang of ['en', 'zh']) {
      const { page, requests } = await open(`#/temperature?brought=someone%2Fbig-model%3Aq4&lang=${lang}`);
      const bar = page.locator('[data-own-bar] [role=status]');
      await expect.poll(() => bar.innerText(), patient).toContain('https://huggingface.co/someone/big-model');
      expect(away(requests)).toEqual([]);
      await page.locator('[data-own-bar] a').click();
      await expect
        .poll(() => page.locator('[data-own] input').first().inputValue(), patient)
        .toBe('someone/big-model');
      expect(away(requests)).toEqual([]);
      await page.context().close();
    }
  });

  it('stops, goes on, and says what went wrong', async () => {
    const { page } = await open('#/models');
    const problem = () => page.locator('[data-own-problem]').getAttribute('data-own-problem');
    const says = async (code: string) => expect.poll(problem, patient).toBe(code);
    await look(page, 'no-slash');
    await says('bad-name');
    await look(page, 'test/tiny-gpt2', 'not an address');
    await says('bad-address');
    await look(page, 'test/nothing-here');
    await says('not-found');
    await look(page, 'test/fill-mask');
    await says('not-causal');
    hub.manner.cors = false;
    await look(page, 'test/tiny-gpt2');
    await says('cors');
    delete hub.manner.cors;
    await look(page, 'test/tiny-gpt2', 'http://127.0.0.1:9');
    await says('unreachable');
    await page.context().setOffline(true);
    await look(page, 'test/tiny-gpt2');
    await says('offline');
    await page.context().setOffline(false);
    hub.manner.damage = true;
    await look(page, 'test/tiny-gpt2');
    await page.locator('.plan .btn.primary').click();
    await says('damaged');
    delete hub.manner.damage;
    hub.manner.slowly = 2000;
    await page.locator('.plan .btn.primary').click();
    await page.getByRole('button', { name: 'Stop; what has come is kept' }).click();
    await says('cancelled');
    delete hub.manner.slowly;
    hub.asked.length = 0;
    await page.getByRole('button', { name: /^Go on fetching/ }).click();
    await expect.poll(() => page.locator('[data-own-model] a').count(), patient).toBeGreaterThan(0);
    // The small files were there already.
    expect(hub.asked).toEqual(['GET /test/tiny-gpt2/resolve/main/onnx/model.onnx']);
    await page.context().close();
  });
});

describe('the attention panel', () => {
  it('opens a foreign graph, shows its patterns and takes heads out', async () => {
    const { page, complaints } = await open('#/models');
    await bring(page, 'test/tiny-gpt2');
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

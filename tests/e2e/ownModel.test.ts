import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { startHub, type LocalHub } from '../runtime/own/hubServer';
import { fixtures } from '../runtime/own/nodeOwn';
import { expectAccessible, open, ready } from './browser';
import { away, bring, expected, look, patient, series } from './ownPanel';

let hub: LocalHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.close());
afterEach(() => {
  for (const key of Object.keys(hub.manner)) delete hub.manner[key as keyof typeof hub.manner];
  hub.asked.length = 0;
});

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
    await look(page, 'test/tiny-gpt2', hub.address);
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
    await bring(page, hub, 'test/tiny-llama');
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
    await look(page, 'no-slash', hub.address);
    await says('bad-name');
    await look(page, 'test/tiny-gpt2', 'not an address');
    await says('bad-address');
    await look(page, 'test/nothing-here', hub.address);
    await says('not-found');
    await look(page, 'test/fill-mask', hub.address);
    await says('not-causal');
    hub.manner.cors = false;
    await look(page, 'test/tiny-gpt2', hub.address);
    await says('cors');
    delete hub.manner.cors;
    await look(page, 'test/tiny-gpt2', 'http://127.0.0.1:9');
    await says('unreachable');
    await page.context().setOffline(true);
    await look(page, 'test/tiny-gpt2', hub.address);
    await says('offline');
    await page.context().setOffline(false);
    hub.manner.damage = true;
    await look(page, 'test/tiny-gpt2', hub.address);
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

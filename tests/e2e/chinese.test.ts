import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { ChartData } from '../../src/charts/data';
import { ngramCounts } from '../../src/math/repetition';
import { softmax } from '../../src/math/softmax';
import { controls as heads } from '../../src/topics/multi-head-attention/controls';
import presets from '../../src/topics/repetition/presets.zh.json';
import { controls as temperature } from '../../src/topics/temperature/controls';
import { diskHost } from '../runtime/nodeHost';
import { expectAccessible, expectNoSideScroll, open, ready, values } from './browser';

const host = diskHost();
const chart = 'temperature/next-token';

/** Probabilities [V] after a text, from onnxruntime in Node and the shipped `text-zh`, without a page. */
async function after(prompt: string, T: number): Promise<Float64Array> {
  const { info, encode } = await host.open('text-zh');
  const ids = encode(prompt).slice(-info.window);
  const { tensors } = await host.trace({ model: 'text-zh', ids, outputs: ['logits'] });
  return softmax(tensors.logits.data.slice(-info.vocabulary), T);
}

/** Largest gap between the bars on the page and the likeliest of `expected`. */
async function gap(page: Page, expected: Float64Array): Promise<number> {
  const drawn = await page
    .locator(`[data-chart="${chart}"] .row`)
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-value'))));
  const wanted = Array.from(expected).sort((a, b) => b - a);
  return drawn.length === 0 ? Infinity : Math.max(...drawn.map((p, i) => Math.abs(p - wanted[i])));
}

const modelsAsked = (requests: readonly string[]) => [
  ...new Set(requests.map((url) => /models\/([^/]+)\/onnx/.exec(url)?.[1]).filter(Boolean)),
];

describe('the temperature panel in Chinese', () => {
  let opened: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    opened = await open('#/temperature?lang=zh');
    await ready(opened.page, 'temperature');
  });
  afterAll(() => opened.page.context().close());
  const field = () => opened.page.getByRole('textbox', { name: '你的文本' });

  it('runs the Chinese model, and fetches no other', () => {
    expect(modelsAsked(opened.requests)).toEqual(['text-zh']);
  });

  it.each([temperature.prompt.defaultZh, '今天天气', '春夜\n床前明月光，', 'Tom 说：“你好！”😀', '龘'])(
    'draws the softmax of its logits, computed outside the page: %s',
    async (prompt) => {
      await field().fill(prompt);
      const expected = await after(prompt, 0.8);
      await expect.poll(() => gap(opened.page, expected)).toBeLessThan(1e-5);
      expect(opened.complaints).toEqual([]);
    },
  );

  it('says of English that it never read any, and takes its own example on a click', async () => {
    await field().fill('The dragon opened');
    const note = opened.page.locator('.stage .notes');
    await expect.poll(() => note.textContent()).toContain('只读过中文');
    await note.getByRole('button').click();
    expect(await field().inputValue()).toBe(temperature.prompt.defaultZh);
    await expect.poll(() => note.count()).toBe(0);
  });

  it('can be taught with the arrow keys alone', async () => {
    await opened.page.locator('h1').click();
    for (let step = 1; step <= 6; step++) {
      await opened.page.keyboard.press('ArrowRight');
      await expect.poll(() => opened.page.url()).toContain(`step=${step}`);
    }
    expect(opened.complaints).toEqual([]);
  });

  it.each(['light', 'dark', 'projector'])('is accessible in the %s theme', async (theme) => {
    await opened.page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    await expectAccessible(opened.page);
  });
});

describe('the other panels in Chinese', () => {
  /** Everything behind a chart, by series name. */
  const series = (page: Page, name: string): Promise<Record<string, number[]>> =>
    page
      .locator(`[data-chart="${name}"]`)
      .first()
      .evaluate((element) =>
        Object.fromEntries(
          (element as unknown as { getData(): ChartData })
            .getData()
            .series.map((each) => [each.name, Array.from(each.values)]),
        ),
      );

  it('repetition: the first opening loops as it does outside the page', async () => {
    const { page, requests, complaints } = await open('#/repetition?lang=zh');
    await ready(page, 'repetition');
    const { prompt, count } = presets[0];
    const ids = (await host.tokenize('text-zh', prompt)).map((token) => token.id);
    const written: number[] = [];
    await host.generate(
      { model: 'text-zh', ids, maxTokens: 96, sampling: { temperature: 0 }, seed: 1, cache: true },
      (token) => written.push(token.id),
      () => false,
    );
    expect(ngramCounts(written, 4).largest).toBe(count);
    expect(Number(await page.locator('.greedy dd').nth(1).getAttribute('data-value'))).toBe(count);
    expect(modelsAsked(requests)).toEqual(['text-zh']);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('many heads: the next token with a head out is what the graph gives with that mask', async () => {
    const { page, requests, complaints } = await open('#/multi-head-attention?sweep=0&knocked=7&lang=zh');
    await ready(page, 'multi-head-attention');
    const { info, encode } = await host.open('text-zh');
    const ids = encode(heads.prompt.defaultZh);
    const headMask = new Float32Array(info.layers * info.heads).fill(1);
    headMask[7] = 0;
    const { tensors } = await host.trace({
      model: 'text-zh',
      ids,
      outputs: ['logits'],
      interventions: { headMask },
    });
    const wanted = softmax(tensors.logits.data.slice(-info.vocabulary));
    await expect
      .poll(async () => {
        const { p } = await series(page, 'multi-head-attention/distribution');
        return p.length === wanted.length ? Math.max(...p.map((each, i) => Math.abs(each - wanted[i]))) : 1;
      })
      .toBeLessThan(1e-4);
    expect(modelsAsked(requests)).toEqual(['text-zh']);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.each(['rope', 'why-decoder-only'])('%s runs the Chinese model alone', async (slug) => {
    const { page, requests, complaints } = await open(`#/${slug}?lang=zh`, {
      viewport: { width: 390, height: 844 },
    });
    await ready(page, slug);
    expect(modelsAsked(requests)).toEqual(['text-zh']);
    await expectNoSideScroll(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('changing the language', () => {
  it('takes the other language’s example along, keeps the reader’s own text, and the link opens the same', async () => {
    const { page, requests, complaints } = await open('#/temperature?T=1.5&lang=en');
    await ready(page, 'temperature');
    expect(modelsAsked(requests)).toEqual(['story']);
    await page.getByRole('button', { name: '中文' }).click();
    const field = page.getByRole('textbox', { name: '你的文本' });
    await expect.poll(() => field.inputValue()).toBe(temperature.prompt.defaultZh);
    await ready(page, 'temperature');
    await expect
      .poll(async () => gap(page, await after(temperature.prompt.defaultZh, 1.5)))
      .toBeLessThan(1e-5);
    await expect.poll(() => page.url()).toContain('lang=zh');
    expect(page.url()).not.toContain('prompt=');

    await field.fill('我的猫');
    await page.getByRole('button', { name: 'English' }).click();
    const english = page.getByRole('textbox', { name: 'Your text' });
    await expect.poll(() => english.inputValue()).toBe('我的猫');
    await expect.poll(() => page.locator('.stage .notes').textContent()).toContain('English stories');
    await page.getByRole('button', { name: '中文' }).click();
    await expect.poll(() => page.url()).toContain('prompt=');
    await expect.poll(() => page.url()).toContain('lang=zh');
    const again = await open(new URL(page.url()).hash);
    await ready(again.page, 'temperature');
    await expect.poll(async () => gap(again.page, await after('我的猫', 1.5))).toBeLessThan(1e-5);
    expect([...complaints, ...again.complaints]).toEqual([]);
    await again.page.context().close();
    await page.context().close();
  });
});

describe('the home page in Chinese', () => {
  it('reads the sentence with the Chinese model alone', async () => {
    const { page, requests, complaints } = await open('#/?lang=zh', {
      viewport: { width: 390, height: 844 },
    });
    await page.locator('.machine .chip.live').waitFor({ timeout: 60_000 });
    expect(modelsAsked(requests)).toEqual(['text-zh']);
    expect(await page.locator('.machine .chip').textContent()).toContain('text-zh');
    const [first] = await values(page, 'home/next-token');
    const { encode } = await host.open('text-zh');
    expect(encode(temperature.prompt.defaultZh)).toHaveLength([...temperature.prompt.defaultZh].length);
    expect(first).toBeCloseTo(Math.max(...(await after(temperature.prompt.defaultZh, 1))), 5);
    await expectNoSideScroll(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

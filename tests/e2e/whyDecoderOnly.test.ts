import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { ChartData } from '../../src/charts/data';
import { numericalRank, singularValues } from '../../src/math/svd';
import { controls } from '../../src/topics/why-decoder-only/controls';
import { expectAccessible, expectNoSideScroll, open, ready } from './browser';
import { diskHost } from '../runtime/nodeHost';

const host = diskHost();
const defaultPrompt = controls.prompt.default;

async function series(page: Page, name: string): Promise<Record<string, number[]>> {
  return page
    .locator(`[data-chart="${name}"]`)
    .first()
    .evaluate((element) =>
      Object.fromEntries(
        (element as unknown as { getData(): ChartData })
          .getData()
          .series.map((each) => [each.name, Array.from(each.values)]),
      ),
    );
}

async function openLive(values: Readonly<Record<string, string | number>> = {}) {
  const query = new URLSearchParams(Object.entries(values).map(([key, value]) => [key, String(value)]));
  const opened = await open(`#/why-decoder-only?${query.toString()}`);
  await ready(opened.page, 'why-decoder-only');
  return opened;
}

const readout = (page: Page, name: string) => page.locator(`[data-readout="${name}"]`);
const valueOf = async (page: Page, name: string) =>
  Number(await readout(page, name).getAttribute('data-value'));

/** Both generations in Node, without a page. */
async function generate(ids: readonly number[], maxTokens: number, cache: boolean) {
  const drawn: { id: number; logits: Float32Array }[] = [];
  await host.generate(
    {
      model: 'story',
      ids,
      maxTokens,
      sampling: { temperature: 0.8 },
      seed: 1,
      cache,
      withLogits: true,
      stopIds: [],
    },
    (token) => drawn.push({ id: token.id, logits: token.logits! }),
    () => false,
  );
  return drawn;
}

describe('the cache', () => {
  it('changes no logit by more than 1e-4, up to the end of the window', async () => {
    const { encode, info } = await host.open('story');
    const ids = encode(defaultPrompt);
    const count = info.window - ids.length;
    const cached = await generate(ids, count, true);
    const plain = await generate(ids, count, false);
    expect(cached).toHaveLength(count);
    expect(cached.map(({ id }) => id)).toEqual(plain.map(({ id }) => id));
    let gap = 0;
    for (const [step, { logits }] of cached.entries())
      for (let i = 0; i < logits.length; i++)
        gap = Math.max(gap, Math.abs(logits[i] - plain[step].logits[i]));
    expect(gap).toBeLessThan(1e-4);
    expect(gap).toBeGreaterThan(0);
  });

  it('is timed, counted, fitted and compared on the page', async () => {
    const { encode } = await host.open('story');
    const ids = encode(defaultPrompt);
    const expected = (await generate(ids, 32, true)).map(({ id }) => id);
    const texts = await host.vocabulary('story');
    const { page, complaints } = await openLive({ length: 32 });
    await page.getByRole('button', { name: 'Generate both' }).click();
    await page.getByRole('button', { name: 'Generated' }).waitFor({ timeout: 90_000 });
    expect(await valueOf(page, 'same')).toBe(32);
    expect(await valueOf(page, 'gap')).toBeLessThan(1e-4);
    for (const key of ['cached', 'plain']) {
      const shown = await page
        .locator(`[data-chart="why-decoder-only/text-${key}"]`)
        .evaluate((element) => (element as unknown as { getData(): ChartData }).getData().labels!.slice(1));
      expect(shown).toEqual(expected.map((id) => (id === 0 ? ' ∎' : texts[id])));
    }
    const costs = await series(page, 'why-decoder-only/costs');
    const P = ids.length;
    let scores = 0;
    for (let i = 0; i < 32; i++) scores += ((P + i) * (P + i + 1)) / 2;
    expect(costs['without cache'].slice(0, 2)).toEqual([32 * P + (31 * 32) / 2, scores]);
    expect(costs['with cache'][0]).toBe(P + 31);
    expect(costs['with cache'][3]).toBe(2 * 6 * 6 * 32 * 4 * (P + 31));
    const times = await series(page, 'why-decoder-only/ms-per-token');
    expect(times['with cache y']).toHaveLength(32);
    expect(times['without cache y'].every((ms) => ms > 0)).toBe(true);
    const sum = times['with cache y'].reduce((total, ms) => total + ms, 0);
    expect(costs['with cache'][2]).toBeCloseTo(sum, 6);
    // The fits are on the page; what the clock gives is not this test's business.
    for (const name of ['cached-slope', 'cached-line-r2', 'plain-parabola-r2'])
      expect(Number.isFinite(await valueOf(page, name))).toBe(true);
    await expect.poll(() => page.url()).toContain('run=1');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the triangle', () => {
  it('has the model’s weights, and a row less when it is drawn back', async () => {
    const { encode } = await host.open('story');
    const ids = encode(defaultPrompt);
    const { tensors } = await host.trace({ model: 'story', ids, outputs: ['layer.2.attn.pattern'] });
    const T = ids.length;
    const pattern = tensors['layer.2.attn.pattern'].data.slice(4 * T * T, 5 * T * T);
    const { page, complaints } = await openLive({ view: 'triangle', layer: 3, head: 5 });
    const shown = async () => series(page, 'why-decoder-only/triangle');
    await expect.poll(async () => (await shown()).weight.length).toBe((T * (T + 1)) / 2);
    const { weight, row, column } = await shown();
    const gap = Math.max(...weight.map((each, i) => Math.abs(each - pattern[row[i] * T + column[i]])));
    expect(gap).toBeLessThan(1e-6);
    await page.getByRole('slider', { name: 'Rows that are there' }).press('ArrowLeft');
    await expect.poll(async () => (await shown()).weight.length).toBe((T * (T - 1)) / 2);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the training signal', () => {
  it('is counted on the reader’s own tokens', async () => {
    const { encode } = await host.open('story');
    const prompt = `${defaultPrompt} ran home and called his friend.`;
    const T = encode(prompt).length;
    const { page } = await openLive({ view: 'signal', prompt });
    await expect.poll(async () => (await series(page, 'why-decoder-only/signal')).tokens[0]).toBe(T);
    const { scored, own } = await series(page, 'why-decoder-only/signal');
    const hidden = Math.round(T * 0.15);
    expect(scored[0]).toBe(T - 1);
    expect(own[2]).toBe(hidden);
    expect(scored[2]).toBe(hidden + Math.round(hidden / 3) + 1);
    const lit = page.locator('[data-chart="why-decoder-only/mask-encoder"] .picked');
    expect(await lit.count()).toBe(scored[1]);
    await page.context().close();
  });
});

describe('ranks', () => {
  it('come from the singular values of the graph’s own matrices, at the tolerance on show', async () => {
    const { encode } = await host.open('story');
    const ids = encode(defaultPrompt);
    const T = ids.length;
    const outputs = ['layer.0.attn.pattern', 'layer.5.attn.pattern'];
    const bias = { dims: [1, 1, T, T], data: new Float32Array(T * T) };
    const causal = await host.trace({ model: 'story', ids, outputs });
    const off = await host.trace({ model: 'story', ids, outputs, interventions: { attentionBias: bias } });
    const { page, complaints } = await openLive({ view: 'rank', tolerance: 0.01 });
    await readout(page, 'rank-causal').waitFor({ timeout: 60_000 });
    const shown = await series(page, 'why-decoder-only/ranks');
    const names = Object.keys(shown);
    for (const [at, layer] of [0, 5].entries()) {
      for (const head of [0, 3]) {
        const square = (data: Float32Array) =>
          numericalRank(singularValues(data.slice(head * T * T, (head + 1) * T * T), T, T), 0.01);
        const index = layer * 6 + head;
        expect(shown[names[0]][index]).toBe(square(causal.tensors[outputs[at]].data));
        expect(shown[names[1]][index]).toBe(square(off.tensors[outputs[at]].data));
      }
    }
    const before = await valueOf(page, 'rank-causal');
    await page.getByRole('slider', { name: 'Tolerance' }).press('End');
    await expect.poll(() => valueOf(page, 'rank-causal')).toBeLessThan(before);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('a conversation', () => {
  it('takes a turn of the reader’s and counts what need not be read again', async () => {
    const { page, complaints } = await openLive({ view: 'chat', said: 'Tom had a dog.', talk: 1 });
    const rows = async () => series(page, 'why-decoder-only/chat');
    await expect.poll(async () => (await rows())['tokens, all again'].length, { timeout: 60_000 }).toBe(1);
    await page.getByPlaceholder('Your next turn').fill('The dog was sad.');
    await page.getByRole('button', { name: 'Say', exact: true }).click();
    await expect.poll(async () => (await rows())['tokens, all again'].length, { timeout: 60_000 }).toBe(2);
    const { encode } = await host.open('story');
    const shown = await rows();
    const [first, second] = shown['tokens, all again'];
    expect(first).toBe(encode('Tom had a dog.').length);
    expect(shown['tokens, new only'][0]).toBe(first);
    const said = encode(' The dog was sad.').length;
    // The reply's last token is new as well, unless it was the end of the text.
    expect([said, said + 1]).toContain(shown['tokens, new only'][1]);
    expect(second).toBeGreaterThan(first + said);
    await expect.poll(() => page.url()).toContain('sad');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the page', () => {
  it.each(['light', 'dark', 'projector'])('is accessible in the %s theme', async (theme) => {
    const { page } = await openLive({ length: 32, run: 1 });
    await page.getByRole('button', { name: 'Generated' }).waitFor({ timeout: 90_000 });
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    for (const tab of [
      'The growing triangle',
      'What is scored',
      'Rank',
      'Several turns',
      'With and without cache',
    ]) {
      await page.locator('.tabs').getByRole('button', { name: tab, exact: true }).click();
      if (tab === 'Rank') await readout(page, 'effective-causal').waitFor({ timeout: 60_000 });
      await expectAccessible(page);
    }
    await page.context().close();
  });

  it.each(['en', 'zh'])('fits a phone and a hall, language %s', async (lang) => {
    const { page } = await openLive({ lang });
    for (let tab = 0; tab < 5; tab++) {
      await page.locator('.tabs button').nth(tab).click();
      for (const width of [390, 768, 1920]) {
        await page.setViewportSize({ width, height: 844 });
        await expectNoSideScroll(page);
      }
    }
    await page.context().close();
  });

  it('is taught with the arrow keys alone', async () => {
    const { page, complaints } = await openLive({ prompt: 'The dog' });
    for (const view of ['cache', 'triangle', 'signal', 'rank', 'chat']) {
      await page.keyboard.press('ArrowRight');
      await expect
        .poll(() => page.locator('.tabs [aria-pressed="true"]').textContent())
        .toContain(
          { cache: 'cache', triangle: 'triangle', signal: 'scored', rank: 'Rank', chat: 'turns' }[view],
        );
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('reads odd texts', async () => {
    for (const prompt of ['', '你好，世界', '<b>bold</b>', 'a '.repeat(600)]) {
      const { page, complaints } = await openLive({ prompt, view: 'signal' });
      expect(await page.locator('main').textContent()).not.toContain('NaN');
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });
});

import { describe, expect, it } from 'vitest';
import { softmax, topIndices } from '../../src/math/softmax';
import { withEnd } from '../../src/runtime/seq2seq';
import { controls } from '../../src/topics/three-families/controls';
import { knownModels } from '../../src/topics/three-families/known';
import { diskHost } from '../runtime/nodeHost';
import { expectAccessible, expectNoSideScroll, open, ready } from './browser';
import { close, data, openLive, present } from './familiesPanel';

const host = diskHost();
const before = controls.prompt.default;

describe('the further pictures', () => {
  it('do each family’s task', async () => {
    const { page, complaints } = await openLive({ blanks: '7' });
    const { encode, info } = await host.open('fill-mask');
    const ids = encode(before).map((id, i) => (i === 7 ? info.maskId! : id));
    const { tensors } = await host.trace({ model: 'fill-mask', ids, outputs: ['logits'] });
    const p = softmax(tensors.logits.data.slice(7 * info.vocabulary, 8 * info.vocabulary));
    await expect.poll(async () => (await data(page, 'fill')).series.p.length).toBe(5);
    const shown = await data(page, 'fill');
    close(
      shown.series.p,
      Array.from(topIndices(p, 5), (id) => p[id]),
    );

    const story = await host.open('story');
    const drawn: string[] = [];
    await host.generate(
      {
        model: 'story',
        ids: encode(before),
        maxTokens: 24,
        sampling: { temperature: 1 },
        likeliest: true,
        seed: 1,
        cache: true,
      },
      (token) => token.id !== story.info.endOfTextId && drawn.push(token.text),
      () => false,
    );
    const given = encode(before).length;
    await expect
      .poll(async () => (await data(page, 'continuation')).labels.slice(given), { timeout: 30_000 })
      .toEqual(drawn);

    const pair = await host.open('translate');
    const translated: string[] = [];
    await host.translate(
      { model: 'translate', sourceIds: withEnd(pair.info, pair.encode(before)), maxTokens: 40, cache: true },
      (token) => token.id !== pair.info.endOfTextId && translated.push(token.text),
      () => false,
    );
    expect((await data(page, 'translation')).labels).toEqual(translated);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('count what is scored from the masks on show', async () => {
    const { page } = await openLive({ view: 'scored', seed: 5 });
    const T = (await host.open('story')).encode(before).length;
    await present(page, 'scored-target');
    const { series } = await data(page, 'scored');
    expect(series.read.slice(0, 2)).toEqual([T, T]);
    expect(series.scored.slice(0, 2)).toEqual([Math.round(0.15 * T), T - 1]);
    const marked = async (name: string) => (await data(page, name)).series.scored.filter(Boolean).length;
    expect(await marked('scored-encoder')).toBe(series.scored[0]);
    expect(await marked('scored-target')).toBe(series.scored[2]);
    expect(await marked('scored-source')).toBe(0);
    await expect.poll(async () => (await data(page, 'scored')).series.bits.every(Number.isFinite)).toBe(true);
    await page.context().close();
  });

  it('move rows before the edit once the prefix takes it in', async () => {
    const { page } = await openLive({ view: 'prefix', prefix: 2 }, 0);
    await present(page, 'prefix');
    const early = async () => (await data(page, 'prefix')).series.moved.slice(0, 2);
    expect(await early()).toEqual([0, 0]);
    await page.getByRole('slider', { name: 'Tokens in the prefix' }).press('ArrowRight');
    await expect.poll(async () => (await early()).every((each) => each > 0)).toBe(true);
    await page.context().close();
  });

  it('filter the well-known models', async () => {
    const { page } = await openLive({ view: 'models' }, 0);
    const rows = page.locator('[data-chart="three-families/known"] tbody tr');
    expect(await rows.count()).toBe(knownModels.length);
    await page.getByRole('button', { name: 'encoder-only' }).click();
    expect(await rows.count()).toBe(knownModels.filter(({ kind }) => kind === 'encoder').length);
    await page.getByRole('searchbox').fill('modern 2024');
    expect(await rows.allTextContents()).toEqual([expect.stringContaining('ModernBERT')]);
    await expect.poll(() => page.url(), { timeout: 10_000 }).toContain('family=encoder');
    await page.context().close();
  });
});

describe('the page', () => {
  it('is accessible in each theme', async () => {
    const { page } = await openLive({ at: 3 });
    await page.locator('[data-word="1"]').click();
    for (const theme of ['light', 'dark', 'projector']) {
      await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
      for (const tab of [
        'What training scores',
        'Between the masks',
        'Well-known models',
        'To each its task',
      ]) {
        await page.locator('.tabs').getByRole('button', { name: tab, exact: true }).click();
        await expectAccessible(page);
      }
    }
    await page.context().close();
  });

  it.each(['en', 'zh'])('fits a phone and a hall, language %s', async (lang) => {
    const { page } = await openLive({ lang });
    for (let tab = 0; tab < 4; tab++) {
      await page.locator('.tabs button').nth(tab).click();
      for (const width of [360, 768, 1920]) {
        await page.setViewportSize({ width, height: 844 });
        await expectNoSideScroll(page);
      }
    }
    await page.context().close();
  });

  it('answers its questions by the experiment', async () => {
    const { page } = await openLive();
    const card = (id: string) => page.locator(`[data-predict="${id}"]`);
    await card('last-word').getByRole('button').nth(1).click();
    await card('last-word')
      .getByRole('button', { name: /Commit/ })
      .click();
    await expect.poll(() => card('last-word').locator('[data-value]').getAttribute('data-value')).toBe('0');
    expect(
      Number(await card('last-word').locator('[data-other]').getAttribute('data-other')),
    ).toBeGreaterThan(0);
    await card('source-word').getByRole('button').nth(2).click();
    await card('source-word')
      .getByRole('button', { name: /Commit/ })
      .click();
    const rows = (await data(page, 'target')).series.moved.length;
    await expect
      .poll(() => card('source-word').locator('[data-value]').getAttribute('data-value'))
      .toBe(String(rows));
    await page.context().close();
  });

  it('is taught with the arrow keys alone, and a link opens the same picture', async () => {
    const { page, complaints } = await openLive();
    for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
    await present(page, 'prefix');
    await expect.poll(() => page.url(), { timeout: 10_000 }).toContain('step=4');
    const moved = (await data(page, 'prefix')).series.moved;
    const again = await open(page.url().slice(page.url().indexOf('#')));
    await present(again.page, 'prefix');
    expect((await data(again.page, 'prefix')).series.moved).toEqual(moved);
    expect([...complaints, ...again.complaints]).toEqual([]);
    await again.page.context().close();
    await page.context().close();
  });

  it('reads odd texts', async () => {
    const { page, complaints } = await openLive({ view: 'scored', changed: '' }, 0);
    const field = page.getByLabel('Your text');
    for (const prompt of ['', '你好，世界 🙂', '<b>bold</b>', 'مرحبا', 'a '.repeat(600), 'The end.']) {
      await field.fill(prompt);
      await ready(page, 'three-families');
      expect(await field.inputValue()).toBe(prompt);
      expect(await page.locator('main').textContent()).not.toContain('NaN');
    }
    await expect
      .poll(async () => (await data(page, 'scored-decoder')).labels, { timeout: 30_000 })
      .toEqual(['The', ' end', '.']);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

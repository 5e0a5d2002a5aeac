import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { ChartData } from '../../src/charts/data';
import { decodingDistribution, type DecodingSettings } from '../../src/math/decoding';
import { contrastiveScores } from '../../src/math/penalties';
import { softmax, topIndices } from '../../src/math/softmax';
import presets from '../../src/topics/repetition/presets.json';
import { diskHost } from '../runtime/nodeHost';
import { expectAccessible, expectNoSideScroll, open, ready } from './browser';

const host = diskHost();
const prompt = presets[0].prompt;
const LENGTH = 96;

function route(controls: Readonly<Record<string, string | number>>): string {
  const query = new URLSearchParams(Object.entries(controls).map(([key, value]) => [key, String(value)]));
  return `#/repetition?${query.toString()}`;
}

async function openLive(controls: Readonly<Record<string, string | number>> = {}, options = {}) {
  const opened = await open(route(controls), options);
  await ready(opened.page, 'repetition');
  return opened;
}

/** Everything behind a chart, by series name. */
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

const largestGap = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  a.length === b.length
    ? Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])))
    : Number.POSITIVE_INFINITY;

/** The greedy text of the shipped graph, without a page: prompt and generated ids. */
async function greedyText() {
  const { encode } = await host.open('story');
  const ids = encode(prompt);
  const generated: number[] = [];
  await host.generate(
    { model: 'story', ids, maxTokens: LENGTH, sampling: { temperature: 0 }, seed: 1, cache: true },
    (token) => generated.push(token.id),
    () => false,
  );
  return { ids, generated };
}

async function traceOf(ids: readonly number[]) {
  const { tensors } = await host.trace({ model: 'story', ids, outputs: ['logits', 'final.norm'] });
  const last = (name: string) => tensors[name].data.slice(-tensors[name].dims[2]);
  return { logits: last('logits'), hidden: tensors['final.norm'], last };
}

const cures: readonly (readonly [string, Record<string, number>, DecodingSettings])[] = [
  ['repetition penalty', { rep: 1.3 }, { temperature: 1, repetitionPenalty: 1.3 }],
  [
    'presence and frequency',
    { presence: 1, frequency: 0.5 },
    { temperature: 1, presencePenalty: 1, frequencyPenalty: 0.5 },
  ],
  ['no-repeat n-gram', { ngram: 3 }, { temperature: 1, noRepeatNgram: 3 }],
  [
    'all together, drawn',
    { rep: 1.2, presence: 0.3, frequency: 0.2, ngram: 4, T: 1.5, topP: 0.9 },
    {
      repetitionPenalty: 1.2,
      presencePenalty: 0.3,
      frequencyPenalty: 0.2,
      noRepeatNgram: 4,
      temperature: 1.5,
      topP: 0.9,
    },
  ],
];

describe('the panel on the shipped model', () => {
  let page: Page;
  let complaints: string[];
  let text: Awaited<ReturnType<typeof greedyText>>;
  const follow = (controls: Readonly<Record<string, string | number>>) =>
    page.evaluate((hash) => (location.hash = hash), route(controls));
  beforeAll(async () => {
    text = await greedyText();
    ({ page, complaints } = await openLive());
  });
  afterAll(() => page.context().close());

  it('repeats a 4-gram at least five times without a cure', async () => {
    const largest = page.locator('.greedy dd').nth(1);
    const shown = Number(await largest.getAttribute('data-value'));
    expect(shown).toBe(presets[0].count);
    expect(shown).toBeGreaterThanOrEqual(5);
    expect(await page.locator('[data-chart="repetition/greedy"] .underlined').count()).toBeGreaterThan(20);
  });

  it('draws the model’s own probability and entropy of every token', async () => {
    const at = 40;
    const { logits } = await traceOf([...text.ids, ...text.generated.slice(0, at)]);
    const p = softmax(logits);
    const entropy = -p.reduce((sum, each) => (each > 0 ? sum + each * Math.log2(each) : sum), 0);
    expect((await series(page, 'repetition/probability'))[' y'][at]).toBeCloseTo(p[text.generated[at]], 4);
    expect((await series(page, 'repetition/entropy'))[' y'][at]).toBeCloseTo(entropy, 3);
    expect((await series(page, 'repetition/rep'))[' y']).toHaveLength(text.generated.length);
  });

  it.each(cures)('applies to the next token: %s', async (_, controls, settings) => {
    const at = 33;
    const history = { prompt: text.ids, generated: text.generated.slice(0, at) };
    const { logits } = await traceOf([...history.prompt, ...history.generated]);
    const expected = decodingDistribution(logits, history, settings);
    await follow({ view: 'next', at, ...controls });
    await expect
      .poll(async () => largestGap((await series(page, 'repetition/next-token')).p, expected.probabilities))
      .toBeLessThan(1e-4);
    const drawn = await series(page, 'repetition/next-token');
    expect(largestGap(drawn.before, softmax(logits))).toBeLessThan(1e-4);
    if (settings.topP !== undefined)
      expect(largestGap(drawn['after cut'], expected.final)).toBeLessThan(1e-4);
  });

  it('scores contrastive search by hidden states of passes of its own', async () => {
    const at = 33;
    const ids = [...text.ids, ...text.generated.slice(0, at)];
    const { logits } = await traceOf(ids);
    const p = softmax(logits);
    const candidates = Array.from(topIndices(p, 4));
    const passes = await Promise.all(candidates.map((id) => traceOf([...ids, id])));
    const C = passes[0].hidden.dims[2];
    const expected = contrastiveScores({
      contextHidden: ids.map((__, t) => passes[0].hidden.data.slice(t * C, (t + 1) * C)),
      candidateHidden: passes.map((pass) => pass.last('final.norm')),
      probabilities: candidates.map((id) => p[id]),
      alpha: 0.6,
    });
    await follow({ view: 'next', at, alpha: 0.6, k: 4 });
    await page.waitForSelector('[data-contrast]');
    const shown = await page
      .locator('[data-contrast] td')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-value'))));
    const wanted = candidates.flatMap((id, i) => [
      p[id],
      expected.degenerationPenalties[i],
      expected.scores[i],
    ]);
    expect(largestGap(shown, wanted)).toBeLessThan(1e-4);
    expect(await page.locator('[data-contrast] tr.chosen').count()).toBe(1);
  });

  it('shows by the experiment itself that heat alone changes nothing', async () => {
    await follow({});
    const card = page.locator('[data-predict="greedy-loop"]');
    await card.getByRole('button', { name: 'No', exact: true }).click();
    await card.getByRole('button', { name: /commit/i }).click();
    await expect.poll(() => card.locator('.result [data-value]').getAttribute('data-value')).toBe('0');
    await expect.poll(() => page.url()).toContain('T=2');
    const values = (name: string) => series(page, name).then((all) => all.p);
    expect(await values('repetition/with')).toHaveLength(text.generated.length);
    expect(largestGap(await values('repetition/with'), await values('repetition/without'))).toBeLessThan(
      1e-4,
    );
  });

  it('keeps a text beside the next one', async () => {
    await follow({ view: 'texts', rep: 1.3 });
    await page.waitForSelector('[data-status-of="done"]');
    const kept = (await series(page, 'repetition/with')).p;
    await page.getByRole('button', { name: 'Keep, to compare' }).click();
    await follow({ view: 'texts', ngram: 3 });
    await page.waitForSelector('[data-status-of="done"]');
    expect((await series(page, 'repetition/pinned')).p).toEqual(kept);
    expect((await series(page, 'repetition/with')).p).not.toEqual(kept);
    await page.getByRole('button', { name: 'Let go' }).click();
    await expect.poll(() => page.locator('[data-chart="repetition/pinned"]').count()).toBe(0);
  });

  it('can be taught with the arrow keys alone', async () => {
    await follow({});
    await page.locator('h1').click();
    for (let step = 1; step <= 6; step++) {
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => page.url()).toContain(`step=${step}`);
    }
    await page.waitForSelector('[aria-label*="contrastive"]');
    await page.waitForSelector('[data-status-of="done"]', { timeout: 90_000 });
    const written = (await series(page, 'repetition/with')).p;
    expect(written.length).toBeGreaterThan(0);
    expect(written.length).toBeLessThanOrEqual(48);
    expect(written).not.toEqual((await series(page, 'repetition/without')).p.slice(0, written.length));
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.url()).toContain('step=5');
    expect(complaints).toEqual([]);
  });
});

describe('the page', () => {
  it('says what an empty and a Chinese opening are, and keeps pasted HTML as text', async () => {
    const { page, complaints } = await openLive();
    const field = page.locator('textarea, [contenteditable], input[type="text"]').first();
    await field.fill('');
    await expect.poll(() => page.locator('.greedy').count()).toBe(0);
    await field.fill('今天天气');
    await page.waitForSelector('text=/byte by byte/');
    await field.fill('<b>bold</b> <img src=x onerror=alert(1)> I am a good');
    await ready(page, 'repetition');
    expect(await page.locator('main b img, main img[src="x"]').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.each(['light', 'dark', 'projector'])('is accessible in the %s theme', async (theme) => {
    const { page } = await openLive({ view: 'next', rep: 1.3, alpha: 0.6 });
    await page.waitForSelector('[data-contrast]');
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    await expectAccessible(page);
    for (const [tab, lang] of [
      ['loop', 'en'],
      ['induction', 'zh'],
      ['texts', 'zh'],
    ]) {
      await page.evaluate((hash) => (location.hash = hash), route({ view: tab, rep: 1.3, lang }));
      await page.waitForSelector(`[data-view="${tab}"]`);
      await ready(page, 'repetition');
      await expectAccessible(page);
    }
    await page.context().close();
  });

  it('keeps the stored run when the model cannot be had, and says so', async () => {
    const { page } = await open('#/');
    await page.route('**/model.onnx*', (request) => request.abort());
    await page.evaluate((hash) => (location.hash = hash), route({}));
    await page.waitForSelector('[data-topic="repetition"][data-status="error"]', { timeout: 60_000 });
    expect(await page.locator('[data-chart="repetition/greedy"] .underlined').count()).toBeGreaterThan(20);
    expect((await series(page, 'repetition/probability'))[' y']).toHaveLength(LENGTH);
    await page.context().close();
  });

  it('fits a phone from the start', async () => {
    const { page } = await openLive(
      { view: 'induction', lang: 'zh' },
      { viewport: { width: 390, height: 844 } },
    );
    await expectNoSideScroll(page);
    await page.context().close();
  });

  it('fits windows from a phone to a hall', async () => {
    const { page } = await openLive({ view: 'loop' });
    for (const view of ['loop', 'induction', 'next', 'texts']) {
      await page.evaluate((hash) => (location.hash = hash), route({ view, rep: 1.3 }));
      await ready(page, 'repetition');
      for (const width of [360, 390, 768, 1100, 1920]) {
        await page.setViewportSize({ width, height: 844 });
        await expectNoSideScroll(page);
      }
    }
    await page.context().close();
  });
});

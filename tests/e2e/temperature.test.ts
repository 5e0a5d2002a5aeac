import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { ChartData } from '../../src/charts/data';
import { applyCuts, type SamplingSettings } from '../../src/math/cuts';
import { createRandom } from '../../src/math/random';
import { sampleIndex } from '../../src/math/sampling';
import { expectAccessible, expectNoSideScroll, open, ready, values } from './browser';
import { diskHost } from '../runtime/nodeHost';

const chart = 'temperature/next-token';

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

const host = diskHost();

/** Logits [V] of the shipped graph for the token after `prompt`, from onnxruntime in Node, without a page. */
async function storyLogits(prompt: string): Promise<Float32Array> {
  const { info, encode } = await host.open('story');
  const ids = encode(prompt).slice(-info.window);
  const trace = await host.trace({ model: 'story', ids, outputs: ['logits'] });
  return trace.tensors.logits.data.slice(-info.vocabulary);
}

function route(controls: Readonly<Record<string, string | number>>): string {
  const query = new URLSearchParams(Object.entries(controls).map(([key, value]) => [key, String(value)]));
  return `#/temperature?${query.toString()}`;
}

async function openLive(controls: Readonly<Record<string, string | number>> = {}, options = {}) {
  const opened = await open(route(controls), options);
  await ready(opened.page, 'temperature');
  return opened;
}

/** Softmax written out once more, apart from src/math: float64, the maximum taken off before the division. */
function softmax(logits: ArrayLike<number>, T: number): number[] {
  const z = Array.from(logits);
  const top = Math.max(...z);
  const e = z.map((each) => Math.exp((each - top) / T));
  const total = e.reduce((sum, each) => sum + each, 0);
  return e.map((each) => each / total);
}

const largestGap = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

const prompts = [
  'The dragon opened the box and found a',
  'Once upon a time there was a little girl called Mia. She wanted to',
  '"Why are you sad?" asked the bear. The rabbit said, "I lost my',
  'The capital of',
  'It rained all day, and then',
];

/** A live page that several tests share: each goes to its own link, as a reader who follows one would. */
function sharedPage() {
  let opened: Awaited<ReturnType<typeof openLive>>;
  beforeAll(async () => {
    opened = await openLive();
  });
  afterAll(() => opened.page.context().close());
  return {
    get page() {
      return opened.page;
    },
    get complaints() {
      return opened.complaints;
    },
    /** Follows a link inside the open page. */
    follow: (controls: Readonly<Record<string, string | number>>) =>
      opened.page.evaluate((hash) => (location.hash = hash), route(controls)),
  };
}

describe('the bars on the shipped model', () => {
  const shared = sharedPage();
  it.each(prompts)('are the softmax of its logits, computed outside the page: %s', async (prompt) => {
    const logits = await storyLogits(prompt);
    for (const T of [0.01, 1, 5, 100]) {
      await shared.follow({ prompt, topP: '-', T });
      const expected = softmax(logits, T);
      await expect
        .poll(async () => largestGap((await series(shared.page, chart)).p, expected))
        .toBeLessThan(1e-5);
      const all = (await series(shared.page, chart)).p;
      expect(all).toHaveLength(logits.length);
      expect(all.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      const drawn = await shared.page
        .locator(`[data-chart="${chart}"] .row`)
        .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-value'))));
      expect(drawn).toHaveLength(13);
      expect(
        largestGap(
          drawn,
          [...expected].sort((a, b) => b - a),
        ),
      ).toBeLessThan(1e-5);
    }
    expect(shared.complaints).toEqual([]);
  });
});

describe('the cuts', () => {
  const shared = sharedPage();
  const cases: readonly (readonly [string, Record<string, string | number>, SamplingSettings])[] = [
    ['a nucleus larger than what is drawn', { T: 3, topP: 0.9 }, { temperature: 3, topP: 0.9 }],
    ['top-k', { T: 1, topP: '-', topK: 5 }, { temperature: 1, topK: 5 }],
    ['min-p', { T: 1.5, topP: '-', minP: 0.1 }, { temperature: 1.5, minP: 0.1 }],
    ['typical', { T: 1, topP: '-', typical: 0.5 }, { temperature: 1, typicalP: 0.5 }],
    [
      'temperature last',
      { T: 2, topP: 0.9, order: 'last' },
      { temperature: 2, topP: 0.9, order: 'temperature-last' },
    ],
  ];
  it.each(cases)('leave what they should: %s', async (name, controls, settings) => {
    const expected = applyCuts(await storyLogits(prompts[0]), settings);
    await shared.follow(controls);
    await expect
      .poll(async () => largestGap((await series(shared.page, chart))['after cut'], expected.final))
      .toBeLessThan(1e-5);
    const drawn = await series(shared.page, chart);
    expect(drawn.kept).toEqual(Array.from(expected.keep));
    expect(drawn['after cut'].reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    if (name.startsWith('a nucleus')) {
      expect(expected.kept).toBeGreaterThan(13);
      const mass = drawn.p.filter((_, id) => expected.keep[id]).reduce((sum, p) => sum + p, 0);
      expect(mass).toBeGreaterThanOrEqual(0.9);
      expect(mass).toBeLessThan(0.91);
    }
  });
});

describe('the draws and the three texts', () => {
  it('draw what the seed says', async () => {
    const { page } = await openLive({ T: 1, topP: '-', draws: 0, seed: 21 });
    const { final } = applyCuts(await storyLogits(prompts[0]), { temperature: 1 });
    await page.getByRole('button', { name: 'Draw one' }).click();
    const random = createRandom(21);
    const first = sampleIndex(final, random);
    await expect.poll(async () => (await series(page, 'temperature/draws')).drawn[first]).toBe(1);
    await page.getByRole('button', { name: 'Draw 1,000' }).click();
    await expect
      .poll(async () => (await series(page, 'temperature/draws')).drawn.reduce((sum, n) => sum + n, 0))
      .toBe(1000);
    const p = Number(await page.locator('[data-p]').getAttribute('data-p'));
    expect(p > 0 && p <= 1).toBe(true);
    await page.context().close();
  });

  it('grow the same texts from the same link, others from another seed', async () => {
    const grow = async (seed: number) => {
      const { page } = await openLive({ seed });
      // Each text has begun, and none goes on growing.
      const grown = () => page.locator('[data-mean][data-value]').count();
      await expect.poll(grown, { timeout: 30_000 }).toBe(3);
      await expect
        .poll(() => page.getByText('growing', { exact: true }).count(), { timeout: 30_000 })
        .toBe(0);
      const texts = await page.locator('[data-chart^="temperature/text-"]').allTextContents();
      const p = await values(page, 'temperature/text-1');
      await page.context().close();
      return { texts, p };
    };
    const first = await grow(5);
    const again = await grow(5);
    const other = await grow(6);
    expect(again).toEqual(first);
    expect(other.texts).not.toEqual(first.texts);
    expect(first.p.every((each) => each > 0 && each <= 1)).toBe(true);
  });
});

describe('the lesson', () => {
  it('goes forwards and back by the arrow keys alone, and the link follows', async () => {
    const { page, complaints } = await openLive();
    const T = () => page.getByRole('spinbutton', { name: 'Temperature T' }).getAttribute('aria-valuenow');
    await page.locator('h1').click();
    const seen: (string | null)[] = [];
    for (let step = 1; step <= 6; step++) {
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => page.url()).toContain(`step=${step}`);
      seen.push(await T());
    }
    expect(seen).toEqual(['1', '0.5', '0', '2', '1', '2']);
    expect(await page.getByRole('button', { name: 'T last' }).getAttribute('aria-pressed')).toBe('true');
    for (let step = 5; step >= 3; step--) await page.keyboard.press('ArrowLeft');
    await expect.poll(T).toBe('0');
    const { p } = await series(page, chart);
    expect(Math.max(...p)).toBe(1);
    expect(p.filter((each) => each > 0)).toHaveLength(1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('opens at its step from a link, in Chinese too', async () => {
    const { page } = await open('#/temperature?step=4&lang=zh');
    await ready(page, 'temperature');
    expect(
      await page.getByRole('spinbutton', { name: '温度 T', exact: true }).getAttribute('aria-valuenow'),
    ).toBe('2');
    expect(await page.locator('[aria-current="step"]').textContent()).toContain('尾部');
    await page.context().close();
  });
});

describe('what a reader may do to it', () => {
  const strange: readonly (readonly [string, string, RegExp | null])[] = [
    ['ten thousand characters', 'The cat sat on the mat. '.repeat(417).slice(0, 10_000), /window|tokens/],
    ['emoji', 'The dragon 🐉🔥 found a 💎', /byte/],
    ['Chinese', '从前有一条龙，它打开了', /byte/],
    ['right to left', 'פעם היה דרקון קטן', /byte/],
    ['pasted HTML', '<img src=x onerror="document.title=1"><b>The</b> dragon', null],
    ['control characters', 'a\u0000b\tc\n\nd', null],
  ];
  const shared = sharedPage();
  it.each(strange)('takes %s', async (_name, prompt, note) => {
    const { page, complaints } = shared;
    await page.getByRole('textbox', { name: 'Your text' }).fill(prompt);
    const expected = softmax(await storyLogits(prompt), 0.8);
    await expect.poll(async () => largestGap((await series(page, chart)).p, expected)).toBeLessThan(1e-5);
    if (note) expect(await page.locator('.stage').textContent()).toMatch(note);
    expect(await page.locator('.stage img').count()).toBe(0);
    expect(await page.title()).not.toBe('1');
    await expectNoSideScroll(page);
    expect(complaints).toEqual([]);
  });

  it('has nothing to draw for an empty text, and offers the example', async () => {
    const { page, complaints } = shared;
    await page.getByRole('textbox', { name: 'Your text' }).fill('');
    await expect.poll(async () => (await series(page, chart)).p.length).toBe(0);
    await page.getByRole('button', { name: /The dragon opened/ }).click();
    await expect.poll(async () => (await series(page, chart)).p.length).toBe(4096);
    expect(complaints).toEqual([]);
  });

  it('mends a link of nonsense and says so', async () => {
    const { page, complaints } = await open(
      '#/temperature?T=NaN&topP=banana&topK=-3&seed=1e99&order=up&token=999999&t1=%FF',
    );
    await ready(page, 'temperature');
    const { p } = await series(page, chart);
    expect(p.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
    expect(await page.locator('body').textContent()).toContain('NaN');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the page', () => {
  it.each(['light', 'dark', 'projector'])('is accessible in the %s theme', async (theme) => {
    const { page } = await openLive({ topP: 0.9, draws: 3 });
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    await expectAccessible(page);
    await page.context().close();
  });

  it.each(['en', 'zh'])('fits windows from a phone to a hall, language %s', async (lang) => {
    const { page } = await openLive({ lang });
    for (const width of [360, 390, 768, 1100, 1920, 3840]) {
      await page.setViewportSize({ width, height: 844 });
      await expectNoSideScroll(page);
    }
    await page.context().close();
  });

  it('copies its numbers and saves its pictures', async () => {
    const { page } = await openLive({}, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: 'Copy numbers' }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(chart);
    await page.getByRole('button', { name: 'Save', exact: false }).first().click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: /SVG/ }).first().click();
    const stream = await (await download).createReadStream();
    const svg = Buffer.concat(await stream.toArray()).toString();
    expect(svg).toContain('<svg');
    expect(svg).toContain('data-value');
    await page.context().close();
  });

  it('asks nothing of any other origin', async () => {
    const { page, requests } = await openLive();
    const origin = new URL(page.url()).origin;
    expect(requests.filter((url) => !url.startsWith(origin) && !/^(data|blob):/.test(url))).toEqual([]);
    await page.context().close();
  });
});

import { describe, expect, it } from 'vitest';
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
        (element as unknown as { getData(): ChartData }).getData().series.map((each) => [each.name, Array.from(each.values)]),
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

describe('the bars on the shipped model', () => {
  it.each(prompts)('are the softmax of its logits, computed outside the page: %s', async (prompt) => {
    const logits = await storyLogits(prompt);
    const { page, complaints } = await openLive({ prompt, topP: '-' });
    for (const T of [0.01, 1, 5, 100]) {
      await page.evaluate((hash) => (location.hash = hash), route({ prompt, topP: '-', T }));
      await page.locator(`[data-chart="${chart}"]`).waitFor();
      const expected = softmax(logits, T);
      await expect.poll(async () => largestGap((await series(page, chart)).p, expected)).toBeLessThan(1e-5);
      const all = (await series(page, chart)).p;
      expect(all).toHaveLength(logits.length);
      expect(all.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      const drawn = await page
        .locator(`[data-chart="${chart}"] .row`)
        .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-value'))));
      expect(drawn).toHaveLength(14);
      expect(largestGap(drawn, [...expected].sort((a, b) => b - a))).toBeLessThan(1e-5);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the cuts', () => {
  const cases: readonly (readonly [string, Record<string, string | number>, SamplingSettings])[] = [
    ['a nucleus larger than what is drawn', { T: 3, topP: 0.9 }, { temperature: 3, topP: 0.9 }],
    ['top-k', { T: 1, topP: '-', topK: 5 }, { temperature: 1, topK: 5 }],
    ['min-p', { T: 1.5, topP: '-', minP: 0.1 }, { temperature: 1.5, minP: 0.1 }],
    ['typical', { T: 1, topP: '-', typical: 0.5 }, { temperature: 1, typicalP: 0.5 }],
    ['temperature last', { T: 2, topP: 0.9, order: 'last' }, { temperature: 2, topP: 0.9, order: 'temperature-last' }],
  ];
  it.each(cases)('leave what they should: %s', async (_name, controls, settings) => {
    const expected = applyCuts(await storyLogits(prompts[0]), settings);
    const { page } = await openLive(controls);
    const drawn = await series(page, chart);
    expect(drawn.kept).toEqual(Array.from(expected.keep));
    expect(largestGap(drawn['after cut'], expected.final)).toBeLessThan(1e-5);
    expect(drawn['after cut'].reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    if (settings.topP) {
      const mass = drawn.p.filter((_, id) => expected.keep[id]).reduce((sum, p) => sum + p, 0);
      if (settings.order !== 'temperature-last') expect(mass).toBeGreaterThanOrEqual(0.9);
      expect(expected.kept).toBeGreaterThan(14);
    }
    await page.context().close();
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
    await expect.poll(async () => (await series(page, 'temperature/draws')).drawn.reduce((sum, n) => sum + n, 0)).toBe(1000);
    const p = Number(await page.locator('[data-p]').getAttribute('data-p'));
    expect(p).toBeGreaterThan(0);
    expect(p).toBeLessThanOrEqual(1);
    await page.context().close();
  });

  it('grow the same texts from the same link, others from another seed', async () => {
    const grow = async (seed: number) => {
      const { page } = await openLive({ seed });
      await expect.poll(() => page.locator('[data-chart^="temperature/text-"] [data-value]').count(), { timeout: 30_000 }).toBe(120);
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

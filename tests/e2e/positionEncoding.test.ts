import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import type { ChartData } from '../../src/charts/data';
import { meanOver, smooth, surprises } from '../../src/math/surprise';
import { arrangement } from '../../src/runtime/positions';
import longTexts from '../../src/topics/position-encoding/longTexts.json';
import { diskHost } from '../runtime/nodeHost';
import { open, ready } from './browser';

const host = diskHost();
const words = ['the', 'dog', 'chased', 'the', 'big', 'cat'];
const kinds = ['none', 'sinusoidal', 'learned', 'alibi', 'rope'] as const;

async function openLive(controls: Readonly<Record<string, string | number>> = {}, options = {}) {
  const query = new URLSearchParams(Object.entries(controls).map(([key, value]) => [key, String(value)]));
  const opened = await open(`#/position-encoding?${query.toString()}`, options);
  await ready(opened.page, 'position-encoding');
  return opened;
}

async function series(page: Page, name: string): Promise<Record<string, number[]>> {
  return page
    .locator(`[data-chart="position-encoding/${name}"]`)
    .evaluate((element) =>
      Object.fromEntries(
        (element as unknown as { getData(): ChartData })
          .getData()
          .series.map((each) => [each.name, Array.from(each.values)]),
      ),
    );
}

/** Relative difference of each word's output, from the graph in Node; order holds original places. */
async function expected(
  kind: string,
  order: readonly number[],
  given: { positions: boolean; mask: boolean },
  tensor = 'final.norm',
): Promise<number[]> {
  const model = `position-${kind}`;
  const { encode, info } = await host.open(model);
  const ids = words.map((word) => encode(` ${word}`));
  const run = async (places: readonly number[]) => {
    const flat = places.flatMap((word) => ids[word]);
    const interventions = arrangement(info, flat.length, given);
    const { tensors } = await host.trace({ model, ids: flat, outputs: [tensor], interventions });
    let at = 0;
    const rows = new Map<number, Float32Array>();
    for (const word of places) {
      rows.set(word, tensors[tensor].data.slice(at * 128, (at + ids[word].length) * 128));
      at += ids[word].length;
    }
    return rows;
  };
  const [a, b] = [await run(words.map((_, at) => at)), await run(order)];
  return words.map((_, word) => {
    const [x, y] = [a.get(word)!, b.get(word)!];
    return Math.hypot(...x.map((value, i) => value - y[i])) / Math.hypot(...x);
  });
}

const swapped = [0, 5, 2, 3, 4, 1];

describe('words in another order', () => {
  it.each([
    ['none', true, false],
    ['none', true, true],
    ['rope', true, false],
    ['rope', false, false],
    ['alibi', false, false],
    ['learned', true, true],
  ] as const)(
    '%s, positions %s, mask %s: the differences are the graph’s',
    async (model, positions, mask) => {
      const { page, complaints } = await openLive({
        model,
        positions: positions ? 1 : 0,
        mask: mask ? 1 : 0,
      });
      const wanted = await expected(model, swapped, { positions, mask });
      const shown = await series(page, 'words');
      shown.difference.forEach((value, word) => {
        if (wanted[word] < 1e-5) expect(value).toBeLessThan(1e-5);
        else expect(value).toBeCloseTo(wanted[word], 3);
      });
      expect(shown.was).toEqual([0, 1, 2, 3, 4, 5]);
      expect(shown.is).toEqual([0, 5, 2, 3, 4, 1]);
      if (!mask && (model === 'none' || !positions)) expect(Math.max(...shown.difference)).toBeLessThan(1e-5);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it('are moved by dragging and by keys, and undo goes back', async () => {
    const { page, complaints } = await openLive({ order: '-' });
    const places = async () => (await series(page, 'words')).is;
    expect(await places()).toEqual([0, 1, 2, 3, 4, 5]);
    const dog = page.getByRole('button', { name: /^dog, place/ });
    await dog.press('ArrowDown');
    await expect.poll(places).toEqual([0, 2, 1, 3, 4, 5]);
    await dog.press('End');
    await expect.poll(places).toEqual([0, 5, 1, 2, 3, 4]);
    await expect.poll(() => page.url()).toContain('order=1.3.4.5.6.2');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(places).toEqual([0, 2, 1, 3, 4, 5]);
    const box = (await page.getByRole('button', { name: /^cat, place/ }).boundingBox())!;
    const to = (await page.getByRole('button', { name: /^the, place 0/ }).boundingBox())!;
    await page.mouse.move(box.x + 20, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 22, box.y - 20, { steps: 4 });
    await page.mouse.move(to.x + 20, to.y + to.height / 2, { steps: 8 });
    await page.mouse.up();
    await expect.poll(async () => (await places())[5]).toBe(0);
    await ready(page, 'position-encoding');
    const shown = await series(page, 'words');
    const inNew = shown.is.map((_, place) => shown.is.indexOf(place));
    const wanted = await expected('none', inNew, { positions: true, mask: false });
    expect(Math.max(...wanted)).toBeLessThan(1e-5);
    await expect.poll(async () => Math.max(...(await series(page, 'words')).difference)).toBeLessThan(1e-5);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('show one masked layer blind to earlier order, and two not', async () => {
    const { page } = await openLive({ view: 'layers', model: 'none', mask: 1, order: '5.4.3.2.1.6' });
    const cells = (await series(page, 'layers'))[Object.keys(await series(page, 'layers'))[0]];
    const last = (layer: number) => 10 ** cells[layer * 6 + 5];
    expect(last(0)).toBe(0);
    expect(last(1)).toBeLessThan(1e-5);
    for (const layer of [1, 2, 3, 4]) {
      const wanted = await expected(
        'none',
        [4, 3, 2, 1, 0, 5],
        { positions: true, mask: true },
        `layer.${layer - 1}.resid`,
      );
      if (layer > 1) {
        expect(last(layer)).toBeGreaterThan(1e-4);
        expect(last(layer)).toBeCloseTo(wanted[5], 3);
      }
    }
    expect(await page.locator('.verdict').innerText()).toMatch(/rounding only/);
    await page.context().close();
  });
});

describe('what is added', () => {
  it('is the formula of the paper, and its dot products depend on the distance alone', async () => {
    const { page } = await openLive({ view: 'added', model: 'sinusoidal', at: 30 });
    const rows = Object.values(await series(page, 'rows'))[0];
    expect(rows[7 * 128 + 4]).toBeCloseTo(Math.sin(7 / 10000 ** (4 / 128)), 9);
    const y = async () => (await series(page, 'products'))[' y'];
    const at30 = await y();
    expect(at30[30]).toBeCloseTo(64, 9);
    await page.getByRole('slider', { name: 'compare place' }).press('ArrowRight');
    await expect.poll(async () => (await y())[31]).toBeCloseTo(64, 9);
    const at31 = await y();
    for (const distance of [1, 5, 20]) expect(at31[31 + distance]).toBeCloseTo(at30[30 + distance], 9);
    await page.context().close();
  });

  it('is the trained table of the learned model, and four slopes of ALiBi', async () => {
    const { page } = await openLive({ view: 'added', model: 'learned' });
    const { info } = await host.open('position-learned');
    const { positions } = info;
    if (positions?.kind !== 'learned') throw new Error('position-learned tells no learned positions');
    const rows = Object.values(await series(page, 'rows'))[0];
    expect(rows).toHaveLength(128 * 128);
    expect(rows[500]).toBe(positions.rows[500]);
    await page.getByRole('button', { name: 'ALiBi', exact: true }).click();
    await ready(page, 'position-encoding');
    const penalties = Object.values(await series(page, 'slopes'));
    expect([1, 3, 5, 7].map((each) => penalties[each][16])).toEqual([-4, -1, -0.25, -0.0625]);
    await page.context().close();
  });
});

describe('past the trained length', () => {
  it('draws the losses that the graphs give for the text, and none past a learned table', async () => {
    const { page, complaints } = await openLive({ view: 'beyond', long: 'second', measure: 1 });
    await page.getByRole('button', { name: 'Read', exact: true }).waitFor({ timeout: 60_000 });
    const shown = await series(page, 'beyond');
    const live = await series(page, 'live-loss');
    for (const [at, kind] of kinds.entries()) {
      const model = `position-${kind}`;
      const { encode } = await host.open(model);
      const ids = encode(longTexts.texts.second).slice(0, kind === 'learned' ? 128 : 512);
      const { tensors } = await host.trace({ model, ids, outputs: ['logits'], beyondWindow: true });
      const bits = surprises(tensors.logits.data, 1024, ids);
      expect(shown['live inside'][at]).toBeCloseTo(meanOver(bits, 0, 127), 3);
      if (kind === 'learned') expect(shown['live beyond'][at]).toBeNaN();
      else expect(shown['live beyond'][at]).toBeCloseTo(meanOver(bits, 127, 511), 3);
      const drawn = Object.entries(live).filter(([name]) => name.endsWith(' y'))[at][1];
      expect(drawn[100]).toBeCloseTo(smooth(bits, 32)[100], 3);
    }
    const recorded = await series(page, 'loss-by-position');
    const lengths = Object.entries(recorded)
      .filter(([name]) => name.endsWith(' y'))
      .map(([, y]) => y.length);
    expect(lengths).toEqual(kinds.map((kind) => (kind === 'learned' ? 8 : 32)));
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

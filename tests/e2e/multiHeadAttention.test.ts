import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { headScores } from '../../src/math/headScores';
import { repeatedRandomIds } from '../../src/topics/multi-head-attention/randomText';
import { ready } from './browser';
import { largestGap, last, openLive, prompts, route, series, slug, trace } from './headsPanel';

/** Mean surprise in bits a token, written out once more apart from src. */
function lossOf(logits: Float32Array, ids: readonly number[], V: number): number {
  let bits = 0;
  for (let t = 1; t < ids.length; t++) {
    const row = Array.from(logits.slice((t - 1) * V, t * V));
    const top = Math.max(...row);
    const total = row.reduce((sum, z) => sum + Math.exp(z - top), 0);
    bits -= (row[ids[t]] - top - Math.log(total)) / Math.LN2;
  }
  return bits / (ids.length - 1);
}

const readLoss = async (page: Page) =>
  Number(await page.locator('[data-readout="loss"]').getAttribute('data-value'));

describe('knocking heads out on the shipped model', () => {
  const sets = [[0], [23], [5, 14, 35], Array.from({ length: 36 }, (_, i) => i)];
  it.each(prompts)('gives the logits that the exported graph gives with that mask: %s', async (prompt) => {
    const { page, complaints } = await openLive({ prompt, sweep: 0 });
    for (const out of sets) {
      const { tensors, info, ids } = await trace(prompt, out);
      await page.evaluate(
        (hash) => (location.hash = hash),
        route({ prompt, sweep: 0, knocked: out.join('.') }),
      );
      const expected = last(tensors.logits.data, info.vocabulary);
      await expect
        .poll(async () => largestGap((await series(page, 'distribution')).logit, expected), {
          timeout: 30_000,
        })
        .toBeLessThan(1e-4);
      expect(await readLoss(page)).toBeCloseTo(lossOf(tensors.logits.data, ids, info.vocabulary), 3);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('of none changes no bit, and putting all back restores every bit', async () => {
    const { page } = await openLive({ sweep: 0 });
    const before = await series(page, 'distribution');
    const { tensors, info } = await trace(prompts[0], []);
    expect(largestGap(before.logit, last(tensors.logits.data, info.vocabulary))).toBeLessThan(1e-4);
    expect(before.before).toEqual(before.p);
    await page.getByRole('button', { name: /^Knock out \d/ }).click();
    await expect.poll(async () => (await series(page, 'distribution')).logit).not.toEqual(before.logit);
    await page.getByRole('button', { name: 'Put all back' }).click();
    await expect.poll(async () => (await series(page, 'distribution')).logit).toEqual(before.logit);
    await page.context().close();
  });

  it('works from the keyboard: arrows move, X takes out, Enter opens', async () => {
    const { page } = await openLive({ sweep: 0, open: 'chosen', layer: 2, head: 2 });
    await page.locator(`[data-chart="${slug}/head-2-2"]`).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    await expect.poll(() => page.url()).toContain('knocked=14');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('layer=3');
    await ready(page, slug);
    const { tensors, info } = await trace(prompts[0], [14]);
    await expect
      .poll(async () =>
        largestGap((await series(page, 'distribution')).logit, last(tensors.logits.data, info.vocabulary)),
      )
      .toBeLessThan(1e-4);
    await page.context().close();
  });
});

describe('the heatmaps', () => {
  it('are the model’s own patterns, and every row of all 36 sums to 1', async () => {
    const { page } = await openLive({ prompt: prompts[2], sweep: 0, open: 'chosen', layer: 4, head: 5 });
    const names = Array.from({ length: 6 }, (_, layer) => `layer.${layer}.attn.pattern`);
    const { tensors, ids } = await trace(prompts[2], [], names);
    const T = ids.length;
    for (let layer = 0; layer < 6; layer++) {
      for (let head = 0; head < 6; head++) {
        const drawn = (await series(page, `head-${layer + 1}-${head + 1}`)).value;
        const pattern = tensors[names[layer]].data.slice(head * T * T, (head + 1) * T * T);
        expect(largestGap(drawn, pattern)).toBeLessThan(1e-5);
        for (let t = 0; t < T; t++)
          expect(drawn.slice(t * T, (t + 1) * T).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      }
    }
    const cells = await page
      .locator(`[data-chart="${slug}/opened"] .cell`)
      .evaluateAll((marks) => marks.map((mark) => Number(mark.getAttribute('data-value'))));
    expect(cells).toHaveLength((T * (T + 1)) / 2);
    expect(cells.reduce((sum, each) => sum + each, 0)).toBeCloseTo(T, 4);
    await page.context().close();
  });

  it('open a cell to arithmetic that ends in the model’s own weight', async () => {
    const { page } = await openLive({ sweep: 0, open: 'chosen', layer: 3, head: 6, query: 16, key: 4 });
    const { tensors, ids } = await trace(prompts[0], [], ['layer.2.attn.pattern', 'layer.2.attn.scores']);
    const T = ids.length;
    const at = 5 * T * T + 15 * T + 3;
    const lines = page.locator('.lines [data-value]');
    const shown = await lines.evaluateAll((marks) =>
      marks.map((mark) => Number(mark.getAttribute('data-value'))),
    );
    expect(shown[shown.length - 1]).toBeCloseTo(tensors['layer.2.attn.pattern'].data[at], 5);
    expect(shown[4]).toBeCloseTo(tensors['layer.2.attn.scores'].data[at], 3);
    expect(shown[3] / Math.sqrt(32)).toBeCloseTo(shown[4], 9);
    await page.context().close();
  });
});

describe('what is measured live', () => {
  it('the loss of each head alone, all 36, and of a set', async () => {
    const out = [8, 21];
    const { page } = await openLive({ view: 'loss', knocked: out.join('.') });
    const chart = page.locator(`[data-chart="${slug}/loss-alone"] .column`);
    await expect.poll(() => chart.count(), { timeout: 60_000 }).toBe(36);
    const { tensors, ids, info } = await trace(prompts[0], []);
    const whole = lossOf(tensors.logits.data, ids, info.vocabulary);
    const alone: number[] = [];
    for (let index = 0; index < 36; index++) {
      const run = await trace(prompts[0], [index]);
      alone.push(lossOf(run.tensors.logits.data, ids, info.vocabulary) - whole);
    }
    const drawn = (await series(page, 'loss-alone')).value;
    expect(
      largestGap(
        drawn,
        alone.toSorted((a, b) => b - a),
      ),
    ).toBeLessThan(1e-3);
    const both = await trace(prompts[0], out);
    await expect
      .poll(async () => (await series(page, 'together')).value[0])
      .toBeCloseTo(lossOf(both.tensors.logits.data, ids, info.vocabulary) - whole, 3);
    expect((await series(page, 'together')).value[1]).toBeCloseTo(alone[8] + alone[21], 3);
    await page.context().close();
  });

  it('induction on random tokens said twice', async () => {
    const { page } = await openLive({ view: 'induction', seed: 5, length: 20, sweep: 0 });
    await page.locator(`[data-chart="${slug}/induction"]`).waitFor();
    const names = Array.from({ length: 6 }, (_, layer) => `layer.${layer}.attn.pattern`);
    const { info } = await trace(prompts[0], []);
    const { tensors, ids } = await trace(
      repeatedRandomIds(5, 20, info.vocabulary, [info.endOfTextId]),
      [],
      names,
    );
    const T = ids.length;
    const expected = names.flatMap((name) =>
      Array.from(
        { length: 6 },
        (_, h) => headScores(tensors[name].data.slice(h * T * T, (h + 1) * T * T), ids).induction!,
      ),
    );
    expect(largestGap((await series(page, 'induction')).value, expected)).toBeLessThan(1e-5);
    await page.context().close();
  });

  it('one head’s output as a sum of shares', async () => {
    const { page } = await openLive({
      view: 'average',
      sweep: 0,
      open: 'chosen',
      layer: 2,
      head: 3,
      query: 9,
    });
    const { tensors, ids } = await trace(prompts[0], [], ['layer.1.attn.head_out']);
    const T = ids.length;
    const own = tensors['layer.1.attn.head_out'].data.slice((2 * T + 8) * 32, (2 * T + 9) * 32);
    const { value } = await series(page, 'average');
    expect(value).toHaveLength(4 * 32);
    expect(largestGap(value.slice(96), own)).toBeLessThan(1e-4);
    for (let d = 0; d < 32; d++) expect(value[d] + value[32 + d] + value[64 + d]).toBeCloseTo(own[d], 4);
    await page.context().close();
  });

  it('the price of h heads: the multiplications stay, the scores grow', async () => {
    const { page } = await openLive({ view: 'cost', h: 1, sweep: 0 });
    const read = async (name: string) =>
      Number(await page.locator(`[data-readout="${name}"]`).getAttribute('data-value'));
    const [matmul, bytes] = [await read('matmul'), await read('bytes')];
    await page.evaluate((hash) => (location.hash = hash), route({ view: 'cost', h: 12, sweep: 0 }));
    await expect.poll(() => read('bytes')).toBe(12 * bytes);
    expect(await read('matmul')).toBe(matmul);
    await page.context().close();
  });

  it('answers the prediction with the model’s own run', async () => {
    const { page } = await openLive({ sweep: 0, open: 'chosen', layer: 2, head: 6 });
    const card = page.locator('[data-predict="further"]');
    await card.getByRole('button', { name: 'It rises' }).click();
    await card.getByRole('button', { name: 'Commit' }).click();
    const { tensors, info } = await trace(prompts[0], [11]);
    const whole = await trace(prompts[0], []);
    const z = last(whole.tensors.logits.data, info.vocabulary);
    const token = z.indexOf(Math.max(...z));
    const p = (logits: number[]) =>
      Math.exp(logits[token]) / logits.reduce((sum, each) => sum + Math.exp(each), 0);
    const mark = card.locator('[data-after]');
    expect(Number(await mark.getAttribute('data-value'))).toBeCloseTo(p(z), 5);
    expect(Number(await mark.getAttribute('data-after'))).toBeCloseTo(
      p(last(tensors.logits.data, info.vocabulary)),
      5,
    );
    await page.context().close();
  });
});

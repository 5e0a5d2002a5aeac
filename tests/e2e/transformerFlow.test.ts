import { describe, expect, it } from 'vitest';
import { controls } from '../../src/topics/transformer-flow/controls';
import { open, ready } from './browser';
import { frames, largestGap, openLive, route, series, slug, translated } from './flowPanel';

const prompt = 'My brother painted seven wooden ducks before lunch.';
const written = (page: Awaited<ReturnType<typeof openLive>>['page']) =>
  page
    .locator(`[data-chart="${slug}/translation"]`)
    .evaluate((element) => (element as unknown as { getData(): { labels: string[] } }).getData().labels);

describe('the translation on show', () => {
  it('is the exported model’s own greedy one, with its probabilities and its cross-attention', async () => {
    const { page, complaints } = await openLive({ prompt, crossLayer: 2, crossHead: 4 });
    const name = 'dec.layer.1.cross.pattern';
    const own = await translated(prompt, [name]);
    expect(await written(page)).toEqual(own.texts);
    const last = own.ids.length - 1;
    expect(largestGap((await series(page, 'distribution')).p, own.p(last))).toBeLessThan(1e-5);
    const cells = own.ids.length * own.sourceIds.length;
    expect(
      largestGap((await series(page, 'cross')).value, own.tensors[name].data.slice(3 * cells, 4 * cells)),
    ).toBeLessThan(1e-5);
    const machine = await series(page, 'machine');
    expect(largestGap(machine['decoder.1.cross'], own.tensors[name].data)).toBeLessThan(1e-5);
    expect(Object.keys(machine)).toHaveLength(2 + 3 * 4 + 2 + 3 * 6 + 2);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('changes by a click on another token, and the rest is what the model writes behind it', async () => {
    const step = 2;
    const { page } = await openLive({ prompt, frame: frames.of('decoder.choose', 'token', step) });
    const before = await translated(prompt);
    await page.locator(`[data-chart="${slug}/alternatives"] .row`).nth(1).click();
    await expect.poll(() => page.url()).toContain('choices=3');
    await ready(page, slug);
    const id = Number(/choices=3%3A(\d+)/.exec(page.url())?.[1]);
    expect(id).not.toBe(before.ids[step]);
    const after = await translated(prompt, [], [...before.ids.slice(0, step), id]);
    await page.getByRole('slider', { name: 'Position' }).focus();
    await page.keyboard.press('End');
    await expect.poll(() => written(page)).toEqual(after.texts);
    await page.getByRole('button', { name: 'Undo my choices' }).click();
    // The other translation may be shorter, and the film stands where that one ended.
    await page.waitForFunction(() => !location.hash.includes('choices='));
    await page.getByRole('slider', { name: 'Position' }).focus();
    await expect
      .poll(async () => {
        await page.keyboard.press('End');
        return written(page);
      })
      .toEqual(before.texts);
    await page.context().close();
  });
});

describe('the film', () => {
  it('goes by keys, by play and by link, and a frame is the same whichever way it is reached', async () => {
    const at = frames.of('decoder.1.self', 'pattern', 2);
    const { page, complaints } = await openLive({ prompt, frame: at, open: 1 });
    const direct = await series(page, 'tensor');
    await page.locator('[data-open] .body').focus();
    await page.keyboard.press('.');
    await expect.poll(() => page.locator('[data-stage]').getAttribute('data-stage')).toBe('mix');
    await page.keyboard.press(',');
    await expect.poll(() => page.locator('[data-stage]').getAttribute('data-stage')).toBe('pattern');
    expect(await series(page, 'tensor')).toEqual(direct);
    const own = await translated(prompt, ['dec.layer.1.self.pattern']);
    const T = own.ids.length;
    const whole = own.tensors['dec.layer.1.self.pattern'].data;
    const drawn = Array.from({ length: 9 }, (_, i) => whole[Math.floor(i / 3) * T + (i % 3)]);
    expect(largestGap(direct.value, drawn)).toBeLessThan(1e-5);
    await page.keyboard.press('k');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await expect.poll(() => page.url(), { timeout: 10_000 }).not.toContain(`frame=${at}&`);
    await page.keyboard.press('k');
    await page.getByRole('button', { name: 'Play' }).waitFor();
    await page.evaluate((hash) => (location.hash = hash), route({ prompt, frame: at, open: 1 }));
    await expect.poll(async () => series(page, 'tensor')).toEqual(direct);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('opens a cell into the numbers it is made of', async () => {
    const place = { cellRow: 2, cellCol: 7, head: 3 };
    const { page } = await openLive({
      prompt,
      open: 1,
      frame: frames.of('encoder.1.self', 'q'),
      ...place,
    });
    const own = await translated(prompt, [
      'enc.layer.1.attn.q',
      'enc.layer.1.attn.scores',
      'enc.layer.1.norm2',
    ]);
    const S = own.sourceIds.length;
    const last = (selector: string) =>
      page
        .locator(`${selector} [data-value]`)
        .evaluateAll((marks) => Number(marks[marks.length - 1]?.getAttribute('data-value')));
    const result = '[data-chart-part="cell"] .lines';
    await expect
      .poll(() => last(result), { timeout: 20_000 })
      .toBeCloseTo(own.tensors['enc.layer.1.attn.q'].data[(2 * S + 1) * 32 + 6], 4);
    expect((await series(page, 'products')).value).toHaveLength(3 * 192);
    await page.evaluate(
      (hash) => (location.hash = hash),
      route({ prompt, open: 1, frame: frames.of('encoder.1.self', 'scores'), ...place, cellCol: 4 }),
    );
    await expect
      .poll(() => last(result))
      .toBeCloseTo(own.tensors['enc.layer.1.attn.scores'].data[(2 * S + 1) * S + 3], 4);
    await page.evaluate(
      (hash) => (location.hash = hash),
      route({ prompt, open: 1, frame: frames.of('encoder.1.norm2', 'norm'), ...place }),
    );
    await expect.poll(() => last(result)).toBeCloseTo(own.tensors['enc.layer.1.norm2'].data[192 + 6], 4);
    const length = Math.hypot(...own.tensors['enc.layer.1.norm2'].data.slice(192, 384));
    expect(Number(await page.locator('[data-readout="out"]').getAttribute('data-value'))).toBeCloseTo(
      length,
      3,
    );
    await page.context().close();
  });
});

describe('predictions', () => {
  it('are answered by the model’s own numbers: K and V of cross-attention come from the encoder', async () => {
    const { page } = await openLive({ prompt });
    const card = page.locator('[data-predict="qkv-cross"]');
    await card.getByRole('button', { name: 'K and V' }).click();
    await card.getByRole('button', { name: /commit/i }).click();
    const gaps = card.locator('[data-origin="k"] [data-value]');
    await expect.poll(() => gaps.count(), { timeout: 20_000 }).toBe(3);
    const [stream, memory, input] = await gaps.evaluateAll((marks) =>
      marks.map((mark) => Number(mark.getAttribute('data-value'))),
    );
    expect(memory).toBeLessThan(1e-4);
    expect(Math.min(stream, input)).toBeGreaterThan(0.1);
    expect(await page.locator('[data-open]').getAttribute('data-open')).toBe('decoder.1.cross');
    await page.context().close();
  });
});

describe('before the model is there', () => {
  it('a recorded run is drawn, and says so', async () => {
    const { page } = await open('#/', {});
    await page.route('**/models/translate/**', () => undefined);
    await page.evaluate((hash) => (location.hash = hash), route());
    await page.locator(`[data-topic="${slug}"][data-status="loading"]`).waitFor();
    const stored = page.locator(`[data-chart="${slug}/translation"]`);
    await stored.waitFor();
    const own = await translated(controls.prompt.default, ['dec.layer.2.cross.pattern']);
    expect(await written(page)).toEqual(own.texts);
    const machine = await series(page, 'machine');
    expect(
      largestGap(machine['decoder.2.cross'], own.tensors['dec.layer.2.cross.pattern'].data),
    ).toBeLessThan(1e-5);
    await page.context().close();
  });
});

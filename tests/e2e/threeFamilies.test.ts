import { beforeAll, describe, expect, it } from 'vitest';
import { withEnd, withStart } from '../../src/runtime/seq2seq';
import { controls } from '../../src/topics/three-families/controls';
import { diskHost } from '../runtime/nodeHost';
import { close, data, openLive, present } from './familiesPanel';

const host = diskHost();
const before = controls.prompt.default;
const after = controls.changed.default;

/** Final vectors of a stack in Node, row by row, and logits. */
async function stack(model: string, text: string) {
  const { encode } = await host.open(model);
  const ids = encode(text);
  const { tensors } = await host.trace({ model, ids, outputs: ['final.norm', 'logits'] });
  return { ids, final: tensors['final.norm'].data, logits: tensors.logits.data };
}

/** |b - a| / |a| of each row, in Node's own arithmetic. */
function moved(a: Float32Array, b: Float32Array, rows: number): number[] {
  const width = a.length / rows;
  return Array.from({ length: rows }, (_, row) => {
    let [distance, length] = [0, 0];
    for (let i = row * width; i < (row + 1) * width; i++) {
      distance += (b[i] - a[i]) ** 2;
      length += a[i] ** 2;
    }
    return Math.sqrt(distance / length);
  });
}

describe('the shipped models', () => {
  let tokens: { ids: readonly number[]; first: number };

  beforeAll(async () => {
    const { encode } = await host.open('story');
    const [a, b] = [encode(before), encode(after)];
    expect(a.length).toBe(b.length);
    tokens = { ids: a, first: a.findIndex((id, i) => id !== b[i]) };
  });

  it('decoder: no bit of the outputs before the edit changes', async () => {
    const [a, b] = [await stack('story', before), await stack('story', after)];
    const { first } = tokens;
    expect(first).toBeGreaterThan(0);
    for (const part of ['final', 'logits'] as const) {
      const width = a[part].length / a.ids.length;
      expect(b[part].slice(0, first * width)).toEqual(a[part].slice(0, first * width));
      expect(b[part].slice(first * width)).not.toEqual(a[part].slice(first * width));
    }
  });

  it('encoder: outputs before the edit change', async () => {
    const [a, b] = [await stack('fill-mask', before), await stack('fill-mask', after)];
    const rows = moved(a.final, b.final, a.ids.length);
    expect(rows.slice(0, tokens.first).filter((each) => each > 0).length).toBeGreaterThan(0);
  });

  it('encoder-decoder: the source reaches the target through cross-attention and by no other way', async () => {
    const { encode, info } = await host.open('translate');
    const target = withStart(info, encode('红色的球。'));
    const run = (text: string, cross: boolean) =>
      host.traceSeq2Seq({
        model: 'translate',
        sourceIds: withEnd(info, encode(text)),
        targetIds: target,
        outputs: ['logits', `enc.layer.${info.encoderLayers! - 1}.norm2`],
        interventions: cross ? undefined : { crossHeadMask: new Float32Array(info.layers * info.heads) },
      });
    const [a, b] = [await run(before, true), await run(after, true)];
    const row = (trace: typeof a, t: number) =>
      trace.tensors.logits.data.slice(t * info.vocabulary, (t + 1) * info.vocabulary);
    for (let t = 0; t < target.length; t++) expect(row(a, t)).not.toEqual(row(b, t));
    const [c, d] = [await run(before, false), await run(after, false)];
    expect(d.tensors.logits.data).toEqual(c.tensors.logits.data);
  });
});

describe('the three columns', () => {
  it('show how far each output moved, as the models in Node have it', async () => {
    const { page, complaints } = await openLive();
    for (const [column, model] of [
      ['encoder', 'fill-mask'],
      ['decoder', 'story'],
    ] as const) {
      const [a, b] = [await stack(model, before), await stack(model, after)];
      const { series, labels } = await data(page, column);
      close(series.moved, moved(a.final, b.final, a.ids.length));
      const texts = await host.vocabulary(model);
      expect(labels).toEqual(b.ids.map((id) => texts[id]));
    }
    const { series } = await data(page, 'decoder');
    const first = series.moved.findIndex((each) => each !== 0);
    expect(series['largest difference'].slice(0, first)).toEqual(Array(first).fill(0));
    expect(first).toBe(2);
    await expect
      .poll(async () => (await data(page, 'source')).series.moved.every((each) => each > 0))
      .toBe(true);
    expect((await data(page, 'target')).series.moved.every((each) => each > 0)).toBe(true);

    await page.getByRole('switch', { name: 'Cross-attention open' }).click();
    await expect
      .poll(async () => (await data(page, 'target')).series.moved.every((each) => each === 0))
      .toBe(true);
    expect((await data(page, 'source')).series.moved.every((each) => each > 0)).toBe(true);
    await expect.poll(() => page.url(), { timeout: 10_000 }).toContain('cross=0');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('draw the head’s own weights, and the mask’s open pairs', async () => {
    const { page } = await openLive({ layer: 2, head: 3 });
    const ids = (await host.open('fill-mask')).encode(after);
    const T = ids.length;
    for (const [column, model] of [
      ['encoder', 'fill-mask'],
      ['decoder', 'story'],
    ] as const) {
      const { tensors } = await host.trace({ model, ids, outputs: ['layer.1.attn.pattern'] });
      const wanted = Array.from(tensors['layer.1.attn.pattern'].data.slice(2 * T * T, 3 * T * T));
      close((await data(page, `attention-${column}`)).series.value, wanted);
    }
    const open = await page
      .locator('.masks [data-value]')
      .evaluateAll((all) => all.map((each) => Number(each.getAttribute('data-value'))));
    expect(open.slice(0, 2)).toEqual([T * T, (T * (T + 1)) / 2]);
    await page.context().close();
  });

  it('follow a word that is exchanged for a guess, typed, dragged, moved by key, and taken back', async () => {
    const { page, complaints } = await openLive({ changed: '' }, 0);
    await present(page, 'encoder');
    const word = (index: number) => page.locator(`[data-word="${index}"]`);
    await word(7).click();
    const offer = page.locator('.editor .dial').first();
    await offer.waitFor({ timeout: 30_000 });
    await offer.click();
    await expect
      .poll(async () => (await data(page, 'decoder')).series.moved.filter((each) => each !== 0).length)
      .toBe(2);

    await word(2).click();
    await page.getByLabel('Instead of “dog”').fill('hippopotamus');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.locator('[data-readout="tokens"]').textContent())
      .toContain('no longer correspond');
    expect((await data(page, 'decoder')).series.moved).toEqual([0, 0]);

    await page.getByRole('button', { name: 'Take all changes back' }).click();
    const [from, to] = [await word(2).boundingBox(), await word(7).boundingBox()];
    await page.mouse.move(from!.x + 8, from!.y + 8);
    await page.mouse.down();
    await page.mouse.move(from!.x + 60, from!.y + 12);
    await page.mouse.move(to!.x + 8, to!.y + 8);
    await page.mouse.up();
    await expect.poll(() => word(7).textContent()).toContain('dog');
    await word(0).focus();
    await page.keyboard.press('Alt+ArrowRight');
    await expect.poll(() => word(0).textContent()).toContain('little');
    await expect
      .poll(() => decodeURIComponent(page.url()), { timeout: 10_000 })
      .toContain('changed=little+The');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('let a target token be exchanged: the source stands still', async () => {
    const { page } = await openLive({ changed: '' });
    await page.locator('[data-chart="three-families/target"] [data-position="2"]').click();
    await page.getByRole('button', { name: /runner-up/ }).click();
    await expect
      .poll(async () => (await data(page, 'target')).series.moved.filter((each) => each !== 0).length)
      .toBeGreaterThan(0);
    const { series } = await data(page, 'target');
    expect(series.moved.slice(0, 2)).toEqual([0, 0]);
    expect(series.moved.slice(2).every((each) => each > 0)).toBe(true);
    expect((await data(page, 'source')).series.moved.every((each) => each === 0)).toBe(true);
    await page.context().close();
  });
});

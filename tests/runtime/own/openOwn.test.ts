import { describe, expect, it } from 'vitest';
import { diskHost } from '../nodeHost';
import { ownHost } from './nodeOwn';

const host = ownHost();
const names = ['test/tiny-gpt2:fp32', 'test/tiny-llama:fp16'];
const text = 'Once upon a time the dragon opened';

describe('a model that the reader brings', () => {
  it.each(names)('%s tells its shape', async (name) => {
    const { info, session } = await host.open(name);
    expect(info).toMatchObject({
      name,
      kind: 'decoder',
      layers: 2,
      heads: 4,
      headSize: 4,
      width: 16,
      window: 48,
    });
    expect(info.keyHeads).toBe(name.includes('llama') ? 2 : 4);
    expect(info.endOfTextId).toBe(name.includes('llama') ? 2 : 0);
    expect(session.inputNames).toContain('past_key_values.1.value');
  });

  it.each(names)('%s splits a text into tokens that join to it', async (name) => {
    const tokens = await host.tokenize(name, `${text} 玻 😀`);
    const bytes = tokens
      .filter(({ text: piece }) => piece !== '<s>')
      .flatMap(({ text: piece }) =>
        /^(<[0-9A-F]{2}>)+$/.test(piece)
          ? piece.match(/[0-9A-F]{2}/g)!.map((hex) => parseInt(hex, 16))
          : [...new TextEncoder().encode(piece)],
      );
    expect(new TextDecoder().decode(Uint8Array.from(bytes)).trim()).toBe(`${text} 玻 😀`);
  });

  it.each(names)('%s: one pass and token by token with the cache agree', async (name) => {
    const ids = (await host.tokenize(name, text)).map(({ id }) => id);
    const drawn: { id: number; logits?: Float32Array }[] = [];
    const request = {
      model: name,
      ids,
      maxTokens: 8,
      sampling: { temperature: 1 },
      seed: 3,
      withLogits: true,
      stopIds: [],
    };
    await host.generate(
      { ...request, cache: true },
      (token) => drawn.push(token),
      () => false,
    );
    expect(drawn).toHaveLength(8);
    const whole = [...ids, ...drawn.map(({ id }) => id)];
    const { logits } = (await host.trace({ model: name, ids: whole, outputs: ['logits'] })).tensors;
    const V = logits.dims[2];
    const tolerance = name.includes('fp16') ? 0.05 : 1e-4;
    drawn.forEach((token, step) => {
      const row = logits.data.subarray((ids.length + step - 1) * V, (ids.length + step) * V);
      const worst = Math.max(...row.map((value, i) => Math.abs(value - token.logits![i])));
      expect(worst).toBeLessThan(tolerance);
    });
    const uncached: number[] = [];
    await host.generate(
      { ...request, cache: false },
      (token) => uncached.push(token.id),
      () => false,
    );
    if (!name.includes('fp16')) expect(uncached).toEqual(drawn.map(({ id }) => id));
  });

  it('puts in front of a text what its tokenizer puts there', async () => {
    expect((await host.tokenize(names[1], 'a'))[0]).toEqual({ id: 1, text: '<s>' });
    expect((await host.tokenize(names[0], 'a'))[0].text).toBe('a');
  });

  it('is the site’s own model to the last bit when that is brought', async () => {
    const site = diskHost();
    const ids = (await site.tokenize('story', text)).map(({ id }) => id);
    const [own, shipped] = await Promise.all(
      [host, site].map(async (each, i) => {
        const model = i === 0 ? 'test/story:fp32' : 'story';
        expect((await each.tokenize(model, text)).map(({ id }) => id)).toEqual(ids);
        return (await each.trace({ model, ids, outputs: ['logits'] })).tensors.logits.data;
      }),
    );
    expect(own).toEqual(shipped);
  });

  it('is refused with a reason when it doesn’t write on', async () => {
    await expect(host.open('test/fill-mask:fp32')).rejects.toMatchObject({
      code: 'model-unfit',
      message: expect.stringContaining('not-causal'),
    });
  });
});

import { describe, expect, it } from 'vitest';
import { FakeClient, fakeInfo } from '../../src/runtime/fakeClient';
import { fakeVocabulary } from '../../src/runtime/fakeVocabulary';
import { RuntimeError } from '../../src/runtime/protocol';

describe('the fake model of component tests', () => {
  const texts = ['The little dog opened a box.', '玻璃 ☃', '  ', '<|endoftext|>'];

  it('splits any text and loses none of it', async () => {
    const client = new FakeClient();
    for (const text of texts) {
      const pieces = (await client.tokenize('story', text)).map((token) => token.text);
      const bytes = pieces.flatMap((piece) =>
        /^<[0-9A-F]{2}>$/.test(piece)
          ? [parseInt(piece.slice(1, 3), 16)]
          : [...new TextEncoder().encode(piece)],
      );
      expect(new TextDecoder().decode(Uint8Array.from(bytes))).toBe(text);
    }
    expect((await client.tokenize('story', 'a red ball')).map(({ text }) => text)).toEqual([
      'a',
      ' red',
      ' ball',
    ]);
  });

  it('answers alike twice, with patterns that sum to 1 and look at nothing ahead', async () => {
    const client = new FakeClient();
    const ids = (await client.tokenize('story', texts[0])).map(({ id }) => id);
    const [a, b] = await Promise.all([1, 2].map(() => client.trace({ model: 'story', ids, outputs: 'all' })));
    expect(a.tensors).toEqual(b.tensors);
    const { data, dims } = a.tensors['layer.1.attn.pattern'];
    expect(dims).toEqual([1, fakeInfo.heads, ids.length, ids.length]);
    for (let row = 0; row < data.length; row += ids.length) {
      const weights = data.slice(row, row + ids.length);
      expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 5);
      expect(weights.slice(((row / ids.length) % ids.length) + 1).every((weight) => weight === 0)).toBe(true);
    }
    expect(a.tensors.logits.dims).toEqual([1, ids.length, fakeVocabulary.length]);
  });

  it('answers to a head that is knocked out', async () => {
    const client = new FakeClient();
    const headMask = new Float32Array(fakeInfo.layers * fakeInfo.heads).fill(1).fill(0, 2, 3);
    const request = { model: 'story', ids: [300, 301], outputs: ['logits', 'layer.0.attn.head_out'] };
    const plain = await client.trace(request);
    const cut = await client.trace({ ...request, interventions: { headMask } });
    const slice = (data: Float32Array) => data.slice(2 * 2 * fakeInfo.headSize, 3 * 2 * fakeInfo.headSize);
    expect(slice(cut.tensors['layer.0.attn.head_out'].data).every((value) => value === 0)).toBe(true);
    expect(cut.tensors.logits.data).not.toEqual(plain.tensors.logits.data);
  });

  it('plays failures, deaths and superseded calls', async () => {
    const client = new FakeClient({ failure: new RuntimeError('model-missing', 'x') });
    await expect(client.load('story')).rejects.toThrow(expect.objectContaining({ code: 'model-missing' }));
    client.heal();
    expect((await client.load('story')).window).toBe(fakeInfo.window);
    const request = { model: 'story', ids: [300], outputs: ['logits'] };
    const outcomes = await Promise.allSettled([1, 2].map(() => client.trace(request, { channel: 'c' })));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    const details: string[] = [];
    client.onRestart((detail) => details.push(detail));
    client.die('gone');
    expect(details).toEqual(['gone']);
  });
});

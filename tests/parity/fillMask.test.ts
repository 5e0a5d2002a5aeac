import { describe, expect, it } from 'vitest';
import { causalBias } from '../../src/runtime/positions';
import { describeParity, gap } from './parityFile';

const shipped = describeParity('fill-mask');
const ids = () => shipped.parity.prompts[2].ids;

describe('the shipped encoder', () => {
  it('says what it is: an encoder with a mask token and no cache', () => {
    const { info, session, texts, encode } = shipped.model;
    expect(info).toMatchObject({ kind: 'encoder', maskId: 4096, vocabulary: 4097 });
    expect(texts[4096]).toBe('<mask>');
    expect(encode('a <mask> dog')).toContain(4096);
    expect(
      [...session.inputNames, ...session.outputNames].filter((name) => /past|present/.test(name)),
    ).toEqual([]);
  });

  it('hides nothing by itself: a bias of zeros changes no bit, a causal one changes the early rows', async () => {
    const T = ids().length;
    const plain = await shipped.trace(ids(), 'all');
    const open = { dims: [1, 1, T, T], data: new Float32Array(T * T) };
    const same = await shipped.trace(ids(), 'all', { attentionBias: open });
    for (const [name, { data }] of Object.entries(plain.tensors))
      expect(same.tensors[name].data, name).toEqual(data);
    const causal = await shipped.trace(ids(), ['logits', 'layer.0.attn.pattern'], {
      attentionBias: causalBias(T, 0),
    });
    expect(causal.tensors['layer.0.attn.pattern'].data[1]).toBe(0);
    expect(plain.tensors['layer.0.attn.pattern'].data[1]).toBeGreaterThan(0);
    expect(gap(causal.tensors.logits.data, plain.tensors.logits.data)).toBeGreaterThan(1e-2);
  });

  it('lets every token see every other: the last one changes the first one’s output', async () => {
    const V = shipped.model.info.vocabulary;
    const changed = [...ids().slice(0, -1), ids()[0]];
    const [a, b] = [await shipped.trace(ids(), ['logits']), await shipped.trace(changed, ['logits'])];
    for (let t = 0; t < ids().length; t++) {
      const row = (values: Float32Array) => values.slice(t * V, (t + 1) * V);
      expect(gap(row(a.tensors.logits.data), row(b.tensors.logits.data)), `row ${t}`).toBeGreaterThan(0);
    }
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openAttention } from '../../../src/runtime/own/openAttention';
import { fieldsOf, joined, partField, sameField } from '../../../src/runtime/own/onnxFields';
import { softmax } from '../../../src/math/softmax';
import { fixtures, ownHost } from './nodeOwn';

const graphs = [
  ['test/tiny-gpt2:fp32', 'tiny-gpt2/onnx/model.onnx', 1e-4],
  ['test/tiny-llama:fp16', 'tiny-llama/onnx/model_fp16.onnx', 2e-2],
] as const;
const host = ownHost();
const wanted = { layers: 2, heads: 4 };

describe('opening a foreign graph', () => {
  it.each(graphs)(
    '%s: the tensors under our names are what attention says they are',
    async (model, _path, tolerance) => {
      const { info } = await host.open(model);
      expect(info.shut).toBeUndefined();
      const ids = (await host.tokenize(model, 'The little girl had a red ball')).map(({ id }) => id);
      const parts = ['pattern', 'q_rot', 'k_rot', 'v', 'head_out'];
      const outputs = ['logits', ...parts.flatMap((part) => [0, 1].map((l) => `layer.${l}.attn.${part}`))];
      const { tensors } = await host.trace({ model, ids, outputs });
      const T = ids.length;
      const { heads, headSize: D } = info;
      for (const l of [0, 1]) {
        const [pattern, q, k, v, out] = parts.map((part) => tensors[`layer.${l}.attn.${part}`]);
        expect(pattern.dims).toEqual([1, heads, T, T]);
        for (let h = 0; h < heads; h++) {
          for (let t = 0; t < T; t++) {
            const row = (tensor: { data: Float32Array }, at: number) =>
              tensor.data.subarray((h * T + at) * D, (h * T + at + 1) * D);
            const scores = Array.from(
              { length: t + 1 },
              (_, s) => row(q, t).reduce((sum, x, d) => sum + x * row(k, s)[d], 0) / Math.sqrt(D),
            );
            const weights = softmax(Float32Array.from(scores));
            for (let s = 0; s <= t; s++)
              expect(Math.abs(pattern.data[(h * T + t) * T + s] - weights[s])).toBeLessThan(tolerance);
            for (let d = 0; d < D; d++) {
              const mixed = weights.reduce((sum, p, s) => sum + p * row(v, s)[d], 0);
              expect(Math.abs(mixed - row(out, t)[d])).toBeLessThan(tolerance * 3);
            }
          }
        }
      }
    },
  );

  it.each(graphs)('%s: a head taken out is out, and nothing changes while all are in', async (model) => {
    const ids = (await host.tokenize(model, 'Once upon a time')).map(({ id }) => id);
    const logits = async (mask?: Float32Array) =>
      (
        await host.trace({
          model,
          ids,
          outputs: ['logits', 'layer.1.attn.head_out'],
          interventions: mask && { headMask: mask },
        })
      ).tensors;
    const whole = await logits();
    expect((await logits(new Float32Array(8).fill(1))).logits.data).toEqual(whole.logits.data);
    const mask = new Float32Array(8).fill(1);
    mask[6] = 0;
    const less = await logits(mask);
    const out = less['layer.1.attn.head_out'];
    const size = out.data.length / 4;
    expect(out.data.subarray(2 * size, 3 * size).every((value) => value === 0)).toBe(true);
    expect(out.data.subarray(0, 2 * size)).toEqual(whole['layer.1.attn.head_out'].data.subarray(0, 2 * size));
    expect(less.logits.data).not.toEqual(whole.logits.data);
  });

  it.each(graphs)('%s: every field that is not the attention’s stays byte by byte', (_model, path) => {
    const bytes = new Uint8Array(readFileSync(fixtures + path));
    expect(joined([...fieldsOf(bytes)].flatMap(sameField))).toEqual(bytes);
    const opened = openAttention(bytes, wanted);
    if (!('bytes' in opened)) throw new Error(opened.detail);
    const weights = (model: Uint8Array) =>
      [...fieldsOf([...fieldsOf(model)].find(({ field }) => field === 7)!.part)].filter(
        ({ field }) => field === 5,
      );
    const before = weights(bytes);
    expect(weights(opened.bytes).slice(0, before.length)).toEqual(before);
  });

  it('says why a graph stays shut', () => {
    const bytes = new Uint8Array(readFileSync(fixtures + graphs[0][1]));
    expect(openAttention(bytes, { layers: 3, heads: 4 })).toEqual({ shut: 'unknown', detail: '2 / 3' });
    const node = (op: string) => joined(partField(7, partField(1, partField(4, op))));
    expect(openAttention(node('GroupQueryAttention'), wanted)).toEqual({
      shut: 'fused',
      detail: 'GroupQueryAttention',
    });
    expect(openAttention(node('If'), wanted)).toMatchObject({ shut: 'branch' });
    expect(openAttention(new Uint8Array(0), wanted)).toMatchObject({ shut: 'unknown' });
    expect(() => openAttention(bytes.subarray(0, 5000), wanted)).toThrow('damaged');
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DecoderPass } from '../../src/math/training/decoderPass';
import { planDecoder } from '../../src/math/training/decoderPlan';
import { Arena } from '../../src/math/training/kernels';
import { parseCatalogue } from '../../src/runtime/catalogue';
import { OnnxWeights } from '../../src/runtime/training/onnxWeights';
import { diskHost, modelsFolder } from './nodeHost';
import { diskTraining } from './trainingSource';

/** Shipped models that the engine can open: decoders of `story`'s family, with a head of their own vocabulary. */
const family = parseCatalogue(readFileSync(`${modelsFolder}index.json`, 'utf8'))
  .map(({ name }) => name)
  .filter((name) => /^story/.test(name));

const text =
  'Once upon a time, there was a little dog named Max. He liked to play in the garden, and one day';

describe('the engine against onnxruntime on the shipped file', () => {
  it.each(family)('%s: the same tokens and the same logits', async (name) => {
    const host = diskHost();
    const wanted = (await host.tokenize(name, text)).map(({ id }) => id);
    const trace = await host.trace({ model: name, ids: wanted, outputs: ['logits'] });
    const base = await diskTraining.model(name, () => {});
    expect(base.coder.encode(text)).toEqual(wanted);
    const length = wanted.length;
    const arena = new Arena();
    const capacity = { tokens: length, length, batch: 1, scored: length, cached: 0 };
    const plan = planDecoder(arena, base.shape, { layers: 1, rank: 4, head: true, scale: 2 }, capacity);
    const kernels = (await diskTraining.kernels())(arena.size);
    const pass = new DecoderPass(kernels, plan);
    for (const [key, { offset, rows, columns }] of plan.weights.places)
      kernels.heap.set(base.read(key, rows * columns), plan.base.values + offset);
    pass.runTrunk(Int32Array.from(wanted), 1, length);
    pass.runTop(null);
    pass.runHead(
      wanted.map((_, t) => t),
      length,
    );
    const { data } = trace.tensors.logits;
    let worst = 0;
    for (let i = 0; i < data.length; i++)
      worst = Math.max(worst, Math.abs(data[i] - kernels.heap[plan.logits + i]));
    expect(worst).toBeLessThan(1e-3);
  });
});

describe('an ONNX file', () => {
  const bytes = new Uint8Array(readFileSync(`${modelsFolder}story/onnx/model.onnx`));

  it('that is none, or cut, or of another shape, says so', () => {
    expect(() => new OnnxWeights(new Uint8Array(0))).toThrow(/no weights/);
    expect(() => new OnnxWeights(new TextEncoder().encode('<!doctype html>'))).toThrow(/ONNX/);
    expect(() => new OnnxWeights(bytes.subarray(0, 1_000_000))).toThrow(/ends inside/);
    const weights = new OnnxWeights(bytes);
    expect(weights.has('embed.weight')).toBe(true);
    expect(() => weights.read('embed.weight', 12)).toThrow(/instead of 12/);
    expect(() => weights.read('layer.99.attn.q.weight', 12)).toThrow(/no layer\.99/);
  });
});

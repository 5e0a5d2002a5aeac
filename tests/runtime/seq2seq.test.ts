import { describe, expect, it } from 'vitest';
import { FakeClient } from '../../src/runtime/fakeClient';
import {
  RuntimeError,
  type ModelInfo,
  type Seq2SeqTrace,
  type TranslatedToken,
} from '../../src/runtime/protocol';
import { withEnd, withStart } from '../../src/runtime/seq2seq';

const model = 'translate';

async function opened(): Promise<{ client: FakeClient; info: ModelInfo; sourceIds: number[] }> {
  const client = new FakeClient();
  const info = await client.load(model);
  const tokens = await client.tokenize(model, 'The little dog');
  return {
    client,
    info,
    sourceIds: withEnd(
      info,
      tokens.map(({ id }) => id),
    ),
  };
}

function sums({ tensors }: Seq2SeqTrace, name: string): number[] {
  const { data, dims } = tensors[name];
  const keys = dims[3];
  return Array.from({ length: data.length / keys }, (_, row) =>
    data.subarray(row * keys, (row + 1) * keys).reduce((a, b) => a + b, 0),
  );
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: RuntimeError) => error.code,
  );

describe('an encoder-decoder, played by the fake', () => {
  it('adds the end to a source and the start to a target', async () => {
    const { client, info } = await opened();
    expect(withEnd(info, [5, 6])).toEqual([5, 6, info.endOfTextId]);
    expect(withStart(info, [7])).toEqual([info.startId, 7]);
    const story = await client.load('story');
    expect(() => withStart(story, [7])).toThrow(RuntimeError);
  });

  it('gives the tensors of both stacks, patterns that sum to 1, and no look ahead', async () => {
    const { client, info, sourceIds } = await opened();
    const targetIds = withStart(info, [300, 301]);
    const trace = await client.traceSeq2Seq({ model, sourceIds, targetIds, outputs: 'all' });
    const [S, T] = [sourceIds.length, targetIds.length];
    for (const kind of ['enc.layer.0.attn', 'dec.layer.1.self', 'dec.layer.1.cross'])
      for (const sum of sums(trace, `${kind}.pattern`)) expect(sum).toBeCloseTo(1, 5);
    expect(trace.tensors['dec.layer.1.cross.pattern'].dims).toEqual([1, info.heads, T, S]);
    expect(trace.tensors['dec.layer.0.self.pattern'].data[1]).toBe(0);
    expect(trace.tensors['enc.layer.0.attn.pattern'].data[1]).toBeGreaterThan(0);
    expect(trace.tensors.logits.dims).toEqual([1, T, info.vocabulary]);
    expect(trace.tensors['enc.layer.1.norm2'].dims).toEqual([1, S, info.width]);
  });

  it('obeys masks of heads, biases and positions', async () => {
    const { client, info, sourceIds } = await opened();
    const request = { model, sourceIds, targetIds: withStart(info, [300]), outputs: ['logits'] };
    const plain = await client.traceSeq2Seq(request);
    const mask = new Float32Array(info.layers * info.heads).fill(1);
    mask[1] = 0;
    const bias = { dims: [1, 1, 1, sourceIds.length], data: new Float32Array(sourceIds.length) };
    bias.data[0] = -1e9;
    const rows = new Float32Array(sourceIds.length * info.width);
    for (const interventions of [
      { encoderHeadMask: mask },
      { selfHeadMask: mask },
      { crossHeadMask: mask },
      { encoderBias: bias },
      { crossBias: bias },
      { encoderPositions: rows },
      { decoderPositions: rows.subarray(0, 2 * info.width) },
    ]) {
      const changed = await client.traceSeq2Seq({ ...request, interventions });
      expect(changed.tensors.logits.data, Object.keys(interventions)[0]).not.toEqual(
        plain.tensors.logits.data,
      );
    }
    const wrong = { ...request, interventions: { crossHeadMask: mask.subarray(1) } };
    expect(await code(client.traceSeq2Seq(wrong))).toBe('bad-request');
  });

  it('translates greedily: each token is the likeliest of one whole pass, and a prefix is kept', async () => {
    const { client, info, sourceIds } = await opened();
    const told: TranslatedToken[] = [];
    const request = { model, sourceIds, maxTokens: 5, cache: true, withLogits: true };
    const stepOutputs = ['dec.layer.1.cross.pattern'];
    const tokens = await client.translate({ ...request, stepOutputs }, (token) => told.push(token));
    expect(told).toEqual(tokens);
    const targetIds = withStart(info, tokens.map(({ id }) => id).slice(0, -1));
    const { tensors } = await client.traceSeq2Seq({ model, sourceIds, targetIds, outputs: ['logits'] });
    tokens.forEach((token, t) => {
      const row = tensors.logits.data.subarray(t * info.vocabulary, (t + 1) * info.vocabulary);
      expect(token.id).toBe(row.indexOf(Math.max(...row)));
      expect(token.logits).toHaveLength(info.vocabulary);
      expect(token.tensors?.[stepOutputs[0]].dims.at(-1)).toBe(sourceIds.length);
    });
    const prefix = tokens.slice(0, 2).map(({ id }) => id);
    const rest = await client.translate({ ...request, prefix, maxTokens: 3 }, () => {});
    expect(rest.map(({ id }) => id)).toEqual(tokens.slice(2).map(({ id }) => id));
    expect(rest[0].index).toBe(0);
  });

  it('refuses what it cannot do, by name', async () => {
    const { client, info, sourceIds } = await opened();
    const targetIds = withStart(info, []);
    const trace = { model, sourceIds, targetIds, outputs: ['logits'] };
    expect(await code(client.traceSeq2Seq({ ...trace, outputs: ['layer.0.resid'] }))).toBe('bad-request');
    expect(await code(client.traceSeq2Seq({ ...trace, sourceIds: [] }))).toBe('empty-input');
    expect(await code(client.traceSeq2Seq({ ...trace, sourceIds: Array<number>(65).fill(9) }))).toBe(
      'too-long',
    );
    expect(await code(client.traceSeq2Seq({ ...trace, model: 'story' }))).toBe('bad-request');
    expect(await code(client.trace({ model, ids: sourceIds, outputs: ['logits'] }))).toBe('bad-request');
    const writing = {
      model,
      ids: sourceIds,
      maxTokens: 2,
      sampling: { temperature: 1 },
      seed: 1,
      cache: false,
    };
    expect(await code(client.generate(writing, () => {}))).toBe('bad-request');
    const controller = new AbortController();
    const given = client.translate(
      { model, sourceIds, maxTokens: 5, cache: false },
      () => controller.abort(),
      { signal: controller.signal },
    );
    expect(await code(given)).toBe('cancelled');
  });
});

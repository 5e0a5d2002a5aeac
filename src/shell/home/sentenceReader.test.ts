import { describe, expect, it } from 'vitest';
import { FakeClient } from '../../runtime/fakeClient';
import { softmax } from '../../math/softmax';
import { ModelHandle } from '../../state/model.svelte';
import { surprisalBits } from './buildRun';
import { SentenceReader } from './sentenceReader.svelte';

async function loaded(client = new FakeClient()): Promise<ModelHandle> {
  const model = new ModelHandle('story', client);
  await model.load();
  expect(model.status).toBe('ready');
  return model;
}

describe('reading a sentence', () => {
  it('gives the whole distribution after its last token, and what greedy decoding adds', async () => {
    const [model, reader] = [await loaded(), new SentenceReader()];
    await reader.read(model, 'The dragon opened');
    const run = reader.run!;
    expect(run.source).toBe('live');
    expect(run.probabilities).toEqual(softmax(run.logits));
    expect(run.probabilities).toHaveLength(run.model.vocabulary);
    expect(run.surprisals).toHaveLength(run.tokens.length);
    expect(run.surprisals[0]).toBeNull();
    expect(run.continuation[0].modelProbability).toBeCloseTo(Math.max(...run.probabilities), 6);
  });

  it('keeps the last picture when the sentence is emptied, and says how long it is', async () => {
    const [model, reader] = [await loaded(), new SentenceReader()];
    await reader.read(model, 'The dragon');
    const before = reader.run;
    await reader.read(model, '');
    expect(reader.run).toBe(before);
    expect(reader.length?.count).toBe(0);
  });

  it('lets the newest of many sentences win', async () => {
    const [model, reader] = [await loaded(), new SentenceReader()];
    const texts = Array.from({ length: 20 }, (_, n) => `The dragon ${'a '.repeat(n % 5)}${n}`);
    await Promise.all(texts.map((text) => reader.read(model, text)));
    const last = await model.client.tokenize('story', texts.at(-1)!);
    expect(reader.run!.tokens).toEqual(last);
    expect(model.status).toBe('ready');
  });

  it('reads the beginning of a text that is too long for the window', async () => {
    const [model, reader] = [await loaded(), new SentenceReader()];
    await reader.read(model, 'the dragon and the box '.repeat(60));
    expect(model.status).toBe('ready');
    expect(reader.length!.count).toBeGreaterThan(reader.length!.size);
    expect(reader.run!.tokens.length).toBe(reader.length!.size);
  });
});

describe('surprise', () => {
  it('is −log2 of the probability that the token before gave', () => {
    const logits = Float32Array.of(0, 0, 0, 0, Math.log(3), 0, 0, 0); // [2, 4]
    const tokens = [0, 2].map((id) => ({ id, text: '' }));
    expect(surprisalBits(logits, 4, tokens)).toEqual([null, 2]);
    expect(surprisalBits(logits, 4, [tokens[0], tokens[1], { id: 0, text: '' }])[2]).toBeCloseTo(1, 6);
  });
});

import { describe, expect, it } from 'vitest';
import { decodingDistribution } from '../../src/math/decoding';
import { argmax } from '../../src/math/ranking';
import { softmax } from '../../src/math/softmax';
import { FakeClient, fakeInfo } from '../../src/runtime/fakeClient';
import type { GeneratedToken, GenerateRequest } from '../../src/runtime/protocol';

const prompt = [257, 258, 259, 257, 258];
const request: GenerateRequest = {
  model: 'story',
  ids: prompt,
  maxTokens: 12,
  sampling: { temperature: 1.7 },
  seed: 3,
  cache: false,
  stopIds: [],
  withLogits: true,
};

const generate = (given: Partial<GenerateRequest>): Promise<readonly GeneratedToken[]> =>
  new FakeClient().generate({ ...request, ...given }, () => undefined);

describe('generation with penalties', () => {
  const penalties = {
    repetitionPenalty: 1.4,
    presencePenalty: 0.6,
    frequencyPenalty: 0.3,
    noRepeatNgram: 2,
  };

  it('draws each token from the distribution that src/math gives for the text so far', async () => {
    const drawn = await generate({ penalties, likeliest: true });
    drawn.forEach((token, index) => {
      const generated = drawn.slice(0, index).map((each) => each.id);
      const { final } = decodingDistribution(
        token.logits!,
        { prompt, generated },
        { ...request.sampling, ...penalties },
      );
      expect(token.id).toBe(argmax(final));
      expect(token.drawnProbability).toBe(final[token.id]);
      // Unmodified: the penalties say nothing about what the model itself believed.
      expect(token.modelProbability).toBe(softmax(token.logits!)[token.id]);
    });
    const pairs = drawn.slice(1).map((token, i) => `${drawn[i].id} ${token.id}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('takes the likeliest token whatever the temperature, and draws others when it may', async () => {
    const ids = async (given: Partial<GenerateRequest>) => (await generate(given)).map((token) => token.id);
    const greedy = await ids({ sampling: { temperature: 0 } });
    expect(await ids({ likeliest: true, sampling: { temperature: 0.2 } })).toEqual(greedy);
    expect(await ids({ likeliest: true, sampling: { temperature: 5 } })).toEqual(greedy);
    expect(await ids({ sampling: { temperature: 5 } })).not.toEqual(greedy);
  });

  it('refuses a penalty out of range and runs without any', async () => {
    await expect(generate({ penalties: { repetitionPenalty: 0 } })).rejects.toMatchObject({
      code: 'bad-request',
    });
    expect(await generate({ penalties: {} })).toEqual(
      (await generate({})).map((token) => ({ ...token, durationMs: expect.any(Number) as number })),
    );
    expect(fakeInfo.window).toBeGreaterThan(prompt.length + request.maxTokens);
  });
});

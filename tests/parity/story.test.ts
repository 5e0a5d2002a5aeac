import { describe, expect, it } from 'vitest';
import { cosSinTables, frequencies, rotate } from '../../src/math/rope';
import { buildFeeds, cacheNames } from '../../src/runtime/feeds';
import type { Tensor } from '../../src/runtime/protocol';
import { generationLoop } from '../../src/runtime/generationLoop';
import { describeParity, gap } from './parityFile';

const story = describeParity('story');
const { parity } = story;

describe('interventions on the shipped graph', () => {
  const ids = () => parity.prompts[1].ids;

  it('changes no bit with a head mask of ones or the causal bias written out', async () => {
    const plain = await story.trace(ids(), 'all');
    const t = ids().length;
    const bias = Float32Array.from({ length: t * t }, (_, i) => (i % t > Math.floor(i / t) ? -1e9 : 0)); // [T, S]
    for (const same of [
      { headMask: new Float32Array(story.model.info.layers * story.model.info.heads).fill(1) },
      { attentionBias: { data: bias, dims: [1, 1, t, t] } },
    ]) {
      const changed = await story.trace(ids(), 'all', same);
      for (const [name, { data }] of Object.entries(plain.tensors))
        expect(changed.tensors[name].data, name).toEqual(data);
    }
  });

  it('knocks a head out by zeroing its slice of head_out, and leaves earlier layers alone', async () => {
    const [layer, head] = [2, 4];
    const { heads, headSize } = story.model.info;
    const plain = await story.trace(ids(), 'all');
    const cut = await story.trace(ids(), 'all', { headMask: story.without(layer, head) });
    const name = `layer.${layer}.attn.head_out`; // [1, H, T, D]
    const size = ids().length * headSize;
    for (let h = 0; h < heads; h++) {
      const slice = cut.tensors[name].data.slice(h * size, (h + 1) * size);
      if (h === head) expect(slice.every((value) => value === 0)).toBe(true);
      else expect(slice).toEqual(plain.tensors[name].data.slice(h * size, (h + 1) * size));
    }
    expect(cut.tensors[`layer.${layer - 1}.resid`].data).toEqual(
      plain.tensors[`layer.${layer - 1}.resid`].data,
    );
    expect(gap(cut.tensors.logits.data, plain.tensors.logits.data)).toBeGreaterThan(1e-3);
  });

  it('lets no token look ahead: a later token changes no bit of an earlier one', async () => {
    const changed = [...ids().slice(0, -1), ids()[0]];
    const before = (tensor: Tensor) => tensor.data.slice(0, -story.model.info.vocabulary);
    const [a, b] = [await story.trace(ids(), ['logits']), await story.trace(changed, ['logits'])];
    expect(before(a.tensors.logits)).toEqual(before(b.tensors.logits));
  });

  it('turns q and k as src/math/rope does', async () => {
    const { heads, headSize, rotaryBase, layers } = story.model.info;
    const { tensors } = await story.trace(ids(), 'all');
    const T = ids().length;
    const table = cosSinTables(
      Array.from({ length: T }, (_, t) => t),
      frequencies(headSize, rotaryBase),
    );
    const row = (values: Float32Array, t: number) =>
      values.slice((t * headSize) / 2, ((t + 1) * headSize) / 2);
    for (let layer = 0; layer < layers; layer++) {
      for (const part of ['q', 'k']) {
        const plain = tensors[`layer.${layer}.attn.${part}`].data;
        const turned = tensors[`layer.${layer}.attn.${part}_rot`].data;
        for (let vector = 0; vector < heads * T; vector++) {
          const t = vector % T;
          const at = vector * headSize;
          const ours = rotate(
            plain.slice(at, at + headSize),
            row(table.cos, t),
            row(table.sin, t),
            'half-split',
          );
          expect(gap(turned.slice(at, at + headSize), ours)).toBeLessThanOrEqual(1e-5);
        }
      }
    }
  });
});

describe('the cache', () => {
  it('gives the same logits token by token as one pass over the whole text', async () => {
    const ids = parity.prompts[4].ids;
    const whole = (await story.trace(ids, ['logits'])).tensors.logits.data;
    const names = cacheNames(story.model.info);
    let past: Parameters<typeof buildFeeds>[4];
    for (let t = 0; t < ids.length; t++) {
      const feeds = buildFeeds(story.model.session, story.model.info, [ids[t]], {}, past);
      const result = await story.model.session.run(feeds, ['logits', ...names.map(({ output }) => output)]);
      past = {
        length: t + 1,
        tensors: Object.fromEntries(names.map(({ input, output }) => [input, result[output]])),
      };
      const V = story.model.info.vocabulary;
      expect(gap(result.logits.data, whole.slice(t * V, (t + 1) * V))).toBeLessThanOrEqual(1e-4);
    }
  });

  it('draws the same tokens with and without it, from logits equal to 1e-4', async () => {
    const run = async (cache: boolean) => {
      const drawn: { id: number; logits: Float32Array }[] = [];
      await generationLoop(
        story.model.session,
        story.model.info,
        {
          model: 'story',
          ids: parity.prompts[0].ids,
          maxTokens: 24,
          sampling: { temperature: 0.8, topP: 0.9 },
          seed: 7,
          cache,
          withLogits: true,
          stopIds: [],
        },
        {
          texts: story.model.texts,
          breathe: async () => {},
          cancelled: () => false,
          onToken: (token) => drawn.push({ id: token.id, logits: token.logits! }),
        },
      );
      return drawn;
    };
    const [cached, uncached] = [await run(true), await run(false)];
    expect(cached.map(({ id }) => id)).toEqual(uncached.map(({ id }) => id));
    cached.forEach(({ logits }, i) => expect(gap(logits, uncached[i].logits)).toBeLessThanOrEqual(1e-4));
  });
});

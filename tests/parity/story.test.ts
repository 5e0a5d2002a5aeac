import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { cosSinTables, frequencies, rotate } from '../../src/math/rope';
import { buildFeeds, cacheNames } from '../../src/runtime/feeds';
import type { OpenModel } from '../../src/runtime/modelHost';
import type { Interventions, Tensor } from '../../src/runtime/protocol';
import { tracePass } from '../../src/runtime/tracePass';
import { generationLoop } from '../../src/runtime/generationLoop';
import { diskHost, hashOf } from '../runtime/nodeHost';

interface Recorded {
  readonly shape: number[];
  readonly data: number[];
}

/** What PyTorch computed with the shipped file's own weights (training/common/parity.py). */
interface ParityFile {
  readonly model: string;
  readonly sha256: string;
  readonly tolerance: number;
  readonly prompts: { readonly text: string; readonly ids: number[]; readonly lastLogits: number[] }[];
  readonly tensors: {
    readonly text: string;
    readonly ids: number[];
    readonly values: Record<string, Recorded>;
  };
  readonly headKnockedOut: {
    readonly ids: number[];
    readonly layer: number;
    readonly head: number;
    readonly lastLogits: number[];
  };
  readonly positionInterpolation: {
    readonly ids: number[];
    readonly scale: number;
    readonly lastLogits: number[];
    readonly values: Record<string, Recorded>;
  };
}

const parity = JSON.parse(readFileSync(new URL('./story.json', import.meta.url), 'utf8')) as ParityFile;
let model: OpenModel;

beforeAll(async () => {
  model = await diskHost().open(parity.model);
}, 120_000);

/** Largest absolute difference; NaN anywhere gives NaN, which no bar lets pass. */
function gap(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  expect(found.length).toBe(wanted.length);
  let worst = 0;
  for (let i = 0; i < found.length; i++) {
    const difference = Math.abs(found[i] - wanted[i]);
    worst = difference > worst || Number.isNaN(difference) ? difference : worst;
  }
  return worst;
}

function last(logits: Tensor): Float32Array {
  return logits.data.slice(-logits.dims[2]);
}

function trace(ids: readonly number[], outputs: readonly string[] | 'all', interventions?: Interventions) {
  return tracePass(model.session, model.info, { model: parity.model, ids, outputs, interventions });
}

function maskWithout(layer: number, head: number): Float32Array {
  const mask = new Float32Array(model.info.layers * model.info.heads).fill(1); // [L, H]
  mask[layer * model.info.heads + head] = 0;
  return mask;
}

describe('the shipped story model against PyTorch', () => {
  it('was recorded from the very file that ships', () => {
    expect(hashOf('story/onnx/model.onnx')).toBe(parity.sha256);
  });

  it('splits the prompts into the same tokens, whose texts join to the prompt', () => {
    for (const prompt of parity.prompts) {
      const ids = model.encode(prompt.text);
      expect(ids).toEqual(prompt.ids);
      expect(ids.map((id) => model.texts[id]).join('')).toBe(prompt.text);
    }
  });

  it('gives the logits of five prompts over the whole vocabulary', async () => {
    for (const prompt of parity.prompts) {
      const { tensors } = await trace(prompt.ids, ['logits']);
      expect(gap(last(tensors.logits), prompt.lastLogits)).toBeLessThanOrEqual(1e-4);
    }
  });

  it('gives every named tensor', async () => {
    const { tensors } = await trace(parity.tensors.ids, 'all');
    expect(Object.keys(parity.tensors.values).length).toBeGreaterThan(40);
    for (const [name, recorded] of Object.entries(parity.tensors.values)) {
      expect(tensors[name].dims, name).toEqual(recorded.shape);
      expect(gap(tensors[name].data, recorded.data), name).toBeLessThanOrEqual(1e-4);
    }
  });

  it('gives the logits of a run with one head knocked out, which differ from the plain ones', async () => {
    const { ids, layer, head, lastLogits } = parity.headKnockedOut;
    const { tensors } = await trace(ids, ['logits'], { headMask: maskWithout(layer, head) });
    expect(gap(last(tensors.logits), lastLogits)).toBeLessThanOrEqual(1e-4);
    const plain = await trace(ids, ['logits']);
    expect(gap(last(plain.tensors.logits), lastLogits)).toBeGreaterThan(1e-3);
  });

  it('gives the run with interpolated positions', async () => {
    const { ids, scale, lastLogits, values } = parity.positionInterpolation;
    const positions = ids.map((_, t) => t * scale);
    const rotary = cosSinTables(positions, frequencies(model.info.headSize, model.info.rotaryBase));
    const { tensors } = await trace(ids, ['logits', ...Object.keys(values)], { rotary });
    expect(gap(last(tensors.logits), lastLogits)).toBeLessThanOrEqual(1e-4);
    for (const [name, recorded] of Object.entries(values)) {
      expect(gap(tensors[name].data, recorded.data), name).toBeLessThanOrEqual(1e-4);
    }
  });
});

describe('interventions on the shipped graph', () => {
  const ids = () => parity.prompts[1].ids;

  it('changes no bit with a head mask of ones or the causal bias written out', async () => {
    const plain = await trace(ids(), 'all');
    const t = ids().length;
    const bias = Float32Array.from({ length: t * t }, (_, i) => (i % t > Math.floor(i / t) ? -1e9 : 0)); // [T, S]
    for (const same of [
      { headMask: new Float32Array(model.info.layers * model.info.heads).fill(1) },
      { attentionBias: { data: bias, dims: [1, 1, t, t] } },
    ]) {
      const changed = await trace(ids(), 'all', same);
      for (const [name, { data }] of Object.entries(plain.tensors))
        expect(changed.tensors[name].data, name).toEqual(data);
    }
  });

  it('knocks a head out by zeroing its slice of head_out, and leaves earlier layers alone', async () => {
    const [layer, head] = [2, 4];
    const { heads, headSize } = model.info;
    const plain = await trace(ids(), 'all');
    const cut = await trace(ids(), 'all', { headMask: maskWithout(layer, head) });
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
    const before = (tensor: Tensor) => tensor.data.slice(0, -model.info.vocabulary);
    const [a, b] = [await trace(ids(), ['logits']), await trace(changed, ['logits'])];
    expect(before(a.tensors.logits)).toEqual(before(b.tensors.logits));
  });

  it('turns q and k as src/math/rope does', async () => {
    const { heads, headSize, rotaryBase, layers } = model.info;
    const { tensors } = await trace(ids(), 'all');
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
    const whole = (await trace(ids, ['logits'])).tensors.logits.data;
    const names = cacheNames(model.info);
    let past: Parameters<typeof buildFeeds>[4];
    for (let t = 0; t < ids.length; t++) {
      const feeds = buildFeeds(model.session, model.info, [ids[t]], {}, past);
      const result = await model.session.run(feeds, ['logits', ...names.map(({ output }) => output)]);
      past = {
        length: t + 1,
        tensors: Object.fromEntries(names.map(({ input, output }) => [input, result[output]])),
      };
      const V = model.info.vocabulary;
      expect(gap(result.logits.data, whole.slice(t * V, (t + 1) * V))).toBeLessThanOrEqual(1e-4);
    }
  });

  it('draws the same tokens with and without it, from logits equal to 1e-4', async () => {
    const run = async (cache: boolean) => {
      const drawn: { id: number; logits: Float32Array }[] = [];
      await generationLoop(
        model.session,
        model.info,
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
          texts: model.texts,
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

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { linear } from '../../src/math/linear';
import { layerNorm } from '../../src/math/norms';
import type { OpenModel } from '../../src/runtime/modelHost';
import type { Seq2SeqInterventions, Tensor, TranslatedToken } from '../../src/runtime/protocol';
import { withEnd, withStart } from '../../src/runtime/seq2seq';
import { diskHost, hashOf } from '../runtime/nodeHost';
import { gap } from './parityFile';

interface Recorded {
  readonly shape: number[];
  readonly data: number[];
}

/** What PyTorch computed with the shipped files' own weights (training/common/encdec_parity.py). */
interface Seq2SeqParity {
  readonly sha256: Readonly<Record<string, string>>;
  readonly greedy: readonly {
    readonly text: string;
    readonly sourceIds: number[];
    readonly ids: number[];
    readonly translation: string;
    readonly lastLogits?: number[];
  }[];
  readonly tensors: {
    readonly source: string;
    readonly sourceIds: number[];
    readonly target: string;
    readonly targetIds: number[];
    readonly values: Record<string, Recorded>;
  };
  readonly changed: {
    readonly headMask: number[];
    readonly hiddenSource: number;
    readonly positions: number[];
    readonly lastLogits: number[];
    readonly encoded: Recorded;
  };
}

const parity = JSON.parse(
  readFileSync(new URL('./translate.json', import.meta.url), 'utf8'),
) as Seq2SeqParity;
const host = diskHost();
const name = 'translate';
let model: OpenModel;

beforeAll(async () => {
  model = await host.open(name);
}, 120_000);

const { sourceIds, targetIds } = parity.tensors;

function trace(outputs: readonly string[] | 'all', interventions?: Seq2SeqInterventions) {
  return host.traceSeq2Seq({ model: name, sourceIds, targetIds, outputs, interventions });
}

async function translated(
  source: readonly number[],
  cache: boolean,
  prefix: readonly number[] = [],
): Promise<TranslatedToken[]> {
  const tokens: TranslatedToken[] = [];
  const request = { model: name, sourceIds: source, maxTokens: 64, cache, prefix, withLogits: true };
  const take = (token: TranslatedToken) => void tokens.push(token);
  await host.translate(request, take, () => false);
  return tokens;
}

const last = ({ data, dims }: Tensor) => data.slice(-dims[dims.length - 1]);

describe('the shipped translator against PyTorch', () => {
  it('was recorded from the very files that ship', () => {
    for (const [file, sha256] of Object.entries(parity.sha256))
      expect(hashOf(`${name}/${file}`)).toBe(sha256);
  });

  it('splits both languages into the same tokens, whose texts join to the text', () => {
    const { info, encode, texts } = model;
    for (const { text, sourceIds: wanted, ids, translation } of parity.greedy) {
      expect(withEnd(info, encode(text))).toEqual(wanted);
      for (const [ids_, whole] of [
        [encode(text), text],
        [ids, translation],
      ] as const)
        expect(ids_.map((id) => texts[id]).join('')).toBe(whole);
    }
    expect(withStart(info, encode(parity.tensors.target))).toEqual(targetIds);
  });

  it('gives every named tensor of both stacks', async () => {
    const { tensors } = await trace('all');
    expect(Object.keys(parity.tensors.values).length).toBeGreaterThan(80);
    for (const [tensor, recorded] of Object.entries(parity.tensors.values)) {
      expect(tensors[tensor].dims, tensor).toEqual(recorded.shape);
      expect(gap(tensors[tensor].data, recorded.data), tensor).toBeLessThanOrEqual(1e-4);
    }
    expect(Object.keys(tensors).filter((each) => /weight|bias|gain|present/.test(each))).toEqual([]);
  });

  it('obeys head masks, a hidden source token and other positions', async () => {
    const { headMask, hiddenSource, positions, lastLogits, encoded } = parity.changed;
    const mask = Float32Array.from(headMask);
    const hidden = new Float32Array(sourceIds.length);
    hidden[hiddenSource] = -1e9;
    const { tensors } = await trace(['logits', 'enc.layer.2.norm2'], {
      encoderHeadMask: mask,
      selfHeadMask: mask,
      crossHeadMask: mask,
      crossBias: { dims: [1, 1, 1, sourceIds.length], data: hidden },
      encoderPositions: Float32Array.from(positions),
    });
    expect(gap(tensors['enc.layer.2.norm2'].data, encoded.data)).toBeLessThanOrEqual(1e-4);
    expect(gap(last(tensors.logits), lastLogits)).toBeLessThanOrEqual(1e-4);
    const plain = await trace(['logits']);
    expect(gap(last(plain.tensors.logits), lastLogits)).toBeGreaterThan(1e-3);
  });

  it('translates greedily as PyTorch does, with and without the cache', async () => {
    for (const { sourceIds: source, ids, lastLogits } of parity.greedy) {
      const cached = await translated(source, true);
      const whole = await translated(source, false);
      const ended = ids.length < 64 ? [...ids, model.info.endOfTextId] : ids;
      expect(cached.map(({ id }) => id)).toEqual(ended);
      expect(whole.map(({ id }) => id)).toEqual(ended);
      cached.forEach(({ logits }, i) => expect(gap(logits!, whole[i].logits!)).toBeLessThanOrEqual(1e-4));
      if (lastLogits) expect(gap(cached.at(-1)!.logits!, lastLogits)).toBeLessThanOrEqual(1e-4);
    }
  });

  it('goes on behind a forced prefix as it would have by itself', async () => {
    const { sourceIds: source, ids } = parity.greedy[0];
    const rest = await translated(source, true, ids.slice(0, 2));
    expect(rest.map(({ id }) => id)).toEqual([...ids.slice(2), model.info.endOfTextId]);
  });

  it('gives the weights too: from one tensor to the next by hand', async () => {
    const layer = 'dec.layer.0';
    const { tensors } = await trace([
      'dec.input', `${layer}.self.q`, `${layer}.self.q.weight`, `${layer}.add1`, `${layer}.norm1`, `${layer}.norm1.gain`,
      `${layer}.norm1.bias`, `${layer}.norm2`, `${layer}.mlp.pre`, `${layer}.mlp.up.weight`, `${layer}.mlp.up.bias`,
    ]); // prettier-ignore
    const { width, headSize } = model.info;
    const of = (part: string) => tensors[`${layer}.${part}`].data;
    const q = linear(tensors['dec.input'].data, of('self.q.weight'), width, width); // [T, C]
    expect(gap(of('self.q').slice(0, headSize), q.slice(0, headSize))).toBeLessThanOrEqual(1e-4);
    const normed = layerNorm(of('add1'), { width, weight: of('norm1.gain'), bias: of('norm1.bias') });
    expect(gap(of('norm1'), normed)).toBeLessThanOrEqual(1e-4);
    const hidden = of('mlp.up.bias').length;
    const pre = linear(of('norm2'), of('mlp.up.weight'), width, hidden, of('mlp.up.bias'));
    expect(gap(of('mlp.pre'), pre)).toBeLessThanOrEqual(1e-4);
  });
});

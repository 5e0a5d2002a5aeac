import { combineHeads, headOutput, scores, splitHeads } from '../math/attention';
import { linear } from '../math/linear';
import { layerNorm } from '../math/norms';
import { createRandom, hashSeed } from '../math/random';
import { softmax } from '../math/softmax';
import type { Feeds, GraphSession } from './graphSession';
import { fakeVocabulary } from './fakeVocabulary';
import { RuntimeError, type ModelInfo, type Tensor } from './protocol';
import { crossNames } from './seq2seq';
import type { Seq2SeqSessions } from './seq2seqPass';

/** Characters that the fake translator writes besides bytes and words. */
const characters = [...'我你他她是有的一个只红蓝大小狗猫球盒子好在家里去了不喜欢。，？！'];

/** Texts of the fake translator's vocabulary: start, end, then the fake vocabulary without its end of text. */
export const fakeJointVocabulary: readonly string[] = [
  '<s>',
  '</s>',
  ...fakeVocabulary.slice(1),
  ...characters,
];

/** Shape of the fake translator, laid out like `translate`. */
export const fakeTranslator: ModelInfo = {
  name: 'translate',
  kind: 'encoder-decoder',
  layers: 2,
  encoderLayers: 2,
  heads: 4,
  headSize: 8,
  width: 32,
  vocabulary: fakeJointVocabulary.length,
  window: 64,
  rotaryBase: 0,
  parameters: 12345,
  bytes: 1000,
  endOfTextId: 1,
  startId: 0,
};

const hidden = 48;

/** Weights that depend on nothing but their name: [outputs, inputs], small enough that no row of scores is one-hot. */
function weight(name: string, outputs: number, inputs: number): Float32Array {
  const random = createRandom(hashSeed(name));
  return Float32Array.from({ length: outputs * inputs }, () => random.normal() / Math.sqrt(inputs));
}

/** One side of the fake while it runs: named tensors on their way to the caller. */
class FakePass {
  readonly tensors: Record<string, Tensor> = {};

  constructor(
    private readonly info: ModelInfo,
    private readonly feeds: Feeds,
  ) {}

  keep(name: string, dims: readonly number[], values: ArrayLike<number>): Float32Array {
    const data = Float32Array.from(values);
    this.tensors[name] = { dims, data };
    return data;
  }

  /** Embeddings, scaled, with the given positions added [T, C]. */
  enter(side: 'enc' | 'dec'): Float32Array {
    const { width, vocabulary } = this.info;
    const ids = Array.from(this.feeds.input_ids.data as BigInt64Array, Number);
    const table = weight('embed', vocabulary, width);
    const dims = [1, ids.length, width];
    const rows = this.keep(
      `${side}.embed`,
      dims,
      ids.flatMap((id) => [...table.subarray(id * width, (id + 1) * width)]),
    );
    const scaled = this.keep(
      `${side}.scaled`,
      dims,
      rows.map((x) => x * Math.sqrt(width)),
    );
    const positions = this.feeds.positions.data as Float32Array;
    this.keep(`${side}.positions`, dims.slice(1), positions);
    return this.keep(
      `${side}.input`,
      dims,
      scaled.map((x, i) => x + positions[i]),
    );
  }

  /** Heads [1, H, T, D] of a linear map of rows [T, C]. */
  heads(name: string, x: Float32Array): Tensor {
    const { width, heads, headSize } = this.info;
    const T = x.length / width;
    const rows = linear(x, weight(`${name}.weight`, width, width), width, width);
    this.keep(name, [1, heads, T, headSize], splitHeads(rows, heads, T, headSize));
    return this.tensors[name];
  }

  /** What attention adds to rows [T, C]; `bias` and `mask` are names of inputs. */
  attention(name: string, x: Float32Array, k: Tensor, v: Tensor, bias: string, mask: string, layer: number) {
    const { width, heads, headSize } = this.info;
    const [T, S] = [x.length / width, k.dims[2]];
    const q = this.heads(`${name}.q`, x);
    const shape = { queries: T, keys: S, headSize };
    const part = ({ data }: Tensor, h: number) =>
      data.subarray((h * data.length) / heads, ((h + 1) * data.length) / heads);
    const all = { scores: [] as number[], pattern: [] as number[], out: [] as number[] };
    for (let h = 0; h < heads; h++) {
      const raw = scores(part(q, h), part(k, h), shape);
      const pattern = Array.from({ length: T }, (_, t) => [
        ...softmax(Array.from({ length: S }, (_, s) => raw[t * S + s] + this.biasAt(bias, layer, h, t, s))),
      ]).flat();
      const factor = (this.feeds[mask].data as Float32Array)[layer * heads + h];
      all.scores.push(...raw);
      all.pattern.push(...pattern);
      all.out.push(...headOutput(pattern, part(v, h), shape).map((value) => value * factor));
    }
    this.keep(`${name}.scores`, [1, heads, T, S], all.scores);
    this.keep(`${name}.pattern`, [1, heads, T, S], all.pattern);
    const out = this.keep(`${name}.head_out`, [1, heads, T, headSize], all.out);
    const joined = combineHeads(out, heads, T, headSize);
    return this.keep(
      `${name}.out`,
      [1, T, width],
      linear(joined, weight(`${name}.o.weight`, width, width), width, width),
    );
  }

  /** LayerNorm(x + added), both kept under the layer's names. */
  addAndNorm(name: string, index: number, x: Float32Array, added: Float32Array): Float32Array {
    const { width } = this.info;
    const dims = [1, x.length / width, width];
    const sum = this.keep(
      `${name}.add${index}`,
      dims,
      x.map((value, i) => value + added[i]),
    );
    return this.keep(`${name}.norm${index}`, dims, layerNorm(sum, { width }));
  }

  feedForward(name: string, x: Float32Array): Float32Array {
    const { width } = this.info;
    const T = x.length / width;
    const pre = this.keep(
      `${name}.pre`,
      [1, T, hidden],
      linear(x, weight(`${name}.up.weight`, hidden, width), width, hidden),
    );
    const act = this.keep(
      `${name}.act`,
      [1, T, hidden],
      pre.map((value) => Math.max(0, value)),
    );
    return this.keep(
      `${name}.out`,
      [1, T, width],
      linear(act, weight(`${name}.down.weight`, width, hidden), hidden, width),
    );
  }

  private biasAt(name: string, ...at: number[]): number {
    const { data, dims } = this.feeds[name];
    const index = at.reduce((sum, place, axis) => sum * dims[axis] + (dims[axis] === 1 ? 0 : place), 0);
    return (data as Float32Array)[index];
  }
}

function encode(info: ModelInfo, feeds: Feeds): Record<string, Tensor> {
  const pass = new FakePass(info, feeds);
  let x = pass.enter('enc');
  for (let layer = 0; layer < info.encoderLayers!; layer++) {
    const name = `enc.layer.${layer}`;
    const [k, v] = [pass.heads(`${name}.attn.k`, x), pass.heads(`${name}.attn.v`, x)];
    x = pass.addAndNorm(name, 1, x, pass.attention(`${name}.attn`, x, k, v, 'attn_bias', 'head_mask', layer));
    x = pass.addAndNorm(name, 2, x, pass.feedForward(`${name}.mlp`, x));
  }
  for (const { output } of crossNames(info)) pass.heads(output, x);
  return pass.tensors;
}

function decode(info: ModelInfo, feeds: Feeds): Record<string, Tensor> {
  const pass = new FakePass(info, feeds);
  const given = (name: string): Tensor => feeds[name] as Tensor;
  let x = pass.enter('dec');
  for (let layer = 0; layer < info.layers; layer++) {
    if (given(`past_key_values.${layer}.key`).dims[2] > 0)
      throw new RuntimeError('bad-request', 'the fake keeps no keys and values');
    const name = `dec.layer.${layer}`;
    const [k, v] = [pass.heads(`${name}.self.k`, x), pass.heads(`${name}.self.v`, x)];
    x = pass.addAndNorm(
      name,
      1,
      x,
      pass.attention(`${name}.self`, x, k, v, 'self_bias', 'self_head_mask', layer),
    );
    const kept = [given(`cross.${layer}.key`), given(`cross.${layer}.value`)] as const;
    x = pass.addAndNorm(
      name,
      2,
      x,
      pass.attention(`${name}.cross`, x, ...kept, 'cross_bias', 'cross_head_mask', layer),
    );
    x = pass.addAndNorm(name, 3, x, pass.feedForward(`${name}.mlp`, x));
  }
  const { width, vocabulary } = info;
  const T = x.length / width;
  pass.keep('logits', [1, T, vocabulary], linear(x, weight('embed', vocabulary, width), width, vocabulary));
  return pass.tensors;
}

const parts = (names: readonly string[], name: string): string[] => names.map((each) => `${name}.${each}`);

function layerNames(name: string, attentions: Record<string, string>): string[] {
  const sums = Object.keys(attentions).length + 1;
  return [
    ...Object.entries(attentions).flatMap(([kind, made]) =>
      parts([...made, 'scores', 'pattern', 'head_out', 'out'], `${name}.${kind}`),
    ),
    ...Array.from({ length: sums }, (_, i) => parts([`add${i + 1}`, `norm${i + 1}`], name)).flat(),
    ...parts(['pre', 'act', 'out'], `${name}.mlp`),
  ];
}

function session(
  run: (feeds: Feeds) => Record<string, Tensor>,
  inputNames: string[],
  outputNames: string[],
): GraphSession {
  return {
    inputNames,
    outputNames,
    async run(feeds, outputs) {
      const found = run(feeds);
      return Object.fromEntries(outputs.map((name) => [name, found[name]]));
    },
  };
}

/**
 * An encoder-decoder without weights files for component tests: the real graphs' names, shapes and inputs, the
 * arithmetic in earnest, the weights made up (no caches, no weights as outputs).
 */
export function fakeSeq2Seq(info: ModelInfo): Seq2SeqSessions {
  const entry = ['embed', 'scaled', 'positions', 'input'];
  const layers = (count: number, name: string, kinds: Record<string, string>) =>
    Array.from({ length: count }, (_, layer) => layerNames(`${name}.layer.${layer}`, kinds)).flat();
  const cross = crossNames(info);
  return {
    encoder: session(
      (feeds) => encode(info, feeds),
      ['input_ids', 'positions', 'head_mask', 'attn_bias'],
      [
        ...parts(entry, 'enc'),
        ...layers(info.encoderLayers!, 'enc', { attn: 'qkv' }),
        ...cross.map(({ output }) => output),
      ],
    ),
    decoder: session(
      (feeds) => decode(info, feeds),
      ['input_ids', 'positions', 'self_head_mask', 'cross_head_mask', 'self_bias', 'cross_bias'],
      [...parts(entry, 'dec'), ...layers(info.layers, 'dec', { self: 'qkv', cross: 'q' }), 'logits'],
    ),
  };
}

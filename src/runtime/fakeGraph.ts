import { createRandom, hashSeed } from '../math/random';
import { softmax } from '../math/softmax';
import { rotate } from '../math/rope';
import type { Feeds, GraphSession } from './graphSession';
import type { ModelInfo, Tensor } from './protocol';

/** Normal numbers that depend on nothing but their name, so that every run of a test sees the same. */
function noise(name: string, length: number): Float32Array {
  const random = createRandom(hashSeed(name));
  return Float32Array.from({ length }, () => random.normal());
}

/** The tensors of one fake run, under the real graph's names. */
type NamedTensors = Record<string, Tensor>;

/** q, k and v of one layer [B, H, T, D], made up from the ids; the attention made of them is computed in earnest. */
function attention(
  record: NamedTensors,
  info: ModelInfo,
  layer: number,
  ids: readonly number[],
  feeds: Feeds,
): void {
  const { heads: H, headSize: D } = info;
  const T = ids.length;
  const dims = [1, H, T, D];
  const made = (part: string): Tensor => {
    const data = new Float32Array(H * T * D);
    for (let h = 0; h < H; h++) {
      for (let t = 0; t < T; t++) data.set(noise(`${layer} ${part} ${h} ${ids[t]}`, D), (h * T + t) * D);
    }
    return { dims, data };
  };
  const row = (name: string, t: number) =>
    (feeds[name].data as Float32Array).slice((t * D) / 2, ((t + 1) * D) / 2);
  const turned = ({ data }: Tensor): Tensor => {
    const out = new Float32Array(data.length);
    for (let vector = 0; vector < H * T; vector++) {
      const x = data.slice(vector * D, (vector + 1) * D);
      out.set(
        rotate(x, row('rotary_cos', vector % T), row('rotary_sin', vector % T), 'half-split'),
        vector * D,
      );
    }
    return { dims, data: out };
  };
  const [q, k, v] = [made('q'), made('k'), made('v')];
  const [qRot, kRot] = [turned(q), turned(k)];
  const scores = new Float32Array(H * T * T); // [H, T, S]
  const pattern = new Float32Array(H * T * T); // [H, T, S]
  const headOut = new Float32Array(H * T * D); // [H, T, D]
  const { data: bias, dims: biasDims } = feeds.attn_bias;
  const biasAt = (h: number, t: number, s: number): number => {
    const index = [layer, h, t, s].reduce(
      (sum, at, axis) => sum * biasDims[axis] + (biasDims[axis] === 1 ? 0 : at),
      0,
    );
    return (bias as Float32Array)[index];
  };
  for (let h = 0; h < H; h++) {
    const mask = (feeds.head_mask.data as Float32Array)[layer * H + h];
    for (let t = 0; t < T; t++) {
      for (let s = 0; s < T; s++) {
        let dot = 0;
        for (let d = 0; d < D; d++) dot += qRot.data[(h * T + t) * D + d] * kRot.data[(h * T + s) * D + d];
        scores[(h * T + t) * T + s] = dot / Math.sqrt(D);
      }
      const from = (h * T + t) * T;
      const weights = softmax(Array.from({ length: T }, (_, s) => scores[from + s] + biasAt(h, t, s)));
      pattern.set(weights, from);
      for (let d = 0; d < D; d++) {
        for (let s = 0; s < T; s++)
          headOut[(h * T + t) * D + d] += mask * weights[s] * v.data[(h * T + s) * D + d];
      }
    }
  }
  const name = `layer.${layer}.attn`;
  Object.assign(record, {
    [`${name}.q`]: q,
    [`${name}.k`]: k,
    [`${name}.v`]: v,
    [`${name}.q_rot`]: qRot,
    [`${name}.k_rot`]: kRot,
    [`${name}.scores`]: { dims: [1, H, T, T], data: scores },
    [`${name}.pattern`]: { dims: [1, H, T, T], data: pattern },
    [`${name}.head_out`]: { dims, data: headOut },
  });
}

/** Outputs of the fake graph, a subset of the real one's. */
function outputNames(layers: number): string[] {
  const parts = ['q', 'k', 'v', 'q_rot', 'k_rot', 'scores', 'pattern', 'head_out'];
  const perLayer = Array.from({ length: layers }, (_, l) => [
    ...parts.map((part) => `layer.${l}.attn.${part}`),
    `layer.${l}.resid`,
  ]);
  return ['embed', ...perLayer.flat(), 'final.norm', 'logits'];
}

/**
 * A graph without weights for component tests: the same names, shapes and inputs as the real one, numbers that are
 * made up from the ids but answer to head mask, attention bias and rotation as a model's would.
 */
export function fakeGraph(info: ModelInfo): GraphSession {
  const { layers, heads, headSize, width, vocabulary } = info;
  return {
    inputNames: ['input_ids', 'head_mask', 'attn_bias', 'rotary_cos', 'rotary_sin'],
    outputNames: outputNames(layers),
    async run(feeds, outputs) {
      const ids = Array.from(feeds.input_ids.data as BigInt64Array, Number);
      const T = ids.length;
      const record: NamedTensors = {};
      const x = Float32Array.from(ids.flatMap((id) => [...noise(`embed ${id}`, width)])); // [T, C]
      record.embed = { dims: [1, T, width], data: x.slice() };
      for (let layer = 0; layer < layers; layer++) {
        attention(record, info, layer, ids, feeds);
        const { data } = record[`layer.${layer}.attn.head_out`];
        for (let h = 0; h < heads; h++) {
          for (let t = 0; t < T; t++) {
            for (let d = 0; d < headSize; d++)
              x[t * width + h * headSize + d] += data[(h * T + t) * headSize + d];
          }
        }
        record[`layer.${layer}.resid`] = { dims: [1, T, width], data: x.slice() };
      }
      record['final.norm'] = { dims: [1, T, width], data: x.slice() };
      const unembed = noise('unembed', vocabulary * width); // [V, C]
      const logits = new Float32Array(T * vocabulary); // [T, V]
      for (let t = 0; t < T; t++) {
        for (let id = 0; id < vocabulary; id++) {
          for (let c = 0; c < width; c++)
            logits[t * vocabulary + id] += x[t * width + c] * unembed[id * width + c];
        }
      }
      record.logits = { dims: [1, T, vocabulary], data: logits };
      return Object.fromEntries(outputs.map((name) => [name, record[name]]));
    },
  };
}

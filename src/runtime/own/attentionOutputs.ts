/** An opened foreign graph under the names that our own graphs use. */
import { buildFeeds } from '../feeds';
import type { GraphSession } from '../graphSession';
import type { ModelInfo, Tensor } from '../protocol';
import type { AttentionNames } from './openAttention';

/** An output of the graph under another name, with what is done to it on the way. */
export interface Alias {
  readonly name: string;
  /** The last two sizes change places. */
  readonly transposed?: boolean;
  readonly factor?: number;
}

/** Our names for a graph's tensors; `factor[l]` brings queries to where q·k / sqrt(D) is the score. */
export function attentionAliases(
  layers: readonly AttentionNames[],
  factor: readonly number[] = [],
): Map<string, Alias> {
  return new Map(
    layers.flatMap(({ pattern, scores, q, kTransposed, v, headOut }, l): [string, Alias][] => {
      const at = `layer.${l}.attn.`;
      return [
        [`${at}pattern`, { name: pattern }],
        [`${at}scores`, { name: scores }],
        [`${at}q_rot`, { name: q, factor: factor[l] }],
        [`${at}k_rot`, { name: kTransposed, transposed: true }],
        [`${at}v`, { name: v }],
        [`${at}head_out`, { name: headOut }],
      ];
    }),
  );
}

/** A tensor as its alias tells. */
export function asAliased({ dims, data }: Tensor, { transposed, factor }: Alias): Tensor {
  if (!transposed && (factor === undefined || factor === 1)) return { dims, data };
  const out = new Float32Array(data.length);
  const [rows, columns] = dims.slice(-2);
  const size = rows * columns;
  for (let i = 0; i < data.length; i++) {
    const within = i % size;
    const to = transposed ? i - within + (within % columns) * rows + Math.floor(within / columns) : i;
    out[to] = data[i] * (factor ?? 1);
  }
  return { dims: transposed ? [...dims.slice(0, -2), columns, rows] : dims, data: out };
}

/**
 * Runs five tokens and holds what was found against what attention is: rows of the pattern add up to 1, nothing ahead is
 * seen, each head's result is pattern times values, and the scores are q·k times one number a layer. Gives these numbers
 * times sqrt(D); null where something doesn't hold (slopes or caps in the scores, other shapes), so that nothing is drawn
 * under a wrong name.
 */
export async function checkedFactors(
  session: GraphSession,
  info: ModelInfo,
  layers: number,
  tolerance: number,
): Promise<number[] | null> {
  const ids = [1, 2, 3, 2, 1];
  const T = ids.length;
  const names = ['pattern', 'scores', 'q_rot', 'k_rot', 'v', 'head_out'];
  const outputs = Array.from({ length: layers }, (_, l) =>
    names.map((name) => `layer.${l}.attn.${name}`),
  ).flat();
  const tensors = await session.run(buildFeeds(session, info, ids), outputs);
  const factors: number[] = [];
  for (let l = 0; l < layers; l++) {
    const [pattern, scores, q, k, v, out] = names.map((name) => tensors[`layer.${l}.attn.${name}`]);
    const D = q.dims.at(-1) ?? 0;
    const square = [pattern, scores].every(({ dims }) => dims.join() === [1, info.heads, T, T].join());
    const rows = [q, k].every(({ dims }) => dims.join() === [1, info.heads, T, D].join());
    const size = v.dims.at(-1) ?? 0;
    const valued = [v, out].every(({ dims }) => dims.join() === [1, info.heads, T, size].join());
    if (!square || !rows || !valued) return null;
    let top = 0;
    let bottom = 0;
    const products: [number, number][] = [];
    for (let h = 0; h < info.heads; h++) {
      for (let t = 0; t < T; t++) {
        let sum = 0;
        for (let s = 0; s < T; s++) {
          const p = pattern.data[(h * T + t) * T + s];
          sum += p;
          if (s > t && p > 1e-6) return null;
          if (s > t) continue;
          let product = 0;
          for (let d = 0; d < D; d++) product += q.data[(h * T + t) * D + d] * k.data[(h * T + s) * D + d];
          const score = scores.data[(h * T + t) * T + s];
          products.push([score, product]);
          top += score * product;
          bottom += product * product;
        }
        if (Math.abs(sum - 1) > tolerance) return null;
        for (let d = 0; d < size; d++) {
          let mixed = 0;
          for (let s = 0; s <= t; s++)
            mixed += pattern.data[(h * T + t) * T + s] * v.data[(h * T + s) * size + d];
          if (Math.abs(mixed - out.data[(h * T + t) * size + d]) > tolerance * (1 + Math.abs(mixed)))
            return null;
        }
      }
    }
    const factor = top / bottom;
    if (
      !products.every(
        ([score, product]) => Math.abs(score - factor * product) < tolerance * (1 + Math.abs(score)),
      )
    )
      return null;
    factors.push(factor * Math.sqrt(D));
  }
  return factors;
}

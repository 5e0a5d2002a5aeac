/**
 * What carries the positions into a graph: rotary tables, rows on the embeddings or slopes in the mask, as the model was
 * trained; and the same inputs with positions or mask switched off.
 */
import { sinusoidal } from '../math/positions';
import { RuntimeError, type Interventions, type ModelInfo, type Positions, type Tensor } from './protocol';

/** Added to a score that must not be seen; float32 softmax turns it into an exact 0. */
const hidden = -1e9;

/** A model's positions; rotary where it tells none. */
export function positionsOf(info: ModelInfo): Positions {
  return info.positions ?? { kind: 'rope' };
}

/** Causal bias [1, 1, T, S] of `newTokens` queries behind `past` cached tokens: 0 where a token may look, -1e9 ahead. */
export function causalBias(newTokens: number, past: number): Tensor {
  const total = past + newTokens;
  const data = new Float32Array(newTokens * total); // [1, 1, T, S]
  for (let t = 0; t < newTokens; t++) data.fill(hidden, t * total + past + t + 1, (t + 1) * total);
  return { data, dims: [1, 1, newTokens, total] };
}

/** Adds ALiBi's -slope times distance to a mask [1, 1, T, S], both ways: [1, H, T, S] (Press et al. 2022, sec. 3). */
function withSlopes(mask: Tensor, slopes: readonly number[]): Tensor {
  const [, , T, S] = mask.dims;
  const data = new Float32Array(slopes.length * T * S); // [1, H, T, S]
  slopes.forEach((slope, h) => {
    for (let t = 0; t < T; t++) {
      for (let s = 0; s < S; s++) {
        const distance = Math.abs(S - T + t - s);
        data[(h * T + t) * S + s] = mask.data[t * S + s] - slope * distance;
      }
    }
  });
  return { data, dims: [1, slopes.length, T, S] };
}

function bias(info: ModelInfo, newTokens: number, past: number, causal: boolean, slopes: boolean): Tensor {
  const S = past + newTokens;
  const mask = causal
    ? causalBias(newTokens, past)
    : { data: new Float32Array(newTokens * S), dims: [1, 1, newTokens, S] };
  const positions = positionsOf(info);
  return slopes && positions.kind === 'alibi' ? withSlopes(mask, positions.slopes) : mask;
}

/** The mask a model was trained with: causal for a decoder, nothing hidden in an encoder; with its slopes under ALiBi. */
export function ownBias(info: ModelInfo, newTokens: number, past: number): Tensor {
  return bias(info, newTokens, past, info.kind !== 'encoder', true);
}

/**
 * Rows [T, C] that a model adds to the embeddings of `newTokens` tokens behind `past` others; null where it adds none.
 * Throws RuntimeError 'too-long' past the end of a learned table.
 */
export function ownRows(info: ModelInfo, newTokens: number, past: number): Float32Array | null {
  const positions = positionsOf(info);
  if (positions.kind === 'learned') {
    const rows = positions.rows.length / info.width;
    if (past + newTokens > rows)
      throw new RuntimeError(
        'too-long',
        `${info.name} has learned ${rows} positions; ${past + newTokens} are asked for`,
      );
    return positions.rows.slice(past * info.width, (past + newTokens) * info.width);
  }
  if (positions.kind !== 'sinusoidal') return null;
  const rows = new Float32Array(newTokens * info.width); // [T, C]
  for (let t = 0; t < newTokens; t++)
    rows.set(
      sinusoidal(past + t, info.width).map((value) => value * positions.scale),
      t * info.width,
    );
  return rows;
}

/** Rotary tables [T, D/2] that turn nothing. */
function unturned(info: ModelInfo, tokens: number): NonNullable<Interventions['rotary']> {
  const size = (tokens * info.headSize) / 2;
  return { cos: new Float32Array(size).fill(1), sin: new Float32Array(size) };
}

/**
 * Inputs of a pass over `tokens` tokens with a decoder's positions or its causal mask switched off: nothing turned, rows
 * of zeros, no slopes; every score seen. ALiBi's slopes without a mask count the distance both ways.
 */
export function arrangement(
  info: ModelInfo,
  tokens: number,
  { positions, mask }: { readonly positions: boolean; readonly mask: boolean },
): Interventions {
  const kind = positionsOf(info).kind;
  return {
    attentionBias: bias(info, tokens, 0, mask, positions),
    ...(kind === 'rope' && !positions ? { rotary: unturned(info, tokens) } : {}),
    ...((kind === 'sinusoidal' || kind === 'learned') && !positions
      ? { positionRows: new Float32Array(tokens * info.width) }
      : {}),
  };
}

import { attentionFlops, forwardFlopsPerToken, kvBytesPerToken } from '../../math/cost';
import type { ModelInfo } from '../../runtime/protocol';

/** What can be counted of a generation without a clock; entry i is for the i-th generated token. */
export interface StepCounts {
  /** Tokens that run through the graph for this token. */
  readonly tokens: number;
  /** Attention scores a head needs for it: a row with the cache, the whole causal triangle without. */
  readonly scores: number;
  /** Bytes of keys and values kept afterwards. */
  readonly bytes: number;
}

/** The part of a model's shape that decides the cache's size. */
export type CacheShape = Pick<ModelInfo, 'layers' | 'heads' | 'headSize'>;

/** Bytes a token takes in the cache at fp32: 2 L H D 4. */
export function cacheBytesPerToken({ layers, heads, headSize }: CacheShape): number {
  return kvBytesPerToken({ layers, keyValueWidth: heads * headSize }, 4);
}

/** Causal scores in a head for `fresh` new queries behind `past` keys: the sum of past + 1 .. past + fresh. */
export function scoresOf(fresh: number, past: number): number {
  return fresh * past + (fresh * (fresh + 1)) / 2;
}

/** Counts of every token generated behind a prompt; the first reads the whole prompt either way. */
export function countSteps(
  prompt: number,
  generated: number,
  shape: CacheShape,
  cache: boolean,
): StepCounts[] {
  return Array.from({ length: generated }, (_, i) => {
    const read = prompt + i;
    const past = cache && i > 0 ? read - 1 : 0;
    const tokens = read - past;
    return {
      tokens,
      scores: scoresOf(tokens, past),
      bytes: cache ? read * cacheBytesPerToken(shape) : 0,
    };
  });
}

/** FLOPs of running `fresh` tokens behind `past` cached ones: 2N each, and 4 L d for every position looked at. */
export function flopsOf(
  { parameters, layers, width }: Pick<ModelInfo, 'parameters' | 'layers' | 'width'>,
  fresh: number,
  past: number,
): number {
  return forwardFlopsPerToken(parameters) * fresh + attentionFlops({ layers, width }, scoresOf(fresh, past));
}

/** Running sums. */
export function cumulate(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}

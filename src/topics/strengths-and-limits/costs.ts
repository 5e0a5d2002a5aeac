import {
  forwardFlopsPerToken,
  kvBytesPerToken,
  parameterCount,
  REFERENCE_MODELS,
  trainingFlops,
  weightBytes,
} from '../../math/cost';
import type { ModelInfo } from '../../runtime/protocol';

/** Everything a model costs, by formula; bytes with `bytesPerNumber` a weight and a cached number. */
export interface Costs {
  readonly parameters: number;
  /** 2N. */
  readonly flopsPerToken: number;
  readonly tokensRead: number | null;
  /** 6ND, attention's own products left out. */
  readonly trainingFlops: number | null;
  readonly weightBytes: number;
  readonly cacheBytes: number;
}

/** Tokens GPT-3 was trained on (Brown et al. 2020, table D.1). */
export const GPT3_TOKENS = 300e9;
/** FLOPs the same table reports for it. */
export const GPT3_REPORTED = 3.14e23;

/** The model in this tab: float32 when it runs; `context` tokens in its cache. */
export function costsHere(info: ModelInfo, tokensRead: number | null, context: number): Costs {
  const keyValueWidth = info.heads * info.headSize;
  return {
    parameters: info.parameters,
    flopsPerToken: forwardFlopsPerToken(info.parameters),
    tokensRead,
    trainingFlops: tokensRead === null ? null : trainingFlops(info.parameters, tokensRead),
    weightBytes: weightBytes(info.parameters, 4),
    cacheBytes: context * kvBytesPerToken({ layers: info.layers, keyValueWidth }, 4),
  };
}

/** GPT-3 in float16, by its published shape. */
export function costsOfGpt3(context: number): Costs {
  const shape = REFERENCE_MODELS['gpt3-175b'];
  const parameters = parameterCount(shape);
  return {
    parameters,
    flopsPerToken: forwardFlopsPerToken(parameters),
    tokensRead: GPT3_TOKENS,
    trainingFlops: trainingFlops(parameters, GPT3_TOKENS),
    weightBytes: weightBytes(parameters, 2),
    cacheBytes: context * kvBytesPerToken(shape, 2),
  };
}

import { requireInteger, requirePositive } from './checks';

/** What fixes a decoder's size. */
export interface Architecture {
  readonly layers: number;
  readonly width: number;
  /** Numbers kept for each of K and V in a layer for a token: key-value heads times head size. */
  readonly keyValueWidth: number;
  readonly feedForwardWidth: number;
  readonly vocabulary: number;
  readonly context: number;
  /** 'gpt': learned positions, biases, LayerNorm, two matrices in the feed-forward; 'llama': rotary, none, RMSNorm, three. */
  readonly family: 'gpt' | 'llama';
  readonly tiedEmbeddings: boolean;
}

/** Three published models: GPT-2 small (Radford et al. 2019), Llama 2 7B (Touvron et al. 2023), GPT-3 (Brown et al. 2020). */
export const REFERENCE_MODELS = {
  'gpt2-small': gpt(12, 768, 1024),
  'llama-2-7b': {
    layers: 32,
    width: 4096,
    keyValueWidth: 4096,
    feedForwardWidth: 11008,
    vocabulary: 32000,
    context: 4096,
    family: 'llama',
    tiedEmbeddings: false,
  },
  'gpt3-175b': gpt(96, 12288, 2048),
} as const satisfies Record<string, Architecture>;

function gpt(layers: number, width: number, context: number): Architecture {
  return {
    layers,
    width,
    keyValueWidth: width,
    feedForwardWidth: 4 * width,
    vocabulary: 50257,
    context,
    family: 'gpt',
    tiedEmbeddings: true,
  };
}

/** Exact number of weights of a decoder, embeddings and norms included; throws a RangeError on a size below 1. */
export function parameterCount(architecture: Architecture): number {
  const { layers, width, keyValueWidth, feedForwardWidth, vocabulary, context, family, tiedEmbeddings } =
    architecture;
  for (const size of [layers, width, keyValueWidth, feedForwardWidth, vocabulary, context]) {
    requireInteger('A size of the architecture', size, 1);
  }
  const isGpt = family === 'gpt';
  const attention = 2 * width * width + 2 * width * keyValueWidth;
  const feedForward = (isGpt ? 2 : 3) * width * feedForwardWidth;
  const biases = isGpt ? 2 * width + 2 * keyValueWidth + feedForwardWidth + width : 0;
  const norm = isGpt ? 2 * width : width;
  const positions = isGpt ? context * width : 0;
  const embeddings = (tiedEmbeddings ? 1 : 2) * vocabulary * width;
  return embeddings + positions + layers * (attention + feedForward + biases + 2 * norm) + norm;
}

/** Bytes of KV cache a token takes, 2 * layers * keyValueWidth * bytes a number (2 for fp16, 4 for fp32); throws a RangeError on a size that is not positive. */
export function kvBytesPerToken(
  architecture: Pick<Architecture, 'layers' | 'keyValueWidth'>,
  bytesPerNumber: number,
): number {
  requirePositive('The bytes a number takes', bytesPerNumber);
  return 2 * architecture.layers * architecture.keyValueWidth * bytesPerNumber;
}

/** Bytes that `parameters` weights take; throws a RangeError on a size that is not positive. */
export function weightBytes(parameters: number, bytesPerNumber: number): number {
  requirePositive('The number of parameters', parameters);
  requirePositive('The bytes a number takes', bytesPerNumber);
  return parameters * bytesPerNumber;
}

/** FLOPs of a forward pass for one token, 2N, attention over the context left out (Kaplan et al. 2020, sec. 2.1). */
export function forwardFlopsPerToken(parameters: number): number {
  requirePositive('The number of parameters', parameters);
  return 2 * parameters;
}

/** FLOPs of attention itself for a token that looks at `tokens` positions: 4 * layers * width * tokens, for scores and weighted sum. */
export function attentionFlops(architecture: Pick<Architecture, 'layers' | 'width'>, tokens: number): number {
  return 4 * architecture.layers * architecture.width * tokens;
}

/** Mean attention FLOPs a token over a full causal context, 2 * layers * width * context (Kaplan et al. 2020, table 1). */
export function meanAttentionFlops(architecture: Pick<Architecture, 'layers' | 'width' | 'context'>): number {
  return attentionFlops(architecture, architecture.context) / 2;
}

/** FLOPs of training, 6ND, attention over the context left out (Kaplan et al. 2020, sec. 2.1); throws a RangeError on a number that is not positive. */
export function trainingFlops(parameters: number, tokens: number): number {
  requirePositive('The number of parameters', parameters);
  requirePositive('The number of tokens', tokens);
  return 6 * parameters * tokens;
}

/** FLOPs of training with causal attention's own, 6ND + 6 * layers * width * context * D; throws a RangeError on a number that is not positive. */
export function trainingFlopsWithAttention(
  architecture: Pick<Architecture, 'layers' | 'width' | 'context'>,
  parameters: number,
  tokens: number,
): number {
  return trainingFlops(parameters, tokens) + 3 * meanAttentionFlops(architecture) * tokens;
}

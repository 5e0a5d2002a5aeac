import type { GeneratedToken, ModelInfo, Token, Trace } from '../../runtime/protocol';
import { logSoftmax, softmax } from '../../math/softmax';
import type { ModelShape, SentenceRun } from '../../state/sentenceRun';

/** The tensors that the home page's pictures draw. */
export function picturedTensors(layers: number): string[] {
  const each = Array.from({ length: layers }, (_, l) => [`layer.${l}.resid`, `layer.${l}.attn.pattern`]);
  return ['logits', 'embed', ...each.flat()];
}

/**
 * Bits of surprise at each token given those before it, from the logits of the whole text [T, V]; null at the
 * first token, which nothing precedes.
 */
export function surprisalBits(
  logits: Float32Array,
  vocabulary: number,
  tokens: readonly Token[],
): (number | null)[] {
  return tokens.map((token, t) => {
    if (t === 0) return null;
    const logP = logSoftmax(logits.subarray((t - 1) * vocabulary, t * vocabulary)); // [V]
    return -logP[token.id] / Math.LN2;
  });
}

/** What the pictures need of a trace, put together; `continuation` is empty until greedy decoding has run. */
export function buildRun(
  source: SentenceRun['source'],
  model: ModelInfo | ModelShape,
  tokens: readonly Token[],
  trace: Pick<Trace, 'tensors'>,
  textOf: (id: number) => string,
  continuation: readonly GeneratedToken[] = [],
): SentenceRun {
  const all = trace.tensors.logits.data; // [T, V]
  const logits = all.slice(-model.vocabulary); // [V]
  return {
    source,
    model,
    tokens,
    tensors: trace.tensors,
    logits,
    probabilities: softmax(logits),
    surprisals: surprisalBits(all, model.vocabulary, tokens),
    continuation,
    textOf,
  };
}

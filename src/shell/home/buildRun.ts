import type { ModelInfo, Token, Trace } from '../../runtime/protocol';
import type { StoredRun } from '../../runtime/storedRun';
import { argmax, logSoftmax, softmax } from '../../math/softmax';
import type { SentenceRun } from '../../state/sentenceRun';

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

/** What the pictures need of a fresh trace, put together; of the continuation only its first token, which needs no other pass. */
export function liveRun(
  model: ModelInfo,
  tokens: readonly Token[],
  trace: Trace,
  textOf: (id: number) => string,
): SentenceRun {
  const all = trace.tensors.logits.data; // [T, V]
  const next = nextToken(all.slice(-model.vocabulary));
  const id = argmax(next.logits);
  const p = next.probabilities[id];
  const first = { index: 0, id, text: textOf(id), modelProbability: p, drawnProbability: 1, durationMs: 0 };
  return {
    source: 'live',
    model,
    tokens,
    tensors: trace.tensors,
    ...next,
    surprisals: surprisalBits(all, model.vocabulary, tokens),
    continuation: [first],
    textOf,
  };
}

/** The same from a stored run; null when it was stored without a reading. */
export function storedRun(stored: StoredRun): SentenceRun | null {
  const { tokens, trace, vocabulary, reading } = stored;
  if (!reading) return null;
  return {
    source: 'stored',
    model: reading.info,
    tokens,
    tensors: trace.tensors,
    ...nextToken(trace.tensors.logits.data.slice(-reading.info.vocabulary)),
    surprisals: reading.surprisals,
    continuation: reading.continuation,
    textOf: (id) => vocabulary[id] ?? '',
  };
}

function nextToken(logits: Float32Array): Pick<SentenceRun, 'logits' | 'probabilities'> {
  return { logits, probabilities: softmax(logits) }; // [V], [V]
}

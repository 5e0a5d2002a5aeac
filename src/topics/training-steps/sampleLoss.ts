import { logSumExp } from '../../math/softmax';
import type { Token, Trace, TraceRequest } from '../../runtime/protocol';
import sample from './heldOut.json';

/** What is needed to read a text: the page's client and the host in Node both do it. */
export interface TextReader {
  tokenize(model: string, text: string): Promise<readonly Token[]>;
  trace(request: TraceRequest, options?: { readonly signal?: AbortSignal }): Promise<Trace>;
}

/** The held-out sample that ships: stories of our own, and texts of the generator under a seed of their own. */
export const heldOutGroups = { stories: sample.stories, world: sample.world } as const;
export type HeldOutGroup = keyof typeof heldOutGroups;

/** Loss over every token of some texts: mean nats a token, bits a byte, and what was counted. */
export interface SampleLoss {
  readonly nats: number;
  readonly bitsPerByte: number;
  readonly tokens: number;
  readonly bytes: number;
}

/** Nats of surprise at each token of `ids` but the first [T - 1], from logits [1, T, V]. */
export function surprisesOf(logits: Float32Array, vocabulary: number, ids: readonly number[]): Float64Array {
  return Float64Array.from({ length: Math.max(0, ids.length - 1) }, (_, t) => {
    const row = logits.subarray(t * vocabulary, (t + 1) * vocabulary); // [V]
    return logSumExp(row) - row[ids[t + 1]];
  });
}

/**
 * A model's loss on texts, each read alone behind one end-of-text token, so that its first token is scored too
 * (training/story/checkpoints.py does the same). Throws RuntimeError.
 */
export async function sampleLoss(
  reader: TextReader,
  model: { readonly name: string; readonly endOfTextId: number },
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<SampleLoss> {
  let [nats, tokens, bytes] = [0, 0, 0];
  for (const text of texts) {
    const own = (await reader.tokenize(model.name, text)).map((token) => token.id);
    const ids = [model.endOfTextId, ...own];
    const { tensors } = await reader.trace({ model: model.name, ids, outputs: ['logits'] }, { signal });
    const { data, dims } = tensors.logits;
    nats += surprisesOf(data, dims[dims.length - 1], ids).reduce((sum, each) => sum + each, 0);
    tokens += own.length;
    bytes += new TextEncoder().encode(text).length;
  }
  return { nats: nats / tokens, bitsPerByte: nats / Math.LN2 / bytes, tokens, bytes };
}

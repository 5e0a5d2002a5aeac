import { softmax, topIndices } from '../../src/math/softmax';
import { packTensor } from '../../src/runtime/floats';
import type { ModelHost } from '../../src/runtime/modelHost';
import type { Token } from '../../src/runtime/protocol';
import { withEnd, withStart } from '../../src/runtime/seq2seq';
import type { StoredRunFile } from '../../src/runtime/storedRun';

/** What a stored run of an encoder-decoder asks for. */
export interface TranslationSpec {
  readonly slug: string;
  readonly model: string;
  readonly prompt: string;
  readonly outputs: readonly string[];
  /** How many of each step's likeliest tokens are kept. */
  readonly likeliest: number;
}

/** Translates a topic's prompt with the shipped weights, greedily, and packs what it asks for. */
export async function recordTranslation(spec: TranslationSpec, host: ModelHost): Promise<StoredRunFile> {
  const { slug, model, prompt } = spec;
  const { info } = await host.open(model);
  const texts = await host.vocabulary(model);
  const named = (id: number): Token => ({ id, text: texts[id] });
  const sourceIds = withEnd(
    info,
    (await host.tokenize(model, prompt)).map((token) => token.id),
  );
  const ids: number[] = [];
  await host.translate(
    { model, sourceIds, maxTokens: info.window, cache: true },
    (token) => ids.push(token.id),
    () => false,
  );
  const targetIds = withStart(info, ids.slice(0, -1));
  const { tensors } = await host.traceSeq2Seq({
    model,
    sourceIds,
    targetIds,
    outputs: [...spec.outputs, 'logits'],
  });
  const V = info.vocabulary;
  const likeliest = ids.map((_, step) => {
    const p = softmax(tensors.logits.data.subarray(step * V, (step + 1) * V));
    const top = Array.from(topIndices(p, spec.likeliest));
    return { ids: top, probabilities: top.map((id) => p[id]) };
  });
  const seen = [...new Set([...sourceIds, ...targetIds, ...likeliest.flatMap((step) => step.ids)])];
  return {
    slug,
    model,
    prompt,
    tokens: sourceIds.map(named),
    tensors: Object.fromEntries(spec.outputs.map((name) => [name, packTensor(tensors[name])])),
    vocabulary: Object.fromEntries(seen.map((id) => [id, texts[id]])),
    translation: { info, fed: targetIds.map(named), written: ids.map(named), likeliest },
  };
}

import type { CallOptions, ModelClient } from '../../runtime/modelClient';
import type { ModelInfo, TensorName, Token } from '../../runtime/protocol';
import { readChoices, writeChoices, type Choice } from './choices';
import type { FlowShape } from './machine';
import type { FlowRun, Weights } from './tensors';

/** Sizes of a loaded encoder-decoder. */
export function shapeOf(info: ModelInfo): FlowShape {
  const { layers, heads, headSize, width } = info;
  return { encoderLayers: info.encoderLayers ?? layers, decoderLayers: layers, heads, headSize, width };
}

/** What is needed to run one sentence. */
export interface TranslationJob {
  readonly client: ModelClient;
  readonly info: ModelInfo;
  readonly vocabulary: readonly string[];
  readonly prompt: string;
  readonly choices: string;
  readonly options: CallOptions;
}

/** What the decoder writes: likeliest token by token, but for the steps the reader chose. Ends with the end token or a full window. */
async function decode(
  { client, info, options }: TranslationJob,
  sourceIds: readonly number[],
  choices: readonly Choice[],
): Promise<{ readonly ids: readonly number[]; readonly used: readonly Choice[] }> {
  const model = info.name;
  const used: Choice[] = [];
  let ids: number[] = [];
  const goOn = async (until: number) => {
    if (ids.length >= until || ids.at(-1) === info.endOfTextId) return;
    const request = { model, sourceIds, prefix: ids, maxTokens: until - ids.length, cache: true };
    const drawn = await client.translate(request, () => {}, options);
    ids = [...ids, ...drawn.map((token) => token.id)];
  };
  for (const choice of choices) {
    if (choice.step >= info.window || choice.id >= info.vocabulary) continue;
    await goOn(choice.step);
    if (ids.length !== choice.step || ids.at(-1) === info.endOfTextId) break;
    ids = [...ids, choice.id];
    used.push(choice);
  }
  await goOn(info.window);
  return { ids, used };
}

/** Translates a text and brings back every tensor on the way; null for a text without tokens. Throws RuntimeError. */
export async function translateText(job: TranslationJob): Promise<FlowRun | null> {
  const { client, info, vocabulary, prompt } = job;
  const model = info.name;
  const tokens = await client.tokenize(model, prompt);
  if (tokens.length === 0) return null;
  const named = (id: number): Token => ({ id, text: vocabulary[id] ?? '' });
  const read = tokens.slice(0, info.window - 1);
  const source = [...read, named(info.endOfTextId)];
  const sourceIds = source.map((token) => token.id);
  const { ids, used } = await decode(job, sourceIds, readChoices(job.choices));
  const targetIds = [info.startId ?? 0, ...ids.slice(0, -1)];
  // One pass over all that was written gives every step's tensors: the mask keeps each row as it was at its step.
  const { tensors } = await client.traceSeq2Seq({ model, sourceIds, targetIds, outputs: 'all' }, job.options);
  return {
    prompt,
    shape: shapeOf(info),
    source,
    cut: tokens.length - read.length,
    fed: targetIds.map(named),
    written: ids.map(named),
    choices: writeChoices(used),
    tensors,
    live: true,
  };
}

/** Fetches weights by name; any run will do, the shortest is the cheapest. Throws RuntimeError. */
export async function fetchWeights(
  client: ModelClient,
  info: ModelInfo,
  names: readonly TensorName[],
): Promise<Weights> {
  const { tensors } = await client.traceSeq2Seq({
    model: info.name,
    sourceIds: [info.endOfTextId],
    targetIds: [info.startId ?? 0],
    outputs: names,
  });
  return tensors;
}

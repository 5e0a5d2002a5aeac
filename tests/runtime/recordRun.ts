import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { topIndices } from '../../src/math/softmax';
import { packTensor } from '../../src/runtime/floats';
import type { ModelHost } from '../../src/runtime/modelHost';
import { arrangement } from '../../src/runtime/positions';
import type { GeneratedToken, Tensor, Token } from '../../src/runtime/protocol';
import type { StoredReading, StoredRunFile } from '../../src/runtime/storedRun';
import { surprisalBits } from '../../src/shell/home/buildRun';
import { diskHost } from './nodeHost';
import { recordTranslation } from './recordTranslation';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** src/topics/<slug>/storedRun.json (slug) and storedRun.zh.json (`<slug>.zh`): what a topic shows before its model is there. */
export interface StoredRunSpec {
  readonly slug: string;
  readonly model: string;
  readonly prompt: string;
  readonly outputs: readonly string[];
  /** What the model is run without. */
  readonly without?: readonly ('positions' | 'mask')[];
  /** A second text, run alike, that the first is compared with. */
  readonly second?: string;
  /** Outputs [B, T, ...] of which only the last token's row is kept. */
  readonly lastOnly?: readonly string[];
  /** How many of the most probable next tokens are kept by name. Default 64. */
  readonly names?: number;
  /** How many tokens greedy decoding adds; with it come the model's info and the surprise at each token. */
  readonly continued?: number;
  /** For an encoder-decoder: the prompt is translated, and of each step so many likeliest tokens are kept. */
  readonly likeliest?: number;
}

/** Every topic's spec, and the home page's; storedRun.zh.json is of what is shown in Chinese, where that differs. */
export function storedRunSpecs(): StoredRunSpec[] {
  return [...readdirSync(`${root}src/topics`).map((slug) => `topics/${slug}`), 'shell/home']
    .flatMap((folder) => ['storedRun', 'storedRun.zh'].map((name) => `${root}src/${folder}/${name}.json`))
    .filter((path) => existsSync(path))
    .map((path) => JSON.parse(readFileSync(path, 'utf8')) as StoredRunSpec);
}

/** Where a topic's stored run lies. */
export function storedRunPath(slug: string): string {
  return `${root}static/runs/stored/${slug}.json`;
}

function lastRow(tensor: Tensor): Tensor {
  const [batch, , ...rest] = tensor.dims;
  const size = rest.reduce((product, each) => product * each, 1);
  return { dims: [batch, 1, ...rest], data: tensor.data.slice(-size) };
}

/** Runs a topic's prompt through the shipped weights and packs what it asks for. */
export async function recordRun(spec: StoredRunSpec, host: ModelHost = diskHost()): Promise<StoredRunFile> {
  if (spec.likeliest !== undefined) return recordTranslation({ ...spec, likeliest: spec.likeliest }, host);
  const { logits, ...first } = await recordText(spec, spec.prompt, host);
  const second = spec.second === undefined ? null : await recordText(spec, spec.second, host);
  const texts = await host.vocabulary(spec.model);
  const ids = first.tokens.map((token) => token.id);
  const named = [...new Set([...topIndices(lastRow(logits).data, spec.names ?? 64), ...ids])];
  return {
    slug: spec.slug,
    model: spec.model,
    ...first,
    vocabulary: Object.fromEntries(named.map((id) => [id, texts[id]])),
    ...(second ? { second: { prompt: second.prompt, tokens: second.tokens, tensors: second.tensors } } : {}),
    ...(spec.continued
      ? { reading: await recordReading(spec, spec.continued, first.tokens, logits, host) }
      : {}),
  };
}

/** One text of a spec, with the logits of all its tokens beside what is stored. */
async function recordText(spec: StoredRunSpec, prompt: string, host: ModelHost) {
  const tokens = await host.tokenize(spec.model, prompt);
  const ids = tokens.map((token) => token.id);
  const { info } = await host.open(spec.model);
  const off = (part: 'positions' | 'mask') => spec.without?.includes(part) ?? false;
  const { tensors } = await host.trace({
    model: spec.model,
    ids,
    outputs: [...spec.outputs, 'logits'],
    ...(spec.without
      ? { interventions: arrangement(info, ids.length, { positions: !off('positions'), mask: !off('mask') }) }
      : {}),
  });
  const kept = spec.outputs.map((name) => [
    name,
    packTensor(spec.lastOnly?.includes(name) ? lastRow(tensors[name]) : tensors[name]),
  ]);
  return {
    prompt,
    tokens,
    tensors: Object.fromEntries(kept) as StoredRunFile['tensors'],
    logits: tensors.logits,
  };
}

async function recordReading(
  { model }: StoredRunSpec,
  maxTokens: number,
  tokens: readonly Token[],
  logits: Tensor,
  host: ModelHost,
): Promise<StoredReading> {
  const { info } = await host.open(model);
  const continuation: GeneratedToken[] = [];
  const request = {
    model,
    ids: tokens.map((token) => token.id),
    maxTokens,
    sampling: { temperature: 0 },
    seed: 1,
    cache: true,
  };
  await host.generate(
    request,
    // Time differs from run to run and is nothing to keep.
    (token) => continuation.push({ ...token, durationMs: 0 }),
    () => false,
  );
  return { info, surprisals: surprisalBits(logits.data, info.vocabulary, tokens), continuation };
}

import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { topIndices } from '../../src/math/softmax';
import { packTensor } from '../../src/runtime/floats';
import type { ModelHost } from '../../src/runtime/modelHost';
import type { Tensor } from '../../src/runtime/protocol';
import type { StoredRunFile } from '../../src/runtime/storedRun';
import { diskHost } from './nodeHost';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** src/topics/<slug>/storedRun.json: what a topic shows before its model is there. */
export interface StoredRunSpec {
  readonly slug: string;
  readonly model: string;
  readonly prompt: string;
  readonly outputs: readonly string[];
  /** Outputs [B, T, ...] of which only the last token's row is kept. */
  readonly lastOnly?: readonly string[];
  /** How many of the most probable next tokens are kept by name. Default 64. */
  readonly names?: number;
}

/** Every topic's spec. */
export function storedRunSpecs(): StoredRunSpec[] {
  return readdirSync(`${root}src/topics`)
    .map((slug) => `${root}src/topics/${slug}/storedRun.json`)
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
  const tokens = await host.tokenize(spec.model, spec.prompt);
  const ids = tokens.map((token) => token.id);
  const { tensors } = await host.trace({ model: spec.model, ids, outputs: [...spec.outputs, 'logits'] });
  const texts = await host.vocabulary(spec.model);
  const named = [...new Set([...topIndices(lastRow(tensors.logits).data, spec.names ?? 64), ...ids])];
  return {
    slug: spec.slug,
    model: spec.model,
    prompt: spec.prompt,
    tokens,
    tensors: Object.fromEntries(
      spec.outputs.map((name) => [name, packTensor(spec.lastOnly?.includes(name) ? lastRow(tensors[name]) : tensors[name])]),
    ),
    vocabulary: Object.fromEntries(named.map((id) => [id, texts[id]])),
  };
}

/** The worker's way to the reader's models: what was opened from a folder, and what the browser keeps. It asks no network. */
import type { LoadProgress } from '../protocol';
import { RuntimeError } from '../protocol';
import type { OpenModel } from '../modelHost';
import { loadLibrary } from '../transformersModel';
import { ort, startWasm } from '../wasmEngine';
import { openOwn, type OwnEngine, type OwnFiles } from './openOwn';
import { OwnStore } from './ownStore';

/** A folder's files as the page handed them over. */
export interface OfferedFiles {
  readonly graph: string;
  readonly files: ReadonlyMap<string, Blob>;
}

function fromBlobs({ graph, files }: OfferedFiles): OwnFiles & { bytes: number } {
  return {
    graph,
    paths: [...files.keys()],
    bytes: [...files.values()].reduce((sum, file) => sum + file.size, 0),
    read: async (path) => new Uint8Array(await files.get(path)!.arrayBuffer()),
  };
}

async function fromStore(name: string): Promise<OwnFiles & { bytes: number }> {
  const store = globalThis.caches ? new OwnStore(globalThis.caches) : null;
  const manifest = await store?.manifest(name);
  if (!store || !manifest?.complete) throw new RuntimeError('model-unfit', `not-here: ${name}`);
  return {
    graph: manifest.graph,
    paths: manifest.files.map(({ path }) => path),
    bytes: manifest.bytes,
    read: (path) =>
      store.read(
        name,
        manifest.files.find((file) => file.path === path)!,
      ),
  };
}

async function engine(): Promise<OwnEngine> {
  const transformers = await loadLibrary();
  await startWasm();
  return {
    Tensor: ort.Tensor as never,
    create: (graph, options) => ort.InferenceSession.create(graph, options) as never,
    tokenizer: (json, config) => new transformers.PreTrainedTokenizer(json as never, config as never),
  };
}

/** Opens a model of the reader's that is already on this device. Throws RuntimeError. */
export async function openKept(
  name: string,
  offered: OfferedFiles | undefined,
  onProgress: (progress: LoadProgress) => void,
): Promise<OpenModel> {
  const files = offered ? fromBlobs(offered) : await fromStore(name);
  const report = (phase: LoadProgress['phase']) =>
    onProgress({ model: name, loadedBytes: files.bytes, totalBytes: files.bytes, phase });
  report('compile');
  const parts = await engine();
  report('session');
  const model = await openOwn(name, files, parts);
  report('ready');
  return model;
}

/** Entry of the training worker: joins network, store and kernels to the server of sessions. */
import { plainKernels } from '../../math/training/plainKernels';
import { simdKernels } from '../../math/training/simdKernels';
import { browserAssetCache } from '../assetCache';
import { fetchAsset, fetchCatalogue, type AssetSource, type Bytes } from '../assets';
import { breathe } from '../breathe';
import { rowOf } from '../catalogue';
import { RuntimeError } from '../protocol';
import { baseFiles, readBaseModel } from './baseModel';
import type { ToTrainer } from './envelope';
import kernelsUrl from './kernels.wasm?url';
import type { TrainingSource } from './openSession';
import { TrainingServer } from './trainingServer';

/** The SIMD kernels, or null where the browser has none: the plain ones do the same, more slowly. */
async function compileKernels(): Promise<WebAssembly.Module | null> {
  try {
    const response = await fetch(kernelsUrl);
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch {
    return null;
  }
}

function trainingSource(modelsBase: string, module: Promise<WebAssembly.Module | null>): TrainingSource {
  const assets: AssetSource = {
    base: modelsBase,
    fetch: (url, init) => fetch(url, init),
    cache: browserAssetCache(self.caches),
    subtle: self.crypto?.subtle,
  };
  return {
    breathe,
    now: () => performance.now(),
    kernels: async () => {
      const compiled = await module;
      return (count) => (compiled ? simdKernels(compiled, count) : plainKernels(new Float32Array(count)));
    },
    model: async (name, onBytes) => {
      const row = rowOf(await fetchCatalogue(assets), name);
      const wanted = baseFiles.map((path) => {
        const file = row.files.find((each) => each.path === `${row.name}/${path}`);
        if (!file) throw new RuntimeError('model-missing', `The catalogue lists no ${path} for ${row.name}`);
        return file;
      });
      const total = wanted.reduce((sum, { bytes }) => sum + bytes, 0);
      const loaded = wanted.map(() => 0);
      const files = await Promise.all(
        wanted.map((file, i) =>
          fetchAsset(assets, file, (count) => {
            loaded[i] = Math.min(count, file.bytes);
            onBytes(
              loaded.reduce((sum, each) => sum + each, 0),
              total,
            );
          }),
        ),
      );
      return readBaseModel(
        row,
        Object.fromEntries(baseFiles.map((path, i) => [path, files[i]])) as Record<
          (typeof baseFiles)[number],
          Bytes
        >,
      );
    },
  };
}

let server: TrainingServer | null = null;

self.onmessage = ({ data }: MessageEvent<ToTrainer>) => {
  if (data.type === 'start') {
    server = new TrainingServer(trainingSource(data.modelsBase, compileKernels()), (message, transfer) =>
      self.postMessage(message, { transfer }),
    );
    return;
  }
  server?.receive(data);
};

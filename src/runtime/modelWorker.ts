/** Entry of the model worker: joins network, store, engine and transformers.js to the server of calls. */
import { browserAssetCache } from './assetCache';
import { fetchCatalogue, fetchModelFiles, type AssetSource } from './assets';
import { breathe } from './breathe';
import { rowOf, runtimeFiles, type CatalogueRow } from './catalogue';
import type { ToWorker } from './envelope';
import type { ModelSource } from './modelHost';
import { openingFailure } from './failures';
import { isOwnName } from './own/ownName';
import { ownRow } from './own/openOwn';
import type { OfferedFiles } from './own/ownSource';
import type { LoadProgress } from './protocol';
import { loadLibrary, openWithTransformers } from './transformersModel';
import { startWasm } from './wasmEngine';
import { WorkerServer } from './workerServer';

/** Files of folders that the page has opened, by the models' names. */
const offered = new Map<string, OfferedFiles>();

function modelSource(modelsBase: string): ModelSource {
  const assets: AssetSource = {
    base: modelsBase,
    fetch: (url, init) => fetch(url, init),
    cache: browserAssetCache(self.caches),
    subtle: self.crypto?.subtle,
  };
  let catalogue: Promise<readonly CatalogueRow[]> | null = null;
  return {
    breathe,
    row: async (model) => {
      if (isOwnName(model)) return ownRow(model);
      catalogue ??= fetchCatalogue(assets).catch((error) => {
        catalogue = null;
        throw error;
      });
      return rowOf(await catalogue, model);
    },
    open: (row, onProgress) => {
      if (isOwnName(row.name))
        return import('./own/ownSource')
          .then(({ openKept }) => openKept(row.name, offered.get(row.name), onProgress))
          .catch((error: unknown) => {
            throw openingFailure(error);
          });
      const totalBytes = runtimeFiles(row).reduce((sum, file) => sum + file.bytes, 0);
      let loadedBytes = 0;
      const report = (phase: LoadProgress['phase']) =>
        onProgress({ model: row.name, loadedBytes, totalBytes, phase });
      report('fetch');
      const files = fetchModelFiles(assets, row, (count) => {
        loadedBytes = count;
        report('fetch');
      });
      return openWithTransformers(row, files, report).then(
        (model) => {
          report('ready');
          return model;
        },
        (error) => {
          // The site may have changed under an open page: the next try asks for the catalogue again.
          catalogue = null;
          throw error;
        },
      );
    },
  };
}

let server: WorkerServer | null = null;

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'start') {
    server = new WorkerServer(modelSource(data.modelsBase), (message, transfer) =>
      self.postMessage(message, { transfer }),
    );
    // Both are on their way while the catalogue is asked for; whoever opens a model meets their errors.
    startWasm().catch(() => {});
    loadLibrary().catch(() => {});
    return;
  }
  if (data.type === 'offer') offered.set(data.model, data);
  else server?.receive(data);
};

import { browserAssetCache } from './assetCache';
import { ModelStore } from './modelStore';
import { OwnStore } from './own/ownStore';
import { WorkerClient } from './workerClient';

/** Absolute address of the models' folder, at whatever sub-path the page lies. */
const modelsBase = () => new URL(`${import.meta.env.BASE_URL}models/`, document.baseURI).href;

/**
 * The app's models: one worker, started on the first call, fed from this site's own models/ folder at whatever
 * sub-path the page lies.
 */
export function createModelClient(): WorkerClient {
  return new WorkerClient({
    createWorker: () =>
      new Worker(new URL('./modelWorker.ts', import.meta.url), { type: 'module', name: 'models' }),
    modelsBase: modelsBase(),
  });
}

/** The reader's own models that this browser keeps; null where it keeps nothing. */
export function openOwnStore(): OwnStore | null {
  return globalThis.caches ? new OwnStore(globalThis.caches) : null;
}

/** The store that the app's models are kept in. */
export function openModelStore(): ModelStore {
  return new ModelStore({
    base: modelsBase(),
    fetch: (url, init) => fetch(url, init),
    cache: browserAssetCache(globalThis.caches),
    subtle: globalThis.crypto?.subtle,
  });
}

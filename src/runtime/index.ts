import type { ModelClient } from './modelClient';
import { WorkerClient } from './workerClient';

/**
 * The app's models: one worker, started on the first call, fed from this site's own models/ folder at whatever
 * sub-path the page lies.
 */
export function createModelClient(): ModelClient {
  return new WorkerClient({
    createWorker: () =>
      new Worker(new URL('./modelWorker.ts', import.meta.url), { type: 'module', name: 'models' }),
    modelsBase: new URL(`${import.meta.env.BASE_URL}models/`, document.baseURI).href,
  });
}

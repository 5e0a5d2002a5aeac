import type { TrainingClient } from './trainingClient';
import { WorkerTrainingClient } from './workerTrainingClient';

export type * from './protocol';
export type { RunListener, TrainingClient, TrainingRun, TrainingSession } from './trainingClient';
export { changedSettings, defaultSettings } from './defaults';

/** The app's training engine: one worker, started when the first session is opened, fed from this site's own models/ folder. */
export function createTrainingClient(): TrainingClient {
  return new WorkerTrainingClient({
    createWorker: () =>
      new Worker(new URL('./trainingWorker.ts', import.meta.url), { type: 'module', name: 'training' }),
    modelsBase: new URL(`${import.meta.env.BASE_URL}models/`, document.baseURI).href,
  });
}

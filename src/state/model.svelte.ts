import type { ModelClient } from '../runtime/modelClient';
import { isOwnName } from '../runtime/own/ownName';
import { RuntimeError, type LoadProgress, type ModelInfo, type RuntimeErrorCode } from '../runtime/protocol';

export type ModelStatus = 'idle' | 'loading' | 'ready' | 'error';

/**
 * One model as the page sees it: status, bytes, error, retry. Panels draw the stored run while `status` is not
 * `ready`, then call `client`.
 */
export class ModelHandle {
  readonly name: string;
  readonly client: ModelClient;
  /** The reader brought it: no recorded run is its own. */
  readonly own: boolean;
  status: ModelStatus = $state('idle');
  progress: LoadProgress | null = $state.raw(null);
  info: ModelInfo | null = $state.raw(null);
  errorCode: RuntimeErrorCode | null = $state(null);
  errorDetail: string = $state('');
  /** Counts worker restarts; a panel that reads it runs its requests again. */
  restarts: number = $state(0);

  constructor(name: string, client: ModelClient) {
    this.name = name;
    this.client = client;
    this.own = isOwnName(name);
    client.onRestart((detail) => {
      this.restarts += 1;
      this.status = 'error';
      this.errorCode = 'worker-died';
      this.errorDetail = detail;
    });
  }

  /** Loads once; a second call while loading or ready does nothing. Never throws: the outcome is in `status`. */
  async load(): Promise<void> {
    if (this.status === 'loading' || this.status === 'ready') return;
    this.status = 'loading';
    this.errorCode = null;
    try {
      this.info = await this.client.load(this.name, (progress) => this.#report(progress));
      this.status = 'ready';
    } catch (error) {
      this.fail(error);
    }
  }

  /** Keeps the progress, and marks each phase's beginning in the browser's own timeline (read by the bench). */
  #report(progress: LoadProgress): void {
    if (progress.phase !== this.progress?.phase) performance.mark(`${this.name}:${progress.phase}`);
    this.progress = progress;
  }

  /** Shows a failed call as the model's error; a cancelled call is no error. */
  fail(error: unknown): void {
    const code = error instanceof RuntimeError ? error.code : 'worker-died';
    if (code === 'cancelled') return;
    this.status = 'error';
    this.errorCode = code;
    this.errorDetail = error instanceof Error ? error.message : String(error);
  }
}

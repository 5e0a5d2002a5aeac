import { appStoreName, type AppStoreStatus } from './appFiles';
import type { FromAppWorker, ToAppWorker } from './messages';

/** `none`: this browser, this address (no https) or the development server keeps no site. */
export type AppState = 'none' | 'storing' | 'stored' | 'failed';

/** The site's own files as the browser keeps them: the page's side of the service worker. Nothing here throws. */
export class Offline {
  state: AppState = $state('none');
  status: AppStoreStatus | null = $state.raw(null);
  /** Why storing failed, for a report. */
  detail: string = $state('');
  /** A newer build is stored; it starts when no window of this one is left. */
  updateWaiting: boolean = $state(false);
  readonly #container: ServiceWorkerContainer | null;
  #registration: ServiceWorkerRegistration | null = null;

  constructor(container: ServiceWorkerContainer | null) {
    this.#container = container;
    if (container) this.state = 'storing';
  }

  /** Registers the worker once the page has loaded, and follows it until the returned function is called. */
  listen(): () => void {
    const container = this.#container;
    if (!container) return () => {};
    const hear = ({ data }: MessageEvent<FromAppWorker>) => this.#hear(data);
    const start = () => void this.#register(container);
    container.addEventListener('message', hear);
    container.startMessages();
    if (document.readyState === 'complete') start();
    else addEventListener('load', start, { once: true });
    return () => {
      container.removeEventListener('message', hear);
      removeEventListener('load', start);
    };
  }

  /** Checks every file, fetches what is missing, and says in `state` how it went. */
  async store(): Promise<void> {
    if (!this.#container) return;
    if (!this.#registration?.active) await this.#register(this.#container);
    const worker = this.#registration && (await activeWorker(this.#registration));
    if (worker) this.#take(await ask<AppStoreStatus>(worker, { type: 'store' }));
    else this.state = 'failed';
  }

  /** Forgets the site's files; the next visit stores them again. */
  async remove(): Promise<void> {
    try {
      await this.#registration?.unregister();
      await caches.delete(appStoreName);
    } catch {
      // A storage that refuses to be opened holds nothing to remove.
    }
    this.#registration = null;
    this.status = null;
    this.updateWaiting = false;
    this.state = this.#container ? 'failed' : 'none';
    this.detail = '';
  }

  /** Starts the newer build in this window if it is the only one; else says how many others are open. */
  async startUpdate(): Promise<{ readonly otherWindows: number }> {
    const worker = this.#registration?.waiting;
    if (!worker || !this.#container) return { otherWindows: 0 };
    const otherWindows = (await ask<number>(worker, { type: 'windows' })) - 1;
    if (otherWindows > 0) return { otherWindows };
    this.#container.addEventListener('controllerchange', () => location.reload(), { once: true });
    worker.postMessage({ type: 'take-over' } satisfies ToAppWorker);
    return { otherWindows: 0 };
  }

  #hear(message: FromAppWorker): void {
    if (message.type === 'progress') {
      this.status = message.status;
    } else {
      this.detail = message.detail;
      if (!this.#registration?.active) this.state = 'failed';
    }
  }

  #take(status: AppStoreStatus): void {
    this.status = status;
    this.state = status.storedFiles === status.files ? 'stored' : 'failed';
  }

  async #register(container: ServiceWorkerContainer): Promise<void> {
    this.state = 'storing';
    try {
      // Where an extension or a test blocks workers, the answer is no registration at all.
      const registration: ServiceWorkerRegistration | undefined = await container.register(
        new URL('sw.js', document.baseURI),
      );
      if (!registration) throw new Error('the browser registered no worker');
      this.#registration = registration;
      registration.addEventListener('updatefound', () => this.#follow(registration));
      this.#follow(registration);
      const worker = await activeWorker(registration);
      if (worker) this.#take(await ask<AppStoreStatus>(worker, { type: 'status' }));
      else this.state = 'failed';
    } catch (error) {
      this.state = 'failed';
      this.detail = error instanceof Error ? error.message : String(error);
    }
  }

  /** Notices when a newer build lies ready behind the one in use. */
  #follow(registration: ServiceWorkerRegistration): void {
    const look = () => {
      this.updateWaiting = registration.waiting !== null && registration.active !== null;
    };
    registration.installing?.addEventListener('statechange', look);
    look();
  }
}

/** The worker in charge, once it is; null when the one that was being installed gave up. */
async function activeWorker(registration: ServiceWorkerRegistration): Promise<ServiceWorker | null> {
  const coming = registration.installing ?? registration.waiting;
  if (!registration.active && coming)
    await new Promise<void>((resolve) => {
      const look = () => {
        if (coming.state === 'activated' || coming.state === 'redundant') resolve();
      };
      coming.addEventListener('statechange', look);
      look();
    });
  return registration.active;
}

/** Asks a worker and waits for its one answer. */
function ask<Answer>(worker: ServiceWorker, message: ToAppWorker): Promise<Answer> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }: MessageEvent<Answer>) => {
      channel.port1.close();
      resolve(data);
    };
    worker.postMessage(message, [channel.port2]);
  });
}

/** The page's service workers, or null where there are none: an old browser, plain http, the development server. */
export function serviceWorkers(): ServiceWorkerContainer | null {
  return import.meta.env.PROD && 'serviceWorker' in navigator ? navigator.serviceWorker : null;
}

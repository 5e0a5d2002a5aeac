/**
 * The service worker: keeps the site's own files so that it opens with the network off. It never takes over from the
 * worker of a page that is open (a running class keeps its build), and it leaves models to runtime/assetCache.ts.
 */
import { AppStore, type AppFile } from './appFiles';
import type { FromAppWorker, ToAppWorker } from './messages';

/** Filled in by scripts/serviceWorker.mjs: the files of this build, and the small ones beside the models. */
declare const __APP_FILES__: readonly AppFile[];
declare const __MODEL_NOTES__: readonly AppFile[];

interface ExtendableEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface WorkerScope {
  readonly registration: { readonly scope: string };
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: {
      type: 'window';
      includeUncontrolled: boolean;
    }): Promise<readonly { postMessage(message: FromAppWorker): void }[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent<ToAppWorker> & ExtendableEvent) => void,
  ): void;
}

const scope = self as unknown as WorkerScope;
const world = {
  base: scope.registration.scope,
  caches,
  fetch: (url: string, init?: RequestInit) => fetch(url, init),
  subtle: crypto.subtle,
};
const app = new AppStore({ ...world, files: [...__APP_FILES__, ...__MODEL_NOTES__] });
/** The catalogue and the cards change when a model is replaced: the network's word goes first. */
const notes = new AppStore({ ...world, files: __MODEL_NOTES__ });

const windows = () => scope.clients.matchAll({ type: 'window', includeUncontrolled: true });

async function tellWindows(message: FromAppWorker): Promise<void> {
  for (const each of await windows()) each.postMessage(message);
}

/** Stores everything and tells the windows how far it is; the outcome is the last message. */
async function storeAll(): Promise<void> {
  try {
    await app.storeAll((status) => void tellWindows({ type: 'progress', status }));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    await tellWindows({ type: 'failed', detail });
    throw error;
  }
}

scope.addEventListener('install', (event) => event.waitUntil(storeAll()));

// Only now, when no window uses the build before, may its files go.
scope.addEventListener('activate', (event) => event.waitUntil(app.prune().then(() => scope.clients.claim())));

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const note = notes.fileAt(request.url);
  if (note) {
    event.respondWith(fetch(request).catch(() => notes.response(note)));
    return;
  }
  const file = app.fileAt(request.url);
  if (file) event.respondWith(app.response(file));
});

scope.addEventListener('message', (event) => {
  const [port] = event.ports;
  const answer = async (): Promise<void> => {
    switch (event.data.type) {
      case 'status':
        return port?.postMessage(await app.status());
      case 'store':
        await storeAll().catch(() => {});
        return port?.postMessage(await app.status());
      case 'windows':
        return port?.postMessage((await windows()).length);
      case 'take-over':
        await scope.skipWaiting();
    }
  };
  event.waitUntil(answer());
});

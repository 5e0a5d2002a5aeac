/**
 * Program of fetch.html, the one page of this site whose policy lets it ask other hosts. It is opened inside the app only
 * when the reader has asked for a model, takes orders from that window alone, and only ever fetches.
 */
import { describe } from '../failures';
import type { FromFetchPage, ToFetchPage } from './fetchMessages';
import { look, type HubWorld } from './hub';
import { fetchModel, type PartSink } from './hubFetch';
import type { ListedFile } from './layout';
import { OwnStore, type Manifest } from './ownStore';
import { OwnProblem } from './ownProblem';

const refused: string[] = [];
addEventListener('securitypolicyviolation', (event) => refused.push(event.blockedURI));

const world: HubWorld = {
  fetch: (url, init) => fetch(url, init),
  online: () => navigator.onLine,
  secure: location.protocol === 'https:',
  refused: () => refused,
};

/** Keeps parts in memory, for browsers and addresses that store nothing. */
function memorySink(): PartSink & { blobs(manifest: Manifest): Record<string, Blob> } {
  const parts = new Map<string, Uint8Array<ArrayBuffer>[]>();
  const of = (file: ListedFile) => parts.get(file.path) ?? [];
  return {
    partsHere: async (file) => of(file).length,
    writePart: async (file, part, bytes) => {
      const all = [...of(file)];
      all[part] = bytes;
      parts.set(file.path, all);
    },
    read: async (file) => new Uint8Array(await new Blob(of(file)).arrayBuffer()),
    drop: async (file) => void parts.delete(file.path),
    blobs: ({ files }) => Object.fromEntries(files.map((file) => [file.path, new Blob(of(file))])),
  };
}

function storeSink(store: OwnStore, name: string): PartSink {
  return {
    partsHere: (file) => store.partsHere(name, file),
    writePart: (file, part, bytes) => store.writePart(name, file.path, part, bytes),
    read: (file) => store.read(name, file),
    drop: (file) => store.dropFile(name, file),
  };
}

function tell(message: FromFetchPage): void {
  parent.postMessage(message, location.origin);
}

let abort = new AbortController();

async function fetchInto(manifest: Manifest): Promise<void> {
  const report = (bytes: number) => tell({ type: 'progress', bytes });
  if (typeof caches === 'undefined') {
    const sink = memorySink();
    await fetchModel(world, manifest, sink, undefined, report, abort.signal);
    return tell({ type: 'done', files: sink.blobs(manifest) });
  }
  const store = new OwnStore(caches);
  await store.writeManifest({ ...manifest, complete: false });
  await fetchModel(world, manifest, storeSink(store, manifest.name), crypto.subtle, report, abort.signal);
  await store.writeManifest({ ...manifest, complete: true });
  tell({ type: 'done' });
}

async function obey(order: ToFetchPage): Promise<void> {
  abort.abort();
  if (order.type === 'cancel') return;
  abort = new AbortController();
  try {
    if (order.type === 'look')
      tell({ type: 'looked', looked: await look(world, order.address, order.title, abort.signal) });
    else await fetchInto(order.manifest);
  } catch (error) {
    const problem = error instanceof OwnProblem ? error : new OwnProblem('failed', describe(error));
    tell({ type: 'problem', code: problem.code, detail: problem.detail });
  }
}

addEventListener('message', (event: MessageEvent<ToFetchPage>) => {
  if (event.source === parent && event.origin === location.origin && parent !== window) void obey(event.data);
});
tell({ type: 'ready' });

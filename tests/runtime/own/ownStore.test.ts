import { beforeEach, describe, expect, it } from 'vitest';
import { OwnStore, partBytes, type Manifest } from '../../../src/runtime/own/ownStore';

/** As much of the browser's Cache Storage as is used, with a limit on what it holds. */
class FakeStorage {
  readonly held = new Map<string, Uint8Array<ArrayBuffer>>();
  limit = Infinity;
  opened = 0;

  async has(): Promise<boolean> {
    return this.opened > 0;
  }

  async open() {
    this.opened += 1;
    const key = (request: Request | string) => (typeof request === 'string' ? request : request.url);
    return {
      keys: async () => [...this.held.keys()].map((url) => new Request(url)),
      match: async (request: Request | string) => {
        const found = this.held.get(key(request));
        return found && new Response(found);
      },
      delete: async (request: Request | string) => this.held.delete(key(request)),
      put: async (request: string, response: Response) => {
        const bytes = new Uint8Array(await response.arrayBuffer());
        const all = [...this.held.values()].reduce((sum, each) => sum + each.length, bytes.length);
        if (all > this.limit) throw new DOMException('Quota exceeded.', 'QuotaExceededError');
        this.held.set(request, bytes);
      },
    };
  }
}

const file = { path: 'onnx/model.onnx', bytes: partBytes + 10 };
const manifest: Manifest = {
  name: 'a/b:q4',
  address: 'https://hub.test',
  graph: file.path,
  files: [file],
  bytes: file.bytes,
  parameters: null,
  complete: false,
};

let storage: FakeStorage;
let store: OwnStore;
beforeEach(() => {
  storage = new FakeStorage();
  store = new OwnStore(storage as unknown as CacheStorage);
});

describe('the reader’s models in the browser', () => {
  it('leave no trace before the first is kept', async () => {
    expect(await store.list()).toEqual([]);
    expect(storage.opened).toBe(0);
  });

  it('come back as they were written, part by part, and go without the others', async () => {
    const bytes = Uint8Array.from({ length: file.bytes }, (_, i) => i % 251);
    await store.writeManifest(manifest);
    await store.writeManifest({ ...manifest, name: 'a/b:q4f16' });
    expect(await store.bytesHere(manifest)).toBe(0);
    await store.writePart(manifest.name, file.path, 0, bytes.slice(0, partBytes));
    expect(await store.partsHere(manifest.name, file)).toBe(1);
    expect(await store.bytesHere(manifest)).toBe(partBytes);
    await expect(store.read(manifest.name, file)).rejects.toMatchObject({ code: 'damaged' });
    await store.writePart(manifest.name, file.path, 1, bytes.slice(partBytes));
    expect(Buffer.compare(await store.read(manifest.name, file), bytes)).toBe(0);
    await store.remove(manifest.name);
    expect((await store.list()).map(({ name }) => name)).toEqual(['a/b:q4f16']);
    expect(await store.partsHere(manifest.name, file)).toBe(0);
  });

  it('says when there is no room, and keeps what is there', async () => {
    await store.writeManifest(manifest);
    storage.limit = partBytes;
    await expect(
      store.writePart(manifest.name, file.path, 0, new Uint8Array(partBytes)),
    ).rejects.toMatchObject({ code: 'storage-full' });
    expect(await store.manifest(manifest.name)).toEqual(manifest);
  });
});

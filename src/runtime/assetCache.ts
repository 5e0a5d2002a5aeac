/** What a store of downloaded files must do; every method may be called in any state and never throws. */
export interface AssetCache {
  /** The stored bytes, or null. */
  read(url: string, sha256: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Stores bytes and drops earlier versions of the same file. */
  write(url: string, sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Forgets one version of a file. */
  drop(url: string, sha256: string): Promise<void>;
}

const storeName = 'glasslm-models';

function keyOf(url: string, sha256: string): string {
  return `${url}?sha256=${sha256}`;
}

/**
 * An AssetCache in the browser's Cache Storage, keyed by address and content hash, so that an updated model is
 * fetched anew. Where the storage is absent (plain http in a classroom), full or broken, nothing is kept.
 */
export function browserAssetCache(storage: CacheStorage | undefined): AssetCache {
  const open = async (): Promise<Cache | null> => {
    try {
      return storage ? await storage.open(storeName) : null;
    } catch {
      return null;
    }
  };
  return {
    async read(url, sha256) {
      try {
        const found = await (await open())?.match(keyOf(url, sha256));
        return found ? new Uint8Array(await found.arrayBuffer()) : null;
      } catch {
        return null;
      }
    },
    async write(url, sha256, bytes) {
      const cache = await open();
      if (!cache) return;
      try {
        for (const request of await cache.keys()) {
          if (request.url.startsWith(`${url}?sha256=`) && request.url !== keyOf(url, sha256))
            await cache.delete(request);
        }
        await cache.put(keyOf(url, sha256), new Response(bytes));
      } catch {
        // A full storage must not stop the lesson: the next visit downloads again.
        await this.drop(url, sha256);
      }
    },
    async drop(url, sha256) {
      try {
        await (await open())?.delete(keyOf(url, sha256));
      } catch {
        // Nothing was kept, so there is nothing to forget.
      }
    },
  };
}

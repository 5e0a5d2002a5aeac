import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AssetCache } from '../../src/runtime/assetCache';
import type { CatalogueRow } from '../../src/runtime/catalogue';
import { ModelStore } from '../../src/runtime/modelStore';

const weights = new TextEncoder().encode('weights');
const sha256 = createHash('sha256').update(weights).digest('hex');
const row: CatalogueRow = {
  name: 'm',
  kind: 'decoder',
  parameters: 1,
  window: 4,
  bytes: weights.length + 2,
  card: 'm/card.json',
  files: [
    { path: 'm/model.onnx', bytes: weights.length, sha256 },
    { path: 'm/card.json', bytes: 2, sha256: 'of no interest' },
  ],
};

/** A store in memory whose writes take a turn, as the browser's do. */
function memoryCache(): AssetCache & { readonly kept: Map<string, Uint8Array<ArrayBuffer>> } {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    kept,
    read: async (url, hash) => kept.get(url + hash) ?? null,
    write: async (url, hash, bytes) => {
      await new Promise((resolve) => setTimeout(resolve));
      kept.set(url + hash, bytes);
    },
    drop: async (url, hash) => void kept.delete(url + hash),
  };
}

const store = (cache: AssetCache, fetch: () => Promise<Response>) =>
  new ModelStore({ base: 'http://site/models/', fetch, cache, subtle: crypto.subtle });
const sends = (bytes: Uint8Array<ArrayBuffer>) => async () => new Response(bytes);

describe('ModelStore', () => {
  it('stores a model without its card, counts it, and forgets it', async () => {
    const cache = memoryCache();
    const models = store(cache, sends(weights));
    expect(models.bytesOf(row)).toBe(weights.length);
    expect(await models.storedBytes(row)).toBe(0);
    const reported: number[] = [];
    await models.store(row, (loaded) => reported.push(loaded));
    expect(reported.at(-1)).toBe(weights.length);
    expect(await models.storedBytes(row)).toBe(weights.length);
    await models.remove(row);
    expect(await models.storedBytes(row)).toBe(0);
    expect(cache.kept.size).toBe(0);
  });

  it('does not count what is damaged, and drops it', async () => {
    const cache = memoryCache();
    cache.kept.set(`http://site/models/m/model.onnx${sha256}`, new TextEncoder().encode('wEights'));
    expect(await store(cache, sends(weights)).storedBytes(row)).toBe(0);
    expect(cache.kept.size).toBe(0);
  });

  it('throws when a file cannot be had', async () => {
    const models = store(memoryCache(), () => Promise.reject(new Error('off')));
    await expect(models.store(row, () => {})).rejects.toMatchObject({ code: 'model-missing' });
  });
});

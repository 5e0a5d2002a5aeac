import { createHash, webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { browserAssetCache } from '../../src/runtime/assetCache';
import { fetchAsset, fetchCatalogue, fetchModelFiles, type AssetSource } from '../../src/runtime/assets';
import type { CatalogueRow } from '../../src/runtime/catalogue';

const base = 'http://here/sub/models/';
const content = Uint8Array.from({ length: 100 }, (_, i) => i);
const sha256 = createHash('sha256').update(content).digest('hex');
const file = { path: 'story/model.onnx', bytes: content.length, sha256 };

/** Cache Storage in memory; `broken` names the operation that throws. */
class MemoryCaches {
  readonly entries = new Map<string, Uint8Array<ArrayBuffer>>();
  broken: 'open' | 'put' | 'match' | null = null;

  async open(): Promise<unknown> {
    if (this.broken === 'open') throw new DOMException('denied', 'SecurityError');
    return {
      match: async (url: string) => {
        if (this.broken === 'match') throw new DOMException('unreadable', 'UnknownError');
        const bytes = this.entries.get(url);
        return bytes && new Response(bytes);
      },
      put: async (url: string, response: Response) => {
        if (this.broken === 'put') throw new DOMException('full', 'QuotaExceededError');
        this.entries.set(url, new Uint8Array(await response.arrayBuffer()));
      },
      keys: async () => [...this.entries.keys()].map((url) => ({ url })),
      delete: async (request: string | { url: string }) =>
        this.entries.delete(typeof request === 'string' ? request : request.url),
    };
  }
}

interface Network {
  readonly source: AssetSource;
  readonly asked: { url: string; cache?: RequestCache }[];
}

function network(
  answer: (url: string, count: number) => Response | Promise<Response>,
  caches?: MemoryCaches,
): Network {
  const asked: { url: string; cache?: RequestCache }[] = [];
  const source: AssetSource = {
    base,
    fetch: async (url, init) => {
      asked.push({ url, cache: init?.cache });
      return answer(url, asked.length);
    },
    cache: browserAssetCache(caches as unknown as CacheStorage | undefined),
    subtle: webcrypto.subtle as unknown as SubtleCrypto,
  };
  return { source, asked };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const nothing = () => {};
const failing = (code: string, detail: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(detail) });

describe('a file of a model', () => {
  it('comes with its bytes counted, and from the store the second time', async () => {
    const caches = new MemoryCaches();
    const { source, asked } = network(() => new Response(content), caches);
    const counts: number[] = [];
    expect(await fetchAsset(source, file, (count) => counts.push(count))).toEqual(content);
    expect(counts.at(-1)).toBe(100);
    await settle();
    expect(await fetchAsset(source, file, nothing)).toEqual(content);
    expect(asked.map(({ url }) => url)).toEqual([`${base}story/model.onnx`]);
  });

  it('is fetched anew when its stored copy is damaged, and the copy is replaced', async () => {
    const caches = new MemoryCaches();
    const key = `${base}story/model.onnx?sha256=${sha256}`;
    caches.entries.set(key, content.slice().fill(7, 50, 51));
    const { source, asked } = network(() => new Response(content), caches);
    expect(await fetchAsset(source, file, nothing)).toEqual(content);
    expect(asked).toHaveLength(1);
    await settle();
    expect(caches.entries.get(key)).toEqual(content);
  });

  it('is fetched anew when the catalogue names another version, and the old copy goes', async () => {
    const caches = new MemoryCaches();
    caches.entries.set(`${base}story/model.onnx?sha256=old`, Uint8Array.of(1));
    caches.entries.set(`${base}story/other.json?sha256=old`, Uint8Array.of(2));
    const { source } = network(() => new Response(content), caches);
    await fetchAsset(source, file, nothing);
    await settle();
    expect([...caches.entries.keys()].sort()).toEqual([
      `${base}story/model.onnx?sha256=${sha256}`,
      `${base}story/other.json?sha256=old`,
    ]);
  });

  it.each(['open', 'put', 'match'] as const)('arrives though the store fails at %s', async (broken) => {
    const caches = new MemoryCaches();
    caches.broken = broken;
    const { source } = network(() => new Response(content), caches);
    expect(await fetchAsset(source, file, nothing)).toEqual(content);
    await settle();
  });

  it('arrives where there is neither a store nor crypto.subtle, as on plain http', async () => {
    const { source } = network(() => new Response(content));
    expect(await fetchAsset({ ...source, subtle: undefined }, file, nothing)).toEqual(content);
  });

  it('is asked for past the browser’s cache when that holds an older one', async () => {
    const { source, asked } = network(
      (_, count) => new Response(count === 1 ? content.slice(0, 60) : content),
    );
    expect(await fetchAsset(source, file, nothing)).toEqual(content);
    expect(asked.map(({ cache }) => cache)).toEqual(['default', 'reload']);
  });

  it.each([
    ['404', () => new Response('no', { status: 404 }), 'model-missing', /404/],
    [
      'a start page by type',
      () => new Response('x', { headers: { 'content-type': 'text/html; charset=utf-8' } }),
      'model-missing',
      /web page/,
    ],
    ['a start page by content', () => new Response(' <!DOCTYPE html><p>hello'), 'model-missing', /web page/],
    [
      'no network',
      () => Promise.reject(new TypeError('Failed to fetch')),
      'model-missing',
      /Failed to fetch/,
    ],
    ['a short file', () => new Response(content.slice(0, 99)), 'model-corrupt', /99 bytes instead of 100/],
    ['a long file', () => new Response(new Uint8Array(300)), 'model-corrupt', /300 bytes instead of 100/],
    ['other bytes', () => new Response(content.slice().reverse()), 'model-corrupt', /differs/],
    ['an empty file', () => new Response(new Uint8Array(0)), 'model-corrupt', /0 bytes/],
  ])('fails with a code on %s', async (_, answer, code, detail) => {
    const { source } = network(answer);
    await expect(fetchAsset(source, file, nothing)).rejects.toThrow(failing(code, detail));
  });

  it('fails as corrupt when the connection breaks half-way', async () => {
    const broken = new ReadableStream({
      start(controller) {
        controller.enqueue(content.slice(0, 40));
      },
      pull(controller) {
        controller.error(new TypeError('network error'));
      },
    });
    const { source } = network(() => new Response(broken));
    await expect(fetchAsset(source, file, nothing)).rejects.toThrow(failing('model-corrupt', /broke off/));
  });
});

describe('all files of a model', () => {
  const row = {
    name: 'story',
    window: 1,
    bytes: 200,
    files: [file, { ...file, path: 'story/b' }],
    card: '',
  } as unknown as CatalogueRow;

  it('are fetched at once under one count of bytes', async () => {
    const { source, asked } = network(() => new Response(content));
    const counts: number[] = [];
    const files = fetchModelFiles(source, row, (count) => counts.push(count));
    await settle();
    expect(asked).toHaveLength(2);
    expect((await Promise.all(files.values())).map((bytes) => bytes.length)).toEqual([100, 100]);
    expect(counts.at(-1)).toBe(200);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });

  it('leave no unhandled rejection when nobody asks for the one that failed', async () => {
    const { source } = network((url) =>
      url.endsWith('b') ? new Response('', { status: 404 }) : new Response(content),
    );
    const files = fetchModelFiles(source, row, nothing);
    await settle();
    expect(await files.get(file.path)).toEqual(content);
  });
});

describe('the catalogue', () => {
  const text = JSON.stringify([
    { name: 'story', kind: 'decoder', parameters: 1, window: 4, bytes: 0, files: [], card: '' },
  ]);

  it('is asked for anew each time, and served from the store without a network', async () => {
    const caches = new MemoryCaches();
    const { source, asked } = network(
      (_, count) => (count === 1 ? new Response(text) : Promise.reject(new TypeError('offline'))),
      caches,
    );
    expect((await fetchCatalogue(source))[0].name).toBe('story');
    await settle();
    expect((await fetchCatalogue(source))[0].name).toBe('story');
    expect(asked.map(({ cache }) => cache)).toEqual(['no-cache', 'no-cache']);
  });

  it('fails as missing when a start page answers in its place', async () => {
    const { source } = network(() => new Response('<!doctype html>'));
    await expect(fetchCatalogue(source)).rejects.toThrow(failing('model-missing', /web page/));
  });
});

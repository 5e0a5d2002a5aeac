import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hubAddress, look, type HubWorld } from '../../../src/runtime/own/hub';
import { fetchModel, type PartSink } from '../../../src/runtime/own/hubFetch';
import { variantsOf } from '../../../src/runtime/own/layout';
import { partBytes, type Manifest } from '../../../src/runtime/own/ownStore';
import { listFolder } from './nodeOwn';
import { startHub, type LocalHub } from './hubServer';

let hub: LocalHub;
let online = true;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.close());
afterEach(() => {
  for (const key of Object.keys(hub.manner)) delete hub.manner[key as keyof typeof hub.manner];
  hub.asked.length = 0;
  online = true;
});

const world: HubWorld = {
  fetch: (url, init) => fetch(url, { ...init, referrerPolicy: undefined }),
  online: () => online,
  secure: false,
  refused: () => [],
};
const never = new AbortController().signal;

function memory(): PartSink & { parts: Map<string, Uint8Array<ArrayBuffer>[]>; limit: number } {
  const parts = new Map<string, Uint8Array<ArrayBuffer>[]>();
  const of = (path: string) => parts.get(path) ?? [];
  return {
    parts,
    limit: Infinity,
    partsHere: async ({ path }) => of(path).length,
    writePart: async ({ path }, part, bytes) => {
      const all = [...of(path)];
      all[part] = bytes;
      parts.set(path, all);
    },
    read: async ({ path }) => new Uint8Array(await new Blob(of(path)).arrayBuffer()),
    drop: async ({ path }) => void parts.delete(path),
  };
}

async function manifestOf(title: string): Promise<Manifest> {
  const { files } = await look(world, hub.address, title, never);
  const [{ variant, graph, files: chosen, bytes }] = variantsOf(files);
  return {
    name: `${title}:${variant}`,
    address: hub.address,
    graph,
    files: chosen,
    bytes,
    parameters: null,
    complete: false,
  };
}

describe('asking a hub', () => {
  it('asks for config.json and a list, and learns every size from them', async () => {
    const { files, config } = await look(world, `${hub.address}/`, 'test/tiny-gpt2', never);
    expect(JSON.parse(config).model_type).toBe('gpt2');
    const sizes = (list: typeof files) => list.map(({ path, bytes }) => `${path} ${bytes}`).sort();
    expect(sizes(files)).toEqual(
      sizes(listFolder(new URL('../../fixtures/own/tiny-gpt2', import.meta.url).pathname)),
    );
    expect(hub.asked).toEqual([
      'GET /test/tiny-gpt2/resolve/main/config.json',
      'GET /api/models/test/tiny-gpt2/tree/main?recursive=true',
    ]);
  });

  it('asks a mirror without a list for the size of each usual file, and for no file', async () => {
    hub.manner.list = false;
    const { files } = await look(world, hub.address, 'test/tiny-llama', never);
    expect(variantsOf(files).map(({ variant }) => variant)).toEqual(['fp16']);
    expect(hub.asked.filter((line) => line.startsWith('GET')).map((line) => line.split('/').at(-1))).toEqual([
      'config.json',
      'main?recursive=true',
    ]);
  });

  it.each([
    ['not-found', 404],
    ['denied', 401],
    ['denied', 403],
    ['limited', 429],
    ['server', 503],
  ])('says %s for status %i', async (code, status) => {
    hub.manner.status = status;
    await expect(look(world, hub.address, 'test/tiny-gpt2', never)).rejects.toMatchObject({ code });
  });

  it('tells a host that is not there from one without a network, and from a policy’s refusal', async () => {
    const gone = 'http://127.0.0.1:9';
    await expect(look(world, gone, 'test/a', never)).rejects.toMatchObject({
      code: 'unreachable',
      detail: '127.0.0.1:9',
    });
    online = false;
    await expect(look(world, gone, 'test/a', never)).rejects.toMatchObject({ code: 'offline' });
    const refused = { ...world, refused: () => [`${gone}/test/a/resolve/main/config.json`] };
    await expect(look(refused, gone, 'test/a', never)).rejects.toMatchObject({ code: 'host-policy' });
  });

  it('takes no strange name and no strange address', async () => {
    for (const title of ['gpt2', 'a/b/c', '../b', 'a/..', 'a b/c', 'a/b?x', '玻璃/模型', ''])
      await expect(look(world, hub.address, title, never)).rejects.toMatchObject({ code: 'bad-name' });
    for (const address of [
      'huggingface.co',
      'ftp://a',
      'javascript:alert(1)',
      'https://me:pw@a',
      'https://a?x',
      '',
    ])
      expect(() => hubAddress(address, false)).toThrow(/bad-address/);
    expect(() => hubAddress('http://mirror.example', true)).toThrow(/mixed/);
    expect(hubAddress(' http://localhost:8/hub/ ', true)).toBe('http://localhost:8/hub');
    expect(hub.asked).toEqual([]);
  });
});

describe('fetching a model', () => {
  it('brings every byte, in order, and nothing else', async () => {
    const manifest = await manifestOf('test/tiny-llama');
    const sink = memory();
    const seen: number[] = [];
    await fetchModel(world, manifest, sink, crypto.subtle, (bytes) => seen.push(bytes), never);
    expect(seen.at(-1)).toBe(manifest.bytes);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    for (const file of manifest.files) expect(await sink.read(file)).toHaveLength(file.bytes);
  });

  it.each([true, false])('goes on with the file that broke off (ranges: %s)', async (ranges) => {
    const title = 'test/fill-mask';
    hub.manner.ranges = ranges;
    const manifest = await manifestOf(title);
    const graph = manifest.files.find(({ path }) => path === manifest.graph)!;
    const sink = memory();
    hub.manner.breakAfter = 1000;
    await expect(fetchModel(world, manifest, sink, crypto.subtle, () => {}, never)).rejects.toMatchObject({
      code: 'broke-off',
      detail: manifest.graph,
    });
    delete hub.manner.breakAfter;
    hub.asked.length = 0;
    await fetchModel(world, manifest, sink, crypto.subtle, () => {}, never);
    expect(hub.asked).toEqual([`GET /${title}/resolve/main/${graph.path}`]);
    expect(graph.bytes).toBeLessThan(partBytes);
  });

  it('throws away what is not as the hub describes it', async () => {
    const manifest = await manifestOf('test/tiny-gpt2');
    hub.manner.damage = true;
    const sink = memory();
    await expect(fetchModel(world, manifest, sink, crypto.subtle, () => {}, never)).rejects.toMatchObject({
      code: 'damaged',
      detail: manifest.graph,
    });
    expect(sink.parts.has(manifest.graph)).toBe(false);
    expect(sink.parts.has('tokenizer.json')).toBe(true);
  });

  it('stops when told to', async () => {
    const manifest = await manifestOf('test/tiny-gpt2');
    hub.manner.slowly = 10_000;
    const abort = new AbortController();
    const fetching = fetchModel(
      world,
      manifest,
      memory(),
      crypto.subtle,
      (bytes) => bytes > 30_000 && abort.abort(),
      abort.signal,
    );
    await expect(fetching).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('resuming inside a file', () => {
  const bytes = Uint8Array.from({ length: 2 * partBytes + 999 }, (_, i) => (i * 7919) >> 3);
  const file = { path: 'onnx/model.onnx', bytes: bytes.length };
  const manifest: Manifest = {
    name: 'a/b:fp32',
    address: 'https://hub.test',
    graph: file.path,
    files: [file],
    bytes: file.bytes,
    parameters: null,
    complete: false,
  };
  it.each([206, 200, 'refused'])('asks from the last whole part on; answer %s', async (manner) => {
    const sink = memory();
    await sink.writePart(file, 0, bytes.slice(0, partBytes));
    const asked: (string | undefined)[] = [];
    const half: HubWorld = {
      ...world,
      fetch: (_url, init) => {
        const range = (init?.headers as Record<string, string> | undefined)?.Range;
        asked.push(range);
        if (range && manner === 'refused') return Promise.reject(new TypeError('Failed to fetch'));
        return Promise.resolve(
          new Response(manner === 206 ? bytes.slice(partBytes) : bytes, {
            status: manner === 206 ? 206 : 200,
          }),
        );
      },
    };
    await fetchModel(half, manifest, sink, undefined, () => {}, never);
    expect(asked[0]).toBe(`bytes=${partBytes}-`);
    const whole = await sink.read(file);
    expect(whole.length).toBe(bytes.length);
    expect(Buffer.compare(whole, bytes)).toBe(0);
  });
});

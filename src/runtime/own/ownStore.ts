import type { ListedFile } from './layout';
import { OwnProblem } from './ownProblem';

/** What is remembered of a fetched model beside its files. */
export interface Manifest {
  /** As `formatOwnName` writes it. */
  readonly name: string;
  /** The hub's or mirror's address, without a slash at the end. */
  readonly address: string;
  readonly graph: string;
  readonly files: readonly ListedFile[];
  readonly bytes: number;
  readonly parameters: number | null;
  /** All bytes are here and were checked. */
  readonly complete: boolean;
}

/** A file is kept in parts of this many bytes, so that a fetch that broke off goes on where it stopped. */
export const partBytes = 4 * 1024 * 1024;

const storeName = 'glasslm-own-models';
/** Keys need the form of an address; nothing is ever asked for under it. */
const keyBase = 'https://own.invalid/';

/**
 * The reader's models in the browser's Cache Storage. Every method throws OwnProblem 'storage-full' when the browser
 * refuses more, and none of them asks the network for anything.
 */
export class OwnStore {
  readonly #storage: CacheStorage;

  constructor(storage: CacheStorage) {
    this.#storage = storage;
  }

  #open(): Promise<Cache> {
    return this.#storage.open(storeName);
  }

  #key(name: string, rest: string): string {
    return `${keyBase}${encodeURIComponent(name)}/${rest}`;
  }

  async #put(key: string, body: BodyInit): Promise<void> {
    try {
      await (await this.#open()).put(key, new Response(body));
    } catch (error) {
      const { name, message } = error as Error;
      throw new OwnProblem(/Quota/i.test(`${name} ${message}`) ? 'storage-full' : 'failed', message || name);
    }
  }

  /** Every model kept, whole or in part; a browser that never kept one gets no store from the question. */
  async list(): Promise<Manifest[]> {
    if (!(await this.#storage.has(storeName))) return [];
    const cache = await this.#open();
    const found: Manifest[] = [];
    for (const request of await cache.keys()) {
      if (!request.url.endsWith('/manifest')) continue;
      const manifest = await (await cache.match(request))?.json().catch(() => null);
      if (typeof manifest?.name === 'string' && Array.isArray(manifest.files))
        found.push(manifest as Manifest);
    }
    return found.sort((a, b) => a.name.localeCompare(b.name));
  }

  /** What is remembered of one model; null where it was never fetched. */
  async manifest(name: string): Promise<Manifest | null> {
    return (await this.list()).find((each) => each.name === name) ?? null;
  }

  writeManifest(manifest: Manifest): Promise<void> {
    return this.#put(this.#key(manifest.name, 'manifest'), JSON.stringify(manifest));
  }

  #part(name: string, path: string, part: number): string {
    return this.#key(name, `${encodeURIComponent(path)}/${part}`);
  }

  writePart(name: string, path: string, part: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#put(this.#part(name, path, part), bytes);
  }

  /** How many whole parts of a file are here, counted from its beginning. */
  async partsHere(name: string, file: ListedFile): Promise<number> {
    const cache = await this.#open();
    const all = Math.ceil(file.bytes / partBytes);
    for (let part = 0; part < all; part++)
      if (!(await cache.match(this.#part(name, file.path, part)))) return part;
    return all;
  }

  /** Bytes of a model that are here. */
  async bytesHere({ name, files }: Manifest): Promise<number> {
    let sum = 0;
    for (const file of files) sum += Math.min(file.bytes, (await this.partsHere(name, file)) * partBytes);
    return sum;
  }

  /** A whole file; throws OwnProblem 'damaged' when parts are missing or have another length. */
  async read(name: string, file: ListedFile): Promise<Uint8Array<ArrayBuffer>> {
    const cache = await this.#open();
    const bytes = new Uint8Array(file.bytes);
    for (let at = 0; at < file.bytes; at += partBytes) {
      const found = await cache.match(this.#part(name, file.path, at / partBytes));
      const part = found && new Uint8Array(await found.arrayBuffer());
      if (!part || part.length !== Math.min(partBytes, file.bytes - at))
        throw new OwnProblem('damaged', file.path);
      bytes.set(part, at);
    }
    return bytes;
  }

  /** Forgets the parts of one file. */
  async dropFile(name: string, file: ListedFile): Promise<void> {
    const cache = await this.#open();
    for (let part = 0; part * partBytes < file.bytes; part++)
      await cache.delete(this.#part(name, file.path, part));
  }

  /** Forgets a model. */
  async remove(name: string): Promise<void> {
    const cache = await this.#open();
    for (const request of await cache.keys())
      if (request.url.startsWith(this.#key(name, ''))) await cache.delete(request);
  }
}

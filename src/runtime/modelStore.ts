import type { AssetCache } from './assetCache';
import { fetchCatalogue, fetchModelFiles, isStored, type AssetSource } from './assets';
import { runtimeFiles, type CatalogueRow } from './catalogue';

/** The downloaded models as a page can show and change them: what is stored, fetched ahead, removed. */
export class ModelStore {
  readonly #source: AssetSource;
  #writes: Promise<void>[] = [];

  /** `source.cache` keeps nothing where the browser has no storage (a page without https): nothing is then ever stored. */
  constructor(source: AssetSource) {
    const { cache } = source;
    const watched: AssetCache = {
      read: (url, sha256) => cache.read(url, sha256),
      drop: (url, sha256) => cache.drop(url, sha256),
      write: (url, sha256, bytes) => {
        const write = cache.write(url, sha256, bytes);
        this.#writes.push(write);
        return write;
      },
    };
    this.#source = { ...source, cache: watched };
  }

  /** Every model of this site; throws RuntimeError 'model-missing'. */
  catalogue(): Promise<readonly CatalogueRow[]> {
    return fetchCatalogue(this.#source);
  }

  /** Bytes a model's files take, card left out. */
  bytesOf(row: CatalogueRow): number {
    return runtimeFiles(row).reduce((sum, file) => sum + file.bytes, 0);
  }

  /** Bytes of a model that are stored and sound; equal to `bytesOf` when the model opens without a network. */
  async storedBytes(row: CatalogueRow): Promise<number> {
    let sum = 0;
    for (const file of runtimeFiles(row)) if (await isStored(this.#source, file)) sum += file.bytes;
    return sum;
  }

  /** Fetches and stores what is missing, and waits until it is written. Throws RuntimeError. */
  async store(row: CatalogueRow, onBytes: (loadedBytes: number) => void): Promise<void> {
    await Promise.all(fetchModelFiles(this.#source, row, onBytes).values());
    await Promise.all(this.#writes.splice(0));
  }

  /** Forgets a model's files. */
  async remove(row: CatalogueRow): Promise<void> {
    for (const file of runtimeFiles(row))
      await this.#source.cache.drop(`${this.#source.base}${file.path}`, file.sha256);
  }
}

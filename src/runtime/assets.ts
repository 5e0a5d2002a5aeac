import type { AssetCache } from './assetCache';
import { parseCatalogue, runtimeFiles, type CatalogueFile, type CatalogueRow } from './catalogue';
import { describe } from './failures';
import { RuntimeError } from './protocol';

/** Bytes that own their whole buffer, so that they can be handed on without a copy. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** The outside world of the downloads, so that tests can stand in for it. */
export interface AssetSource {
  /** Address of the models' folder, ending in a slash. */
  readonly base: string;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly cache: AssetCache;
  /** Absent on pages that are neither https nor localhost; lengths are still checked there. */
  readonly subtle?: Pick<SubtleCrypto, 'digest'>;
}

async function sha256Of(bytes: Bytes, subtle: Pick<SubtleCrypto, 'digest'>): Promise<string> {
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A static host that answers every unknown address with its start page sends HTML where a model should be. */
function looksLikeAPage(response: Response, bytes: Bytes): boolean {
  if (/text\/html/i.test(response.headers.get('content-type') ?? '')) return true;
  return /^\s*<(!doctype|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 64)));
}

async function readBody(
  response: Response,
  expected: number,
  onBytes: (count: number) => void,
): Promise<Bytes> {
  if (!response.body) {
    const whole = new Uint8Array(await response.arrayBuffer());
    onBytes(whole.length);
    return whole;
  }
  let buffer = new Uint8Array(expected);
  let length = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (length + value.length > buffer.length) {
      const larger = new Uint8Array(Math.max(2 * buffer.length, length + value.length));
      larger.set(buffer.subarray(0, length));
      buffer = larger;
    }
    buffer.set(value, length);
    length += value.length;
    onBytes(length);
  }
  return length === buffer.length ? buffer : buffer.slice(0, length);
}

async function download(
  source: AssetSource,
  url: string,
  expected: number,
  onBytes: (count: number) => void,
  cache: RequestCache,
): Promise<Bytes> {
  let response: Response;
  try {
    response = await source.fetch(url, { cache });
  } catch (error) {
    throw new RuntimeError('model-missing', `${url} could not be fetched: ${describe(error)}`);
  }
  if (!response.ok) throw new RuntimeError('model-missing', `${url} answered ${response.status}`);
  let bytes: Bytes;
  try {
    bytes = await readBody(response, expected, onBytes);
  } catch (error) {
    throw new RuntimeError('model-corrupt', `${url} broke off: ${describe(error)}`);
  }
  if (looksLikeAPage(response, bytes)) {
    throw new RuntimeError('model-missing', `${url} answered with a web page instead of the file`);
  }
  return bytes;
}

/** Null when the bytes are the catalogued ones, else what is wrong with them. */
async function fault(source: AssetSource, file: CatalogueFile, bytes: Bytes): Promise<string | null> {
  if (bytes.length !== file.bytes) return `${bytes.length} bytes instead of ${file.bytes}`;
  if (source.subtle && (await sha256Of(bytes, source.subtle)) !== file.sha256)
    return 'its content differs from the catalogue';
  return null;
}

/** Whether a file's bytes are stored and sound; what is damaged is dropped. */
export async function isStored(source: AssetSource, file: CatalogueFile): Promise<boolean> {
  const url = `${source.base}${file.path}`;
  const stored = await source.cache.read(url, file.sha256);
  if (!stored) return false;
  if ((await fault(source, file, stored)) === null) return true;
  await source.cache.drop(url, file.sha256);
  return false;
}

/**
 * Fetches one file of a model, from the store if its bytes are there and sound, and reports the bytes read so far.
 * Throws RuntimeError 'model-missing' (absent, a page in its place, no network) or 'model-corrupt' (wrong length or
 * hash, even after asking past every cache).
 */
export async function fetchAsset(
  source: AssetSource,
  file: CatalogueFile,
  onBytes: (count: number) => void,
): Promise<Bytes> {
  const url = `${source.base}${file.path}`;
  const stored = await source.cache.read(url, file.sha256);
  if (stored) {
    if ((await fault(source, file, stored)) === null) {
      onBytes(stored.length);
      return stored;
    }
    await source.cache.drop(url, file.sha256);
  }
  let wrong: string | null = null;
  // The second time past the browser's own cache: it may hold the file of an earlier version.
  for (const mode of ['default', 'reload'] as const) {
    const bytes = await download(source, url, file.bytes, onBytes, mode);
    wrong = await fault(source, file, bytes);
    if (wrong === null) {
      // Not awaited: storing megabytes must not hold up the first number.
      void source.cache.write(url, file.sha256, bytes);
      return bytes;
    }
  }
  throw new RuntimeError('model-corrupt', `${url}: ${wrong}`);
}

/** Key of the catalogue in the store: it has no hash of its own. */
const anyVersion = 'latest';

/**
 * Fetches and parses the catalogue; without a network the stored one serves. Throws RuntimeError 'model-missing'.
 */
export async function fetchCatalogue(source: AssetSource): Promise<readonly CatalogueRow[]> {
  const url = `${source.base}index.json`;
  try {
    const bytes = await download(source, url, 4096, () => {}, 'no-cache');
    const rows = parseCatalogue(new TextDecoder().decode(bytes));
    void source.cache.write(url, anyVersion, bytes);
    return rows;
  } catch (error) {
    const stored = await source.cache.read(url, anyVersion);
    if (stored) return parseCatalogue(new TextDecoder().decode(stored));
    throw error;
  }
}

/** All files of a model at once, each its own promise by path, with one running count of bytes for the whole model. */
export function fetchModelFiles(
  source: AssetSource,
  row: CatalogueRow,
  onBytes: (loadedBytes: number) => void,
): ReadonlyMap<string, Promise<Bytes>> {
  const loaded = new Map<string, number>();
  const files = new Map<string, Promise<Bytes>>();
  for (const file of runtimeFiles(row)) {
    const promise = fetchAsset(source, file, (count) => {
      loaded.set(file.path, Math.min(count, file.bytes));
      onBytes([...loaded.values()].reduce((sum, each) => sum + each, 0));
    });
    // Whoever awaits the file meets the error; a file nobody asks for must not raise an unhandled rejection.
    promise.catch(() => {});
    files.set(file.path, promise);
  }
  return files;
}

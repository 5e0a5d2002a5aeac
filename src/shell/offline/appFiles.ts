/** One file of the built site: its path below the site's folder, its size and its SHA-256 in hex. */
export interface AppFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The outside world of the store, so that tests can stand in for it. */
export interface AppStoreParts {
  /** Address of the site's folder, ending in a slash. */
  readonly base: string;
  readonly files: readonly AppFile[];
  readonly caches: Pick<CacheStorage, 'open'>;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly subtle: Pick<SubtleCrypto, 'digest'>;
}

/** How much of the site is stored. */
export interface AppStoreStatus {
  readonly files: number;
  readonly storedFiles: number;
  readonly bytes: number;
  readonly storedBytes: number;
}

/** Name of the store in the browser's Cache Storage. */
export const appStoreName = 'glasslm-app';

// A host may call a script text/plain; a page whose files come from the store must not suffer from it.
const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
};

/**
 * The files of one build in the browser's storage, each under its address and content hash. Two builds can therefore
 * lie side by side: a page that is open keeps getting the files it was built from while the next build is stored. What
 * is read is checked against its hash once in the worker's life; what is damaged is fetched anew.
 */
export class AppStore {
  readonly #parts: AppStoreParts;
  readonly #byPath: ReadonlyMap<string, AppFile>;
  readonly #sound = new Set<string>();

  constructor(parts: AppStoreParts) {
    this.#parts = parts;
    this.#byPath = new Map(parts.files.map((file) => [file.path, file]));
  }

  /** The file an address asks for, or null when it is none of this build's. */
  fileAt(url: string): AppFile | null {
    const bare = url.replace(/[?#].*$/, '');
    if (!bare.startsWith(this.#parts.base)) return null;
    return this.#byPath.get(bare.slice(this.#parts.base.length) || 'index.html') ?? null;
  }

  /** Stores what is missing or damaged, one file after another; throws an Error that names the first that can't be had. */
  async storeAll(onProgress: (status: AppStoreStatus) => void = () => {}): Promise<void> {
    const { files } = this.#parts;
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    let storedBytes = 0;
    for (const [index, file] of files.entries()) {
      if (!(await this.#stored(file))) await this.#keep(file, await this.#fetched(file));
      storedBytes += file.bytes;
      onProgress({ files: files.length, storedFiles: index + 1, bytes, storedBytes });
    }
  }

  /** The stored file, healed from the network if it is missing or damaged; throws when neither can be had. */
  async response(file: AppFile): Promise<Response> {
    const stored = await this.#stored(file);
    if (stored) return stored;
    try {
      return await this.#keep(file, await this.#fetched(file));
    } catch {
      // The site has moved on, or the host alters what it sends: its own answer is the best there is.
      return this.#parts.fetch(this.#address(file));
    }
  }

  /** How many files are there and sound. */
  async status(): Promise<AppStoreStatus> {
    let storedFiles = 0;
    let storedBytes = 0;
    let bytes = 0;
    for (const file of this.#parts.files) {
      bytes += file.bytes;
      if (!(await this.#stored(file))) continue;
      storedFiles += 1;
      storedBytes += file.bytes;
    }
    return { files: this.#parts.files.length, storedFiles, bytes, storedBytes };
  }

  /** Drops the files of other builds. */
  async prune(): Promise<void> {
    const cache = await this.#parts.caches.open(appStoreName);
    const kept = new Set(this.#parts.files.map((file) => this.#key(file)));
    for (const request of await cache.keys()) if (!kept.has(request.url)) await cache.delete(request);
  }

  #address(file: AppFile): string {
    // Some hosts send index.html only at its folder's address.
    return this.#parts.base + (file.path === 'index.html' ? '' : file.path);
  }

  #key(file: AppFile): string {
    return `${this.#parts.base}${file.path}?sha256=${file.sha256}`;
  }

  async #stored(file: AppFile): Promise<Response | null> {
    const cache = await this.#parts.caches.open(appStoreName);
    const key = this.#key(file);
    const found = await cache.match(key);
    if (!found) return null;
    if (this.#sound.has(key)) return found;
    if (await this.#isSound(file, await found.clone().arrayBuffer())) {
      this.#sound.add(key);
      return found;
    }
    await cache.delete(key);
    return null;
  }

  async #keep(file: AppFile, bytes: ArrayBuffer): Promise<Response> {
    const type = types[file.path.slice(file.path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    const response = () => new Response(bytes, { headers: { 'Content-Type': type } });
    const cache = await this.#parts.caches.open(appStoreName);
    await cache.put(this.#key(file), response());
    return response();
  }

  async #fetched(file: AppFile): Promise<ArrayBuffer> {
    const url = this.#address(file);
    let why = '';
    // The second time past the browser's own cache: it may hold the file of an earlier build.
    for (const cache of ['default', 'reload'] as const) {
      const answer = await this.#parts.fetch(url, { cache });
      if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
      const bytes = await answer.arrayBuffer();
      if (await this.#isSound(file, bytes)) return bytes;
      why = `${url} is not the file of this build`;
    }
    throw new Error(why);
  }

  async #isSound(file: AppFile, bytes: ArrayBuffer): Promise<boolean> {
    if (bytes.byteLength !== file.bytes) return false;
    const digest = new Uint8Array(await this.#parts.subtle.digest('SHA-256', bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === file.sha256;
  }
}

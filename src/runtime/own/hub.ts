/** Asking a hub, or a mirror laid out like one, for a model's files: `<address>/<owner>/<name>/resolve/main/<file>`. */
import type { Looked } from './fetchMessages';
import { guessedPaths, type ListedFile } from './layout';
import { isHubTitle } from './ownName';
import { OwnProblem } from './ownProblem';

/** The outside world of the requests, so that tests can stand in for it. */
export interface HubWorld {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly online: () => boolean;
  /** Whether this page itself came over https, from which a browser asks no http address. */
  readonly secure: boolean;
  /** Addresses that this site's own policy has refused so far. */
  readonly refused: () => readonly string[];
}

/** The reader's address of a hub without its end slash; throws OwnProblem 'bad-address' or 'mixed'. */
export function hubAddress(text: string, secure: boolean): string {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw new OwnProblem('bad-address', text);
  }
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new OwnProblem('bad-address', text);
  const local = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (secure && url.protocol === 'http:' && !local) throw new OwnProblem('mixed', text);
  return url.href.replace(/\/+$/, '');
}

/** Address of one file. */
export function fileAddress(address: string, title: string, path: string): string {
  return `${address}/${title}/resolve/main/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** No cookies, no word of where the reader comes from. */
const quiet: RequestInit = { credentials: 'omit', referrerPolicy: 'no-referrer', mode: 'cors' };

/** Why a request brought no answer at all: browsers say no more than "failed", so this looks closer. */
async function silence(world: HubWorld, url: string): Promise<OwnProblem> {
  const { host, origin } = new URL(url);
  if (world.refused().some((each) => each.startsWith(origin))) return new OwnProblem('host-policy', host);
  if (!world.online()) return new OwnProblem('offline', host);
  // An answer that may not be read proves that the server is there and lets no other site read it.
  const there = await world.fetch(url, { ...quiet, method: 'HEAD', mode: 'no-cors' }).then(
    () => true,
    () => false,
  );
  return new OwnProblem(there ? 'cors' : 'unreachable', host);
}

/** One request; throws OwnProblem for everything but a good answer, 'cancelled' when given up. */
export async function ask(world: HubWorld, url: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await world.fetch(url, { ...quiet, ...init });
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw new OwnProblem('cancelled');
    throw await silence(world, url);
  }
  if (response.ok) return response;
  const codes: Record<number, OwnProblem['code']> = {
    401: 'denied',
    403: 'denied',
    404: 'not-found',
    410: 'not-found',
    429: 'limited',
  };
  throw new OwnProblem(codes[response.status] ?? 'server', `${url} (${response.status})`);
}

function isPage(response: Response): boolean {
  return /text\/html/i.test(response.headers.get('content-type') ?? '');
}

interface TreeRow {
  readonly type?: string;
  readonly path?: string;
  readonly size?: number;
  readonly lfs?: { readonly oid?: string; readonly size?: number };
}

/** The hub's own list of files; null where the address has none. */
async function listed(
  world: HubWorld,
  address: string,
  title: string,
  signal: AbortSignal,
): Promise<ListedFile[] | null> {
  const url = `${address}/api/models/${title}/tree/main?recursive=true`;
  try {
    const rows = (await (await ask(world, url, { signal })).json()) as TreeRow[];
    if (!Array.isArray(rows)) return null;
    return rows.flatMap(({ type, path, size, lfs }) => {
      const bytes = lfs?.size ?? size;
      if (type !== 'file' || typeof path !== 'string' || typeof bytes !== 'number') return [];
      const sha256 = /^[0-9a-f]{64}$/.test(lfs?.oid ?? '') ? lfs!.oid : undefined;
      return [{ path, bytes, ...(sha256 ? { sha256 } : {}) }];
    });
  } catch (error) {
    if ((error as OwnProblem).code === 'cancelled') throw error;
    return null;
  }
}

/** Sizes of the usual files, asked for one by one without their contents. */
async function guessed(
  world: HubWorld,
  address: string,
  title: string,
  signal: AbortSignal,
): Promise<ListedFile[]> {
  const found: ListedFile[] = [];
  for (const path of guessedPaths) {
    try {
      const response = await ask(world, fileAddress(address, title, path), { method: 'HEAD', signal });
      const bytes = Number(
        response.headers.get('x-linked-size') ?? response.headers.get('content-length') ?? NaN,
      );
      const sha = /[0-9a-f]{64}/.exec(response.headers.get('x-linked-etag') ?? '')?.[0];
      if (!isPage(response) && Number.isInteger(bytes))
        found.push({ path, bytes, ...(sha ? { sha256: sha } : {}) });
    } catch (error) {
      if ((error as OwnProblem).code !== 'not-found') throw error;
    }
  }
  return found;
}

/** config.json and the sizes of all files, a few kilobytes in all. Throws OwnProblem. */
export async function look(
  world: HubWorld,
  address: string,
  title: string,
  signal: AbortSignal,
): Promise<Looked> {
  if (!isHubTitle(title)) throw new OwnProblem('bad-name', title);
  const base = hubAddress(address, world.secure);
  const url = fileAddress(base, title, 'config.json');
  const response = await ask(world, url, { signal });
  if (isPage(response)) throw new OwnProblem('page', url);
  const config = await response.text();
  const files = (await listed(world, base, title, signal)) ?? (await guessed(world, base, title, signal));
  // A list may leave out what was just fetched; it is among the files all the same.
  const has = files.some((file) => file.path === 'config.json');
  return {
    config,
    files: has ? files : [...files, { path: 'config.json', bytes: new TextEncoder().encode(config).length }],
  };
}

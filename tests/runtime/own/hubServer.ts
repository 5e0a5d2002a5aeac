import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { fixtures, listFolder } from './nodeOwn';
import { modelsFolder } from '../nodeHost';

/** How a test's hub behaves; may be changed between two requests. */
export interface HubManner {
  /** Sends the header that lets other sites read. */
  cors?: boolean;
  /** Gives the list of files under /api/models. */
  list?: boolean;
  ranges?: boolean;
  /** Breaks off a graph after this many bytes. */
  breakAfter?: number;
  /** Sends this in place of a graph's first byte. */
  damage?: boolean;
  /** Answers everything with this status. */
  status?: number;
  /** Gives a graph in pieces of this many bytes, each after a wait, so that there is time to stop it. */
  slowly?: number;
}

/** A local server that lays files out as a hub does: `/<owner>/<name>/resolve/main/<file>`. */
export interface LocalHub {
  readonly address: string;
  readonly manner: HubManner;
  /** Method and path of every request so far. */
  readonly asked: string[];
  close(): Promise<void>;
}

const folderOf = (name: string) => (name.startsWith('tiny') ? fixtures : modelsFolder) + name;

export async function startHub(): Promise<LocalHub> {
  const manner: HubManner = {};
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '/');
    asked.push(`${request.method} ${path}${request.headers.range ? ` ${request.headers.range}` : ''}`);
    if (manner.cors !== false) {
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Access-Control-Allow-Headers', 'range');
    }
    const end = (status: number, text = '') =>
      response.writeHead(status, { 'Content-Type': 'text/plain' }).end(text);
    if (request.method === 'OPTIONS') return end(204);
    if (manner.status) return end(manner.status, 'as told');
    const tree = /^\/api\/models\/[^/]+\/([^/]+)\/tree\/main/.exec(path);
    const file = /^\/[^/]+\/([^/]+)\/resolve\/main\/(.+)$/.exec(path);
    try {
      if (tree) {
        if (manner.list === false) return end(404);
        const rows = listFolder(folderOf(tree[1])).map(({ path: name, bytes }) => {
          const oid = createHash('sha256')
            .update(readFileSync(join(folderOf(tree[1]), name)))
            .digest('hex');
          return {
            type: 'file',
            path: name,
            size: bytes,
            ...(name.endsWith('.onnx') ? { lfs: { oid, size: bytes } } : {}),
          };
        });
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(rows));
        return;
      }
      if (!file || file[2].includes('..')) return end(404, 'Entry not found');
      const full = join(folderOf(file[1]), file[2]);
      const content = Buffer.from(readFileSync(full));
      const graph = file[2].endsWith('.onnx');
      if (graph && manner.damage) content[content.length - 1] ^= 1;
      const from =
        manner.ranges === false ? 0 : Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      const body = content.subarray(from);
      const partial = from > 0;
      response.writeHead(partial ? 206 : 200, {
        'Content-Type': 'application/octet-stream',
        'Content-Length': body.length,
        ...(partial ? { 'Content-Range': `bytes ${from}-${content.length - 1}/${content.length}` } : {}),
      });
      if (request.method === 'HEAD') return response.end();
      if (graph && manner.breakAfter !== undefined) {
        response.write(body.subarray(0, manner.breakAfter), () => response.destroy());
        return;
      }
      if (graph && manner.slowly) {
        const step = manner.slowly;
        const next = (at: number): unknown =>
          at >= body.length
            ? response.end()
            : response.write(body.subarray(at, at + step), () => setTimeout(() => next(at + step), 50));
        return void next(0);
      }
      response.end(body);
    } catch {
      end(404, 'Entry not found');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    address: `http://127.0.0.1:${port}`,
    manner,
    asked,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}

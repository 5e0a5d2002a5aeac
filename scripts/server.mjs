// Serves the built site as a plain static host would: precompressed files, the policy header, any sub-path.
import { createServer } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { policyFor } from './csp.mjs';
import { root } from './ensure.mjs';

/**
 * Starts the server and gives its address. `base` is a sub-path such as `/lectures/`. Port 0 takes any free one;
 * a port in use is followed by the next, ten times.
 */
export async function startServer({
  port = 4173,
  host = '127.0.0.1',
  base = '/',
  folder = join(root, 'dist'),
} = {}) {
  const files = sirv(folder, {
    // Asks the disk each time: a build that is replaced under a running server must not bring it down.
    dev: true,
    brotli: true,
    gzip: true,
    etag: true,
    setHeaders(response, path) {
      response.setHeader('Content-Security-Policy', policyFor(path));
      response.setHeader('X-Content-Type-Options', 'nosniff');
      response.setHeader('Referrer-Policy', 'no-referrer');
      // Hashed names never change; everything else is asked for again.
      response.setHeader(
        'Cache-Control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  const server = createServer((request, response) => {
    const notFound = () => {
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end('Not found\n');
    };
    if (!request.url?.startsWith(base)) return notFound();
    request.url = `/${request.url.slice(base.length)}`;
    files(request, response, notFound);
  });
  for (let attempt = 0; ; attempt++) {
    const tried = port === 0 ? 0 : port + attempt;
    const error = await new Promise((resolve) => {
      server.once('error', resolve);
      server.listen(tried, host, () => {
        server.off('error', resolve);
        resolve(null);
      });
    });
    if (!error) break;
    if (error.code !== 'EADDRINUSE' || attempt >= 10) throw error;
  }
  const address = `http://${host === '0.0.0.0' ? 'localhost' : host}:${server.address().port}${base}`;
  return {
    address,
    port: server.address().port,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))),
  };
}

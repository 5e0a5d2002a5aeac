import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/ensure.mjs';
import { startServer } from '../../scripts/server.mjs';

/** A copy of the built site with a server of its own, so that a test may stop it or put another build in its place. */
export interface SiteCopy {
  readonly address: string;
  readonly folder: string;
  /** Puts a newer build in place: another start page, and without the chunk of one panel. */
  readonly release: (marker: string, withoutChunk: string) => void;
  readonly stop: () => Promise<void>;
}

/** Copies dist/ (or takes `folder` as it is) and serves it below a sub-path. */
export async function serveCopy(folder?: string): Promise<SiteCopy> {
  const own = folder ?? mkdtempSync(join(tmpdir(), 'glasslm-site-'));
  if (!folder) {
    cpSync(join(root, 'dist'), own, {
      recursive: true,
      // Without the compressed twins, so that a changed file has no old one beside it.
      filter: (path) => !/\.(br|gz)$/.test(path),
    });
  }
  const server = await startServer({ port: 0, base: '/class/', folder: own });
  let running = true;
  return {
    address: server.address,
    folder: own,
    release: (marker, withoutChunk) => {
      const page = readFileSync(join(own, 'index.html'), 'utf8').replace(
        '</body>',
        `<!-- ${marker} --></body>`,
      );
      writeFileSync(join(own, 'index.html'), page);
      const gone = readdirSync(join(own, 'assets')).filter((name) => name.startsWith(withoutChunk));
      for (const name of gone) unlinkSync(join(own, 'assets', name));
      const hash = createHash('sha256').update(page).digest('hex');
      let worker = readFileSync(join(own, 'sw.js'), 'utf8').replace(
        /\{path:`index\.html`,bytes:\d+,sha256:`[0-9a-f]{64}`\}/,
        `{path:\`index.html\`,bytes:${Buffer.byteLength(page)},sha256:\`${hash}\`}`,
      );
      for (const name of gone)
        worker = worker.replace(
          new RegExp(`,\\{path:\`assets/${name}\`,bytes:[^,]+,sha256:\`[0-9a-f]{64}\`\\}`),
          '',
        );
      writeFileSync(join(own, 'sw.js'), worker);
    },
    stop: async () => {
      if (!running) return;
      running = false;
      await server.close();
      rmSync(own, { recursive: true, force: true });
    },
  };
}

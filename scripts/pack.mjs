// npm run pack: the built site as one zip, for a stick or a shared folder, to be served by any static server.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { root, say } from './ensure.mjs';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The zip's bytes: everything in `folder` but what only this repository's own server uses. */
export function packed(folder = join(root, 'dist')) {
  const files = {};
  for (const path of readdirSync(folder, { recursive: true }).sort()) {
    const name = path.split(sep).join('/');
    if (!statSync(join(folder, path)).isFile()) continue;
    if (/\.(br|gz)$/.test(name) || /(^|\/)\./.test(name)) continue;
    // A font is compressed already.
    files[`glasslm/${name}`] = [
      readFileSync(join(folder, path)),
      { level: /\.(woff2|png)$/.test(name) ? 0 : 6 },
    ];
  }
  return zipSync(files);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { ensureBuilt } = await import('./build.mjs');
  ensureBuilt();
  const zip = packed();
  const name = `glasslm-${version}.zip`;
  writeFileSync(join(root, name), zip);
  say(
    `${name}: ${(zip.length / 1e6).toFixed(1)} MB. Unpack it anywhere and serve the folder; its index.html says how.`,
  );
}

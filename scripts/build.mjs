// Builds the site into dist/ unless it is already built from the same sources.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root, run, say } from './ensure.mjs';

const inputs = [
  'src',
  'static',
  'index.html',
  'fetch.html',
  'vite.config.ts',
  'svelte.config.js',
  'package-lock.json',
  'scripts/build.mjs',
  'scripts/csp.mjs',
  'scripts/compress.mjs',
  'scripts/serviceWorker.mjs',
];
const stamp = join(root, 'dist', '.built-from');

/** Names, sizes and contents of everything the build reads, as one hash. */
function fingerprint() {
  const hash = createHash('sha256');
  const add = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory())
      return readdirSync(full)
        .sort()
        .forEach((name) => add(join(path, name)));
    hash.update(`${path}\0`).update(readFileSync(full));
  };
  inputs.forEach(add);
  return hash.digest('hex');
}

/** Builds when needed; says which. */
export function ensureBuilt() {
  ensureInstalled();
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    say('The build in dist/ is up to date.');
    return;
  }
  say('Building the site into dist/ ...');
  // The test runner sets NODE_ENV=test, under which the build would take itself for a development one and keep nothing offline.
  const env = { ...process.env, NODE_ENV: 'production' };
  run('npx', ['vite', 'build', '--logLevel', 'warn'], { env });
  run(process.execPath, ['scripts/serviceWorker.mjs'], { env });
  run(process.execPath, ['scripts/compress.mjs']);
  writeFileSync(stamp, wanted);
  say('The site is built: dist/ can be copied to any static host, at any sub-path.');
}

if (process.argv[1]?.endsWith('build.mjs')) ensureBuilt();

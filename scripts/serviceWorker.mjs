// Writes dist/sw.js: the service worker with the list of the files it keeps, each with its size and hash.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { build } from 'vite';
import { root, say } from './ensure.mjs';

const dist = join(root, 'dist');
/** Beside the models, only what describes them: the weights are kept by the page itself, and only those it used. */
const isNote = (path) => /^models\/(index\.json|[^/]+\/card\.json)$/.test(path);
/** KaTeX names each font in three formats; a browser with service workers takes the first. */
const isKept = (path) =>
  !/^(\.|models\/)/.test(path) && !/\.(br|gz|woff|ttf)$/.test(path) && path !== 'sw.js';

const all = readdirSync(dist, { recursive: true })
  .map((path) => path.split(sep).join('/'))
  .filter((path) => statSync(join(dist, path)).isFile())
  .sort();

const described = (path) => {
  const content = readFileSync(join(dist, path));
  return { path, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
};
// The largest last: by then the page has fetched it for itself, and the browser's cache hands it over.
const files = all
  .filter(isKept)
  .map(described)
  .sort((a, b) => a.bytes - b.bytes);
const notes = all.filter(isNote).map(described);

await build({
  configFile: false,
  root,
  logLevel: 'warn',
  publicDir: false,
  define: { __APP_FILES__: JSON.stringify(files), __MODEL_NOTES__: JSON.stringify(notes) },
  build: {
    target: 'es2022',
    outDir: dist,
    emptyOutDir: false,
    lib: {
      entry: join(root, 'src/shell/offline/serviceWorker.ts'),
      formats: ['iife'],
      name: 'glasslm',
      fileName: () => 'sw.js',
    },
  },
});
const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
say(`The service worker keeps ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB.`);

// Writes .br and .gz beside every compressible file of the build; unchanged files come from a cache.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { dirname, extname, join } from 'node:path';
import { root, say } from './ensure.mjs';

const compressible = new Set([
  '.html',
  '.js',
  '.mjs',
  '.css',
  '.json',
  '.svg',
  '.wasm',
  '.onnx',
  '.txt',
  '.webmanifest',
]);
const cache = join(root, 'node_modules', '.cache', 'glasslm-compressed');
const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

async function compressed(content, encoding) {
  const key = join(cache, `${createHash('sha256').update(content).digest('hex')}.${encoding}`);
  if (existsSync(key)) return key;
  // Quality 11 takes half a minute on the 14 MB of wasm; 9 with a large window stays within a tenth of its size.
  const quality = content.length > 4e6 ? 9 : 11;
  const result =
    encoding === 'br'
      ? await toBrotli(content, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: quality,
            [constants.BROTLI_PARAM_LGWIN]: 24,
            [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
          },
        })
      : await toGzip(content, { level: 9 });
  await mkdir(dirname(key), { recursive: true });
  await writeFile(key, result);
  return key;
}

const dist = join(root, 'dist');
let plain = 0;
let small = 0;
const names = (await readdir(dist, { recursive: true })).filter((name) => compressible.has(extname(name)));
for (const name of names) {
  const path = join(dist, name);
  if (!(await stat(path)).isFile()) continue;
  const content = await readFile(path);
  if (content.length < 1024) continue;
  await copyFile(await compressed(content, 'br'), `${path}.br`);
  await copyFile(await compressed(content, 'gz'), `${path}.gz`);
  plain += content.length;
  small += (await stat(`${path}.br`)).size;
}
say(`Compressed ${(plain / 1e6).toFixed(1)} MB to ${(small / 1e6).toFixed(1)} MB (brotli), gzip beside it.`);

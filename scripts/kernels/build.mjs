// Compiles scripts/kernels/kernels.as to src/runtime/training/kernels.wasm, and notes the source's hash beside it.
// The compiler (AssemblyScript with binaryen, 100 MB) is no dependency of the project: npx fetches this version of it.
// Options: --check compiles and compares with the committed file instead of writing.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = join(root, 'scripts/kernels/kernels.as');
const target = join(root, 'src/runtime/training/kernels.wasm');
const record = join(root, 'scripts/kernels/kernels.json');
const compiler = 'assemblyscript@0.28.20';
const sha256 = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

const folder = mkdtempSync(join(tmpdir(), 'kernels-'));
try {
  const copy = join(folder, 'kernels.ts');
  const made = join(folder, 'kernels.wasm');
  copyFileSync(source, copy);
  execFileSync(
    'npx',
    ['--yes', '--package', compiler, 'asc', copy, '-o', made, '-O3', '--noAssert', '--enable', 'simd'].concat(
      ['--runtime', 'stub', '--importMemory', '--initialMemory', '4', '--maximumMemory', '32768'],
    ),
    { stdio: 'inherit', cwd: folder },
  );
  if (process.argv.includes('--check')) {
    if (sha256(made) !== sha256(target)) throw new Error('kernels.wasm differs from what its source gives');
    console.log('kernels.wasm is what its source gives.');
  } else {
    copyFileSync(made, target);
    const facts = { compiler, source: sha256(source), wasm: sha256(target) };
    writeFileSync(record, `${JSON.stringify(facts, null, 2)}\n`);
    console.log(`kernels.wasm: ${readFileSync(target).length} bytes`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

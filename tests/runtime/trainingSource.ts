import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseCatalogue, rowOf } from '../../src/runtime/catalogue';
import { simdKernels } from '../../src/math/training/simdKernels';
import { baseFiles, readBaseModel } from '../../src/runtime/training/baseModel';
import type { TrainingSource } from '../../src/runtime/training/openSession';
import { modelsFolder } from './nodeHost';

const wasm = fileURLToPath(new URL('../../src/runtime/training/kernels.wasm', import.meta.url));
const module = new WebAssembly.Module(readFileSync(wasm));

/** The training engine over the shipped files, in Node: everything above this is the worker's own code. */
export const diskTraining: TrainingSource = {
  model: async (name, onBytes) => {
    const row = rowOf(parseCatalogue(readFileSync(`${modelsFolder}index.json`, 'utf8')), name);
    const files = Object.fromEntries(
      baseFiles.map((path) => [path, new Uint8Array(readFileSync(`${modelsFolder}${name}/${path}`))]),
    );
    onBytes(row.bytes, row.bytes);
    return readBaseModel(row, files as never);
  },
  kernels: async () => (count) => simdKernels(module, count),
  now: () => performance.now(),
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
};

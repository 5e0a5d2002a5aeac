import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/math/random';
import type { Kernels } from '../../src/math/training/kernels';
import { plainKernels } from '../../src/math/training/plainKernels';
import { simdKernels } from '../../src/math/training/simdKernels';

const file = (path: string) => new URL(`../../${path}`, import.meta.url);
const wasm = readFileSync(file('src/runtime/training/kernels.wasm'));
const module = new WebAssembly.Module(wasm);
const SIZE = 40_000;

/** Both kernels on the same random numbers; `run` works on each, and the heaps must agree. */
function agree(run: (kernels: Kernels) => void, tolerance = 2e-5): void {
  const random = createRandom(7);
  const start = Float32Array.from({ length: SIZE }, () => random.normal());
  const simd = simdKernels(module, SIZE);
  const plain = plainKernels(new Float64Array(SIZE));
  for (const kernels of [simd, plain]) {
    kernels.heap.set(start);
    run(kernels);
  }
  let worst = 0;
  for (let i = 0; i < SIZE; i++) {
    const off = Math.abs(simd.heap[i] - plain.heap[i]) / (1 + Math.abs(plain.heap[i]));
    if (!(off <= worst)) worst = off;
  }
  expect(worst).toBeLessThan(tolerance);
}

describe('the SIMD kernels against plain TypeScript in float64', () => {
  const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 13, 17, 33];
  it.each(sizes)('multiply matrices with %i rows, in every layout', (M) => {
    for (const N of sizes) {
      for (const K of [1, 3, 4, 6, 31, 64]) {
        for (const [rowA, columnA] of [
          [K, 1],
          [1, M],
        ]) {
          for (const [rowB, columnB] of [
            [N, 1],
            [1, K],
          ]) {
            agreeOn(M, N, K, rowA, columnA, rowB, columnB);
          }
        }
      }
    }
  });

  const random = createRandom(1);
  const numbers = Float32Array.from({ length: 12_000 }, () => random.normal());
  const simd = simdKernels(module, 12_000);
  const plain = plainKernels(new Float64Array(12_000));
  function agreeOn(M: number, N: number, K: number, ...strides: number[]): void {
    const [rowA, columnA, rowB, columnB] = strides;
    for (const add of [false, true]) {
      for (const kernels of [simd, plain]) {
        kernels.heap.set(numbers);
        kernels.gemm(0, 4000, 8000, M, N, K, rowA, columnA, rowB, columnB, N + 1, add, 0.7);
      }
      let worst = 0;
      for (let i = 0; i < M * (N + 1); i++) worst = Math.max(worst, Math.abs(simd.heap[i] - plain.heap[i]));
      expect(worst).toBeLessThan(2e-5);
    }
  }

  it('multiply past one packed block', () => {
    agree((k) => k.gemm(0, 5000, 15_000, 20, 150, 300, 300, 1, 1, 300 - 240, 150, false, 0.3), 1e-4);
    agree((k) => k.gemm(0, 5000, 15_000, 6, 150, 300, 300, 1, 150 - 140, 1, 150, true, 0.3), 1e-4);
  });

  it('take softmax, causal or whole, and its gradient', () => {
    for (const n of [1, 3, 4, 6, 12, 97]) {
      agree((k) => k.softmax(5, 12, n, 0));
      agree((k) => k.softmax(0, 24, 12, 12));
      agree((k) => {
        k.softmax(0, 10, n, 0);
        k.softmaxBackward(4000, 0, 10, n);
      });
    }
  });

  it('norm, gate, attend and step, forwards and backwards', () => {
    agree((k) => k.rmsNorm(0, 2000, 4000, 8000, 9, 64, 1e-5));
    agree((k) => {
      k.rmsNorm(0, 2000, 4000, 8000, 9, 64, 1e-5);
      k.rmsNormBackward(10_000, 12_000, 14_000, 4000, 8000, 2000, 9, 64);
      k.rmsNormBackward(16_000, null, 14_000, 4000, 8000, 2000, 9, 64);
    });
    agree((k) => k.swiglu(0, 8000, 7, 24));
    agree((k) => k.swigluBackward(0, 4000, 8000, 7, 24));
    agree((k) => k.attend(0, 100, 4000, 8000, 200, 37, 32, 64));
    agree((k) => {
      for (let i = 0; i < 400; i++) k.heap[3000 + i] = Math.abs(k.heap[3000 + i]);
      const step = { t: 3, rate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0.1 };
      k.adamW(0, 1000, 2000, 3000, 400, step);
    });
  });
});

describe('the committed kernels', () => {
  const facts = JSON.parse(readFileSync(file('scripts/kernels/kernels.json'), 'utf8'));
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

  it('were compiled from the committed source', () => {
    expect(hash(readFileSync(file('scripts/kernels/kernels.as')))).toBe(facts.source);
    expect(hash(wasm)).toBe(facts.wasm);
  });

  it('compile anew to the same bytes, where the compiler is at hand', () => {
    // The compiler weighs 100 MB and is no dependency: this runs only where somebody has installed it.
    if (!existsSync(file('node_modules/assemblyscript'))) return;
    execFileSync(process.execPath, ['scripts/kernels/build.mjs', '--check'], { cwd: file('.') });
  });
});

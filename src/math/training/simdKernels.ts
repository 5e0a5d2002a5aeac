import type { Kernels } from './kernels';

type Exported = (...numbers: number[]) => void;
type KernelExports = Record<
  | 'gemm'
  | 'softmax'
  | 'softmaxBackward'
  | 'rmsNorm'
  | 'rmsNormBackward'
  | 'swiglu'
  | 'swigluBackward'
  | 'attend'
  | 'adamW',
  Exported
>;

const PAGE = 65536;
/** Page 0 is the module's own; then scratch for gemm's packing (256 x 128 float32), then the heap. */
const PACK = PAGE;
const HEAP = PACK + 256 * 128 * 4;

/**
 * The kernels compiled to WebAssembly with SIMD, on a float32 heap of `count` numbers that never grows: growing would
 * detach every view of it. Throws a RangeError when the memory can't be had.
 */
export function simdKernels(module: WebAssembly.Module, count: number): Kernels {
  const pages = Math.ceil((HEAP + count * 4) / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 32768 });
  const env = {
    memory,
    abort() {
      throw new Error('A kernel stopped.');
    },
  };
  const raw = new WebAssembly.Instance(module, { env }).exports as unknown as KernelExports;
  const at = (place: number): number => HEAP + place * 4;
  return {
    name: 'simd',
    heap: new Float32Array(memory.buffer, HEAP, count),
    gemm: (c, a, b, M, N, K, rowA, columnA, rowB, columnB, rowC, add, alpha) =>
      raw.gemm(at(c), at(a), at(b), PACK, M, N, K, rowA, columnA, rowB, columnB, rowC, Number(add), alpha),
    softmax: (p, rows, n, period) => raw.softmax(at(p), rows, n, period),
    softmaxBackward: (d, p, rows, n) => raw.softmaxBackward(at(d), at(p), rows, n),
    rmsNorm: (y, inverse, x, gain, rows, width, epsilon) =>
      raw.rmsNorm(at(y), at(inverse), at(x), at(gain), rows, width, epsilon),
    rmsNormBackward: (dx, dGain, dy, x, gain, inverse, rows, width) =>
      raw.rmsNormBackward(
        at(dx),
        dGain === null ? 0 : at(dGain),
        at(dy),
        at(x),
        at(gain),
        at(inverse),
        rows,
        width,
      ),
    swiglu: (out, pair, rows, hidden) => raw.swiglu(at(out), at(pair), rows, hidden),
    swigluBackward: (dPair, dOut, pair, rows, hidden) =>
      raw.swigluBackward(at(dPair), at(dOut), at(pair), rows, hidden),
    attend: (out, q, keys, values, scores, length, size, row) =>
      raw.attend(at(out), at(q), at(keys), at(values), at(scores), length, size, row),
    adamW: (p, g, m, v, length, { t, rate, beta1, beta2, epsilon, decay }) =>
      raw.adamW(
        at(p),
        at(g),
        at(m),
        at(v),
        length,
        rate,
        beta1,
        beta2,
        1 - beta1 ** t,
        1 - beta2 ** t,
        epsilon,
        decay,
      ),
  };
}

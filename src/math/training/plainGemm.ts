import type { Heap, Kernels } from './kernels';

/** Depth and breadth of the block of B that is packed at a time. */
const DEPTH = 256;
const BREADTH = 64;

/** Writes the first `width` of four sums to C at `q`. */
function putFour(
  heap: Heap,
  q: number,
  width: number,
  add: boolean,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
): void {
  heap[q] = add ? heap[q] + s0 : s0;
  if (width > 1) heap[q + 1] = add ? heap[q + 1] + s1 : s1;
  if (width > 2) heap[q + 2] = add ? heap[q + 2] + s2 : s2;
  if (width > 3) heap[q + 3] = add ? heap[q + 3] + s3 : s3;
}

/** Kernels.gemm in plain TypeScript: B packed in panels of four columns, sums of a 4 x 4 block in registers. */
export function plainGemm(heap: Heap): Kernels['gemm'] {
  const pack: Heap =
    heap instanceof Float64Array ? new Float64Array(DEPTH * BREADTH) : new Float32Array(DEPTH * BREADTH);
  return (c, a, b, M, N, K, rowA, columnA, rowB, columnB, rowC, add, alpha) => {
    for (let k0 = 0; k0 < K; k0 += DEPTH) {
      const depth = Math.min(DEPTH, K - k0);
      const adds = k0 > 0 || add;
      for (let n0 = 0; n0 < N; n0 += BREADTH) {
        const breadth = Math.min(BREADTH, N - n0);
        const panels = (breadth + 3) >> 2;
        for (let j = 0; j < panels * 4; j++) {
          let to = (j >> 2) * depth * 4 + (j & 3);
          let from = b + k0 * rowB + (n0 + j) * columnB;
          for (let k = 0; k < depth; k++, to += 4, from += rowB) pack[to] = j < breadth ? heap[from] : 0;
        }
        for (let m = 0; m < M; m += 4) {
          const rows = M - m;
          // Rows past the end read the first one again; their sums are not written.
          const r1 = rows > 1 ? rowA : 0;
          const r2 = rows > 2 ? 2 * rowA : 0;
          const r3 = rows > 3 ? 3 * rowA : 0;
          for (let panel = 0; panel < panels; panel++) {
            let s00 = 0, s01 = 0, s02 = 0, s03 = 0; // prettier-ignore
            let s10 = 0, s11 = 0, s12 = 0, s13 = 0; // prettier-ignore
            let s20 = 0, s21 = 0, s22 = 0, s23 = 0; // prettier-ignore
            let s30 = 0, s31 = 0, s32 = 0, s33 = 0; // prettier-ignore
            let at = a + m * rowA + k0 * columnA;
            const end = (panel + 1) * depth * 4;
            for (let p = panel * depth * 4; p < end; p += 4, at += columnA) {
              const b0 = pack[p], b1 = pack[p + 1], b2 = pack[p + 2], b3 = pack[p + 3]; // prettier-ignore
              const a0 = heap[at], a1 = heap[at + r1], a2 = heap[at + r2], a3 = heap[at + r3]; // prettier-ignore
              s00 += a0 * b0;
              s01 += a0 * b1;
              s02 += a0 * b2;
              s03 += a0 * b3; // prettier-ignore
              s10 += a1 * b0;
              s11 += a1 * b1;
              s12 += a1 * b2;
              s13 += a1 * b3; // prettier-ignore
              s20 += a2 * b0;
              s21 += a2 * b1;
              s22 += a2 * b2;
              s23 += a2 * b3; // prettier-ignore
              s30 += a3 * b0;
              s31 += a3 * b1;
              s32 += a3 * b2;
              s33 += a3 * b3; // prettier-ignore
            }
            const width = breadth - panel * 4;
            const q = c + m * rowC + n0 + panel * 4;
            putFour(heap, q, width, adds, alpha * s00, alpha * s01, alpha * s02, alpha * s03);
            if (rows > 1) putFour(heap, q + rowC, width, adds, alpha * s10, alpha * s11, alpha * s12, alpha * s13); // prettier-ignore
            if (rows > 2) putFour(heap, q + 2 * rowC, width, adds, alpha * s20, alpha * s21, alpha * s22, alpha * s23); // prettier-ignore
            if (rows > 3) putFour(heap, q + 3 * rowC, width, adds, alpha * s30, alpha * s31, alpha * s32, alpha * s33); // prettier-ignore
          }
        }
      }
    }
  };
}

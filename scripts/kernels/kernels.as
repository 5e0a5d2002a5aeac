// The training engine's inner loops in AssemblyScript, compiled to WebAssembly with SIMD by scripts/kernels/build.mjs.
// src/math/training/plainKernels.ts has the same functions in plain TypeScript: the fallback, and the oracle of the tests.
// All matrices are row-major float32; pointers and strides are in bytes where named so, else in numbers. Memory is imported.

/** Depth and width of the block of B that is packed at a time: 256 x 128 floats stay in the second-level cache. */
const DEPTH: i32 = 256;
const BREADTH: i32 = 128;
/** Up to this many rows of A, dot products beat packing: a decoding step has few rows and would pack all of B for them. */
const FEW_ROWS: i32 = 16;

// @ts-ignore: decorator
@inline function fma(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), c);
}

// @ts-ignore: decorator
@inline function sum4(x: v128): f32 {
  return (f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1)) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

// @ts-ignore: decorator
@inline function max4(x: v128): f32 {
  return max(max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)), max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)));
}

/** e^x of four lanes: Cephes' expf polynomial, about 1e-7 relative; x is held to [-87, 88]. */
// @ts-ignore: decorator
@inline function exp4(x: v128): v128 {
  x = f32x4.max(f32x4.min(x, f32x4.splat(88)), f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  x = f32x4.sub(f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))), f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = fma(p, x, f32x4.splat(1.3981999507e-3));
  p = fma(p, x, f32x4.splat(8.3334519073e-3));
  p = fma(p, x, f32x4.splat(4.1665795894e-2));
  p = fma(p, x, f32x4.splat(1.6666665459e-1));
  p = fma(p, x, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(fma(p, f32x4.mul(x, x), x), f32x4.splat(1));
  return f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23));
}

/** The first `count` (1 to 3) floats at p, the other lanes `rest`. */
// @ts-ignore: decorator
@inline function loadPart(p: usize, count: i32, rest: f32): v128 {
  let x = f32x4.splat(rest);
  x = f32x4.replace_lane(x, 0, load<f32>(p));
  if (count > 1) x = f32x4.replace_lane(x, 1, load<f32>(p, 4));
  if (count > 2) x = f32x4.replace_lane(x, 2, load<f32>(p, 8));
  return x;
}

// @ts-ignore: decorator
@inline function storePart(p: usize, x: v128, count: i32): void {
  store<f32>(p, f32x4.extract_lane(x, 0));
  if (count > 1) store<f32>(p, f32x4.extract_lane(x, 1), 4);
  if (count > 2) store<f32>(p, f32x4.extract_lane(x, 2), 8);
}

/**
 * C[M, N] = alpha A[M, K] B[K, N], added to C if `add`. A(m, k) lies at a + m rowA + k columnA, B(k, n) at
 * b + k rowB + n columnB, so that a transposed matrix is one with its strides swapped. `pack` is scratch of
 * DEPTH x BREADTH floats.
 */
export function gemm(
  c: usize, a: usize, b: usize, pack: usize, M: i32, N: i32, K: i32,
  rowA: i32, columnA: i32, rowB: i32, columnB: i32, rowC: i32, add: i32, alpha: f32,
): void {
  if (M <= FEW_ROWS && columnA == 1 && rowB == 1) {
    dots(c, a, b, M, N, K, rowA, columnB, rowC, add, alpha);
    return;
  }
  const scale = f32x4.splat(alpha);
  const aRow: usize = (<usize>rowA) << 2, aColumn: usize = (<usize>columnA) << 2, cRow: usize = (<usize>rowC) << 2;
  for (let k0 = 0; k0 < K; k0 += DEPTH) {
    const depth = min(DEPTH, K - k0);
    const fresh = k0 == 0 && !add;
    for (let n0 = 0; n0 < N; n0 += BREADTH) {
      const breadth = min(BREADTH, N - n0);
      const panels = (breadth + 7) >> 3;
      packPanels(pack, b + ((<usize>(k0 * rowB + n0 * columnB)) << 2), depth, breadth, rowB, columnB);
      let m = 0;
      for (; m + 4 <= M; m += 4) {
        const block = a + ((<usize>(m * rowA + k0 * columnA)) << 2);
        for (let panel = 0; panel < panels; panel++) {
          let bp = pack + ((<usize>(panel * depth)) << 5);
          let a0 = block, a1 = block + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
          let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
          const end = bp + ((<usize>depth) << 5);
          while (bp < end) {
            const b0 = v128.load(bp), b1 = v128.load(bp, 16);
            let x = v128.load32_splat(a0); c00 = fma(x, b0, c00); c01 = fma(x, b1, c01);
            x = v128.load32_splat(a1); c10 = fma(x, b0, c10); c11 = fma(x, b1, c11);
            x = v128.load32_splat(a2); c20 = fma(x, b0, c20); c21 = fma(x, b1, c21);
            x = v128.load32_splat(a3); c30 = fma(x, b0, c30); c31 = fma(x, b1, c31);
            bp += 32; a0 += aColumn; a1 += aColumn; a2 += aColumn; a3 += aColumn;
          }
          const n = n0 + panel * 8, width = N - n;
          let out = c + ((<usize>(m * rowC + n)) << 2);
          putEight(out, c00, c01, scale, width, fresh); out += cRow;
          putEight(out, c10, c11, scale, width, fresh); out += cRow;
          putEight(out, c20, c21, scale, width, fresh); out += cRow;
          putEight(out, c30, c31, scale, width, fresh);
        }
      }
      for (; m < M; m++) {
        const block = a + ((<usize>(m * rowA + k0 * columnA)) << 2);
        for (let panel = 0; panel < panels; panel++) {
          let bp = pack + ((<usize>(panel * depth)) << 5), a0 = block;
          let c00 = f32x4.splat(0), c01 = c00;
          const end = bp + ((<usize>depth) << 5);
          while (bp < end) {
            const x = v128.load32_splat(a0);
            c00 = fma(x, v128.load(bp), c00); c01 = fma(x, v128.load(bp, 16), c01);
            bp += 32; a0 += aColumn;
          }
          const n = n0 + panel * 8;
          putEight(c + ((<usize>(m * rowC + n)) << 2), c00, c01, scale, N - n, fresh);
        }
      }
    }
  }
}

/** Copies a block of B [depth, breadth] into panels of 8 columns, each panel row by row; missing columns become 0. */
function packPanels(pack: usize, b: usize, depth: i32, breadth: i32, rowB: i32, columnB: i32): void {
  const bRow: usize = (<usize>rowB) << 2, bColumn: usize = (<usize>columnB) << 2;
  for (let n = 0; n < breadth; n += 8) {
    const width = min(8, breadth - n);
    let out = pack + ((<usize>(n * depth)) << 2), from = b + (<usize>n) * bColumn;
    if (width == 8 && columnB == 1) {
      for (let k = 0; k < depth; k++) {
        v128.store(out, v128.load(from)); v128.store(out, v128.load(from, 16), 16);
        out += 32; from += bRow;
      }
    } else if (width == 8 && rowB == 1) {
      // Transposed: 4 rows by 4 columns at a time through shuffles.
      let k = 0;
      for (; k + 4 <= depth; k += 4) {
        transpose4(out, from, bColumn);
        transpose4(out + 16, from + 4 * bColumn, bColumn);
        out += 128; from += 16;
      }
      for (; k < depth; k++) {
        for (let j: usize = 0; j < 8; j++) store<f32>(out + (j << 2), load<f32>(from + j * bColumn));
        out += 32; from += 4;
      }
    } else {
      for (let k = 0; k < depth; k++) {
        for (let j = 0; j < 8; j++)
          store<f32>(out + ((<usize>j) << 2), j < width ? load<f32>(from + (<usize>j) * bColumn) : 0);
        out += 32; from += bRow;
      }
    }
  }
}

/** Four columns of four floats (a column every `step` bytes) become four rows of a panel, 32 bytes apart. */
// @ts-ignore: decorator
@inline function transpose4(out: usize, from: usize, step: usize): void {
  const x0 = v128.load(from), x1 = v128.load(from + step), x2 = v128.load(from + 2 * step), x3 = v128.load(from + 3 * step);
  const a = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5), b = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
  const c = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7), d = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<f32>(a, b, 0, 1, 4, 5));
  v128.store(out, v128.shuffle<f32>(a, b, 2, 3, 6, 7), 32);
  v128.store(out, v128.shuffle<f32>(c, d, 0, 1, 4, 5), 64);
  v128.store(out, v128.shuffle<f32>(c, d, 2, 3, 6, 7), 96);
}

// @ts-ignore: decorator
@inline function putEight(out: usize, x: v128, y: v128, scale: v128, width: i32, fresh: bool): void {
  x = f32x4.mul(x, scale); y = f32x4.mul(y, scale);
  if (width >= 8) {
    if (!fresh) { x = f32x4.add(x, v128.load(out)); y = f32x4.add(y, v128.load(out, 16)); }
    v128.store(out, x); v128.store(out, y, 16);
  } else putSome(out, x, y, width, fresh);
}

function putSome(out: usize, x: v128, y: v128, width: i32, fresh: bool): void {
  for (let j = 0; j < width; j++) {
    const part = j < 4 ? x : y;
    const lane = j & 3;
    const value = lane == 0 ? f32x4.extract_lane(part, 0)
      : lane == 1 ? f32x4.extract_lane(part, 1)
      : lane == 2 ? f32x4.extract_lane(part, 2) : f32x4.extract_lane(part, 3);
    const at = out + ((<usize>j) << 2);
    store<f32>(at, fresh ? value : value + load<f32>(at));
  }
}

// @ts-ignore: decorator
@inline function put(at: usize, value: f32, add: i32): void {
  store<f32>(at, add ? value + load<f32>(at) : value);
}

/** gemm by dot products, for few rows of A and a B whose columns lie contiguous. */
function dots(c: usize, a: usize, b: usize, M: i32, N: i32, K: i32, rowA: i32, columnB: i32, rowC: i32, add: i32, alpha: f32): void {
  const aRow: usize = (<usize>rowA) << 2, bColumn: usize = (<usize>columnB) << 2, cRow: usize = (<usize>rowC) << 2;
  const whole = K & ~3;
  const wholeBytes: usize = (<usize>whole) << 2;
  for (let n = 0; n < N; n += 2) {
    const pair = n + 1 < N;
    const b0 = b + (<usize>n) * bColumn, b1 = pair ? b0 + bColumn : b0;
    let m = 0;
    for (; m + 4 <= M; m += 4) {
      const a0 = a + (<usize>m) * aRow, a1 = a0 + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
      let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
      for (let k: usize = 0; k < wholeBytes; k += 16) {
        const x = v128.load(b0 + k), y = v128.load(b1 + k);
        let z = v128.load(a0 + k); s00 = fma(z, x, s00); s01 = fma(z, y, s01);
        z = v128.load(a1 + k); s10 = fma(z, x, s10); s11 = fma(z, y, s11);
        z = v128.load(a2 + k); s20 = fma(z, x, s20); s21 = fma(z, y, s21);
        z = v128.load(a3 + k); s30 = fma(z, x, s30); s31 = fma(z, y, s31);
      }
      let d00 = sum4(s00), d01 = sum4(s01), d10 = sum4(s10), d11 = sum4(s11);
      let d20 = sum4(s20), d21 = sum4(s21), d30 = sum4(s30), d31 = sum4(s31);
      for (let k = whole; k < K; k++) {
        const o = (<usize>k) << 2;
        const x = load<f32>(b0 + o), y = load<f32>(b1 + o);
        let z = load<f32>(a0 + o); d00 += z * x; d01 += z * y;
        z = load<f32>(a1 + o); d10 += z * x; d11 += z * y;
        z = load<f32>(a2 + o); d20 += z * x; d21 += z * y;
        z = load<f32>(a3 + o); d30 += z * x; d31 += z * y;
      }
      let out = c + (<usize>m) * cRow + ((<usize>n) << 2);
      put(out, alpha * d00, add); if (pair) put(out + 4, alpha * d01, add); out += cRow;
      put(out, alpha * d10, add); if (pair) put(out + 4, alpha * d11, add); out += cRow;
      put(out, alpha * d20, add); if (pair) put(out + 4, alpha * d21, add); out += cRow;
      put(out, alpha * d30, add); if (pair) put(out + 4, alpha * d31, add);
    }
    for (; m < M; m++) {
      const a0 = a + (<usize>m) * aRow;
      let s0 = f32x4.splat(0), s1 = s0;
      for (let k: usize = 0; k < wholeBytes; k += 16) {
        const z = v128.load(a0 + k);
        s0 = fma(z, v128.load(b0 + k), s0); s1 = fma(z, v128.load(b1 + k), s1);
      }
      let d0 = sum4(s0), d1 = sum4(s1);
      for (let k = whole; k < K; k++) {
        const o = (<usize>k) << 2;
        d0 += load<f32>(a0 + o) * load<f32>(b0 + o); d1 += load<f32>(a0 + o) * load<f32>(b1 + o);
      }
      const out = c + (<usize>m) * cRow + ((<usize>n) << 2);
      put(out, alpha * d0, add); if (pair) put(out + 4, alpha * d1, add);
    }
  }
}

/** Softmax over rows [rows, n] in place; with a period T > 0 row r keeps its first r % T + 1 entries, the rest become 0. */
export function softmax(p: usize, rows: i32, n: i32, period: i32): void {
  for (let r = 0; r < rows; r++, p += (<usize>n) << 2) {
    const length = period > 0 ? (r % period) + 1 : n;
    const whole = length & ~3, part = length - whole;
    const tail = p + ((<usize>whole) << 2), end = p + ((<usize>n) << 2);
    let top = f32x4.splat(-3.4e38);
    for (let q = p; q < tail; q += 16) top = f32x4.max(top, v128.load(q));
    if (part) top = f32x4.max(top, loadPart(tail, part, -3.4e38));
    const most = f32x4.splat(max4(top));
    let total = f32x4.splat(0);
    for (let q = p; q < tail; q += 16) {
      const e = exp4(f32x4.sub(v128.load(q), most));
      v128.store(q, e);
      total = f32x4.add(total, e);
    }
    let sum = sum4(total);
    if (part) {
      const e = exp4(f32x4.sub(loadPart(tail, part, 0), most));
      storePart(tail, e, part);
      for (let j = 0; j < part; j++) sum += load<f32>(tail + ((<usize>j) << 2));
    }
    const share: f32 = 1 / sum, share4 = f32x4.splat(share);
    for (let q = p; q < tail; q += 16) v128.store(q, f32x4.mul(v128.load(q), share4));
    let q = tail;
    for (let j = 0; j < part; j++, q += 4) store<f32>(q, load<f32>(q) * share);
    for (; q < end; q += 4) store<f32>(q, 0);
  }
}

/** From p = softmax(z) and dL/dp in `d` to dL/dz, in place: d <- p (d - sum(p d)), over rows [rows, n]. */
export function softmaxBackward(d: usize, p: usize, rows: i32, n: i32): void {
  const whole: usize = (<usize>(n & ~3)) << 2, all: usize = (<usize>n) << 2;
  for (let r = 0; r < rows; r++, d += all, p += all) {
    let s = f32x4.splat(0);
    for (let o: usize = 0; o < whole; o += 16) s = fma(v128.load(p + o), v128.load(d + o), s);
    let sum = sum4(s);
    for (let o = whole; o < all; o += 4) sum += load<f32>(p + o) * load<f32>(d + o);
    const sum4s = f32x4.splat(sum);
    for (let o: usize = 0; o < whole; o += 16) v128.store(d + o, f32x4.mul(v128.load(p + o), f32x4.sub(v128.load(d + o), sum4s)));
    for (let o = whole; o < all; o += 4) store<f32>(d + o, load<f32>(p + o) * (load<f32>(d + o) - sum));
  }
}

/** y = x / sqrt(mean(x^2) + epsilon) gain over rows [rows, width]; `inverse` [rows] keeps 1 / sqrt(...). Width a multiple of 4. */
export function rmsNorm(y: usize, inverse: usize, x: usize, gain: usize, rows: i32, width: i32, epsilon: f32): void {
  const all: usize = (<usize>width) << 2;
  for (let r = 0; r < rows; r++, x += all, y += all, inverse += 4) {
    let s = f32x4.splat(0);
    for (let o: usize = 0; o < all; o += 16) { const v = v128.load(x + o); s = fma(v, v, s); }
    const i: f32 = 1 / sqrt<f32>(sum4(s) / <f32>width + epsilon);
    store<f32>(inverse, i);
    const i4 = f32x4.splat(i);
    for (let o: usize = 0; o < all; o += 16) v128.store(y + o, f32x4.mul(f32x4.mul(v128.load(x + o), i4), v128.load(gain + o)));
  }
}

/** Adds rmsNorm's gradient by x to dx and, unless dGain is 0, the one by the gain to dGain [width]. */
export function rmsNormBackward(dx: usize, dGain: usize, dy: usize, x: usize, gain: usize, inverse: usize, rows: i32, width: i32): void {
  const all: usize = (<usize>width) << 2;
  for (let r = 0; r < rows; r++, dx += all, dy += all, x += all, inverse += 4) {
    const i = load<f32>(inverse), i4 = f32x4.splat(i);
    let s = f32x4.splat(0);
    for (let o: usize = 0; o < all; o += 16) s = fma(f32x4.mul(v128.load(dy + o), v128.load(gain + o)), v128.load(x + o), s);
    const pull = f32x4.splat(sum4(s) * i * i * i / <f32>width);
    for (let o: usize = 0; o < all; o += 16) {
      const g = f32x4.mul(f32x4.mul(v128.load(dy + o), v128.load(gain + o)), i4);
      v128.store(dx + o, f32x4.add(v128.load(dx + o), f32x4.sub(g, f32x4.mul(v128.load(x + o), pull))));
    }
    if (dGain) {
      for (let o: usize = 0; o < all; o += 16)
        v128.store(dGain + o, fma(f32x4.mul(v128.load(dy + o), v128.load(x + o)), i4, v128.load(dGain + o)));
    }
  }
}

/** out [rows, hidden] = silu(gate) up, where each row of `pair` [rows, 2 hidden] is gate then up. Hidden a multiple of 4. */
export function swiglu(out: usize, pair: usize, rows: i32, hidden: i32): void {
  const half: usize = (<usize>hidden) << 2;
  const one = f32x4.splat(1);
  for (let r = 0; r < rows; r++, pair += half) {
    for (const end = pair + half; pair < end; pair += 16, out += 16) {
      const gate = v128.load(pair);
      v128.store(out, f32x4.mul(f32x4.div(gate, f32x4.add(one, exp4(f32x4.neg(gate)))), v128.load(pair + half)));
    }
  }
}

/** Gradient of swiglu by its pair [rows, 2 hidden], from dOut [rows, hidden]. */
export function swigluBackward(dPair: usize, dOut: usize, pair: usize, rows: i32, hidden: i32): void {
  const half: usize = (<usize>hidden) << 2;
  const one = f32x4.splat(1);
  for (let r = 0; r < rows; r++, pair += half, dPair += half) {
    for (const end = pair + half; pair < end; pair += 16, dPair += 16, dOut += 16) {
      const gate = v128.load(pair), up = v128.load(pair + half), d = v128.load(dOut);
      const s = f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(gate))));
      const silu = f32x4.mul(gate, s);
      v128.store(dPair + half, f32x4.mul(d, silu));
      v128.store(dPair, f32x4.mul(f32x4.mul(d, up), f32x4.mul(s, f32x4.add(one, f32x4.sub(gate, silu)))));
    }
  }
}

/**
 * One head's attention of one new token over its cache: out [size] = softmax(q.k / sqrt(size)) v over `count` rows of
 * keys and values, `row` floats apart. `scores` is scratch of `count` floats. Size a multiple of 4.
 */
export function attend(out: usize, q: usize, keys: usize, values: usize, scores: usize, count: i32, size: i32, row: i32): void {
  const step: usize = (<usize>row) << 2, all: usize = (<usize>size) << 2;
  const scale: f32 = 1 / sqrt<f32>(<f32>size);
  let k = keys;
  for (let t = 0; t < count; t++, k += step) {
    let s = f32x4.splat(0);
    for (let o: usize = 0; o < all; o += 16) s = fma(v128.load(q + o), v128.load(k + o), s);
    store<f32>(scores + ((<usize>t) << 2), sum4(s) * scale);
  }
  softmax(scores, 1, count, 0);
  for (let o: usize = 0; o < all; o += 16) {
    let s = f32x4.splat(0), v = values + o;
    for (let t = 0; t < count; t++, v += step) s = fma(v128.load32_splat(scores + ((<usize>t) << 2)), v128.load(v), s);
    v128.store(out + o, s);
  }
}

/**
 * AdamW (Loshchilov & Hutter 2019) on n numbers: weights p, gradients g, moments m and v; correction1 and 2 are
 * 1 - beta^t. n a multiple of 4.
 */
export function adamW(
  p: usize, g: usize, m: usize, v: usize, n: i32, rate: f32, beta1: f32, beta2: f32,
  correction1: f32, correction2: f32, epsilon: f32, decay: f32,
): void {
  const b1 = f32x4.splat(beta1), r1 = f32x4.splat(1 - beta1), b2 = f32x4.splat(beta2), r2 = f32x4.splat(1 - beta2);
  const step = f32x4.splat(rate / correction1), fix = f32x4.splat(1 / correction2);
  const eps = f32x4.splat(epsilon), keep = f32x4.splat(1 - rate * decay);
  for (const end = p + ((<usize>n) << 2); p < end; p += 16, g += 16, m += 16, v += 16) {
    const G = v128.load(g);
    const M = f32x4.add(f32x4.mul(b1, v128.load(m)), f32x4.mul(r1, G));
    const V = f32x4.add(f32x4.mul(b2, v128.load(v)), f32x4.mul(r2, f32x4.mul(G, G)));
    v128.store(m, M); v128.store(v, V);
    const move = f32x4.div(f32x4.mul(step, M), f32x4.add(f32x4.sqrt(f32x4.mul(V, fix)), eps));
    v128.store(p, f32x4.sub(f32x4.mul(v128.load(p), keep), move));
  }
}

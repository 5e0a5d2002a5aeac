import { requireInteger, requireLength } from './checks';
import { transpose } from './linear';

/** Off-diagonal size, relative to the two columns, below which they count as orthogonal. */
const ORTHOGONAL = 1e-13;
/** A guard only: 256 x 256 attention patterns, the worst seen, settle in well under half of it. */
const MOST_SWEEPS = 100;

/**
 * Singular values of row-major `a` [rows, columns], largest first, min(rows, columns) of them, by one-sided Jacobi
 * rotations (Hestenes 1958; Demmel & Veselic 1992 for its accuracy); throws a RangeError on a wrong length or a number
 * that is not finite.
 */
export function singularValues(a: ArrayLike<number>, rows: number, columns: number): Float64Array {
  requireInteger('The number of rows', rows, 1);
  requireInteger('The number of columns', columns, 1);
  requireLength('a', a, rows * columns);
  for (let i = 0; i < a.length; i++) {
    if (!Number.isFinite(a[i])) throw new RangeError(`The matrix must be finite, got ${a[i]} at ${i}.`);
  }
  // Vectors lie in rows here, so that a rotation runs along memory; the shorter side is rotated.
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const vectors = rows <= columns ? Float64Array.from(a) : transpose(a, rows, columns); // [count, length]
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let rotated = false;
    // Large vectors first: graded matrices, such as causal patterns, settle in half the sweeps.
    const sizes = norms(vectors, count, length);
    const order = Int32Array.from(sizes.keys()).sort((i, j) => sizes[j] - sizes[i]);
    for (let p = 0; p < count - 1; p++) {
      for (let q = p + 1; q < count; q++) {
        rotated = orthogonalise(vectors, order[p], order[q], length) || rotated;
      }
    }
    if (!rotated) break;
  }
  return norms(vectors, count, length).sort().reverse();
}

/** Euclidean norm of each vector [count]. */
function norms(vectors: Float64Array, count: number, length: number): Float64Array {
  return Float64Array.from({ length: count }, (_, p) => {
    let square = 0;
    for (let i = 0; i < length; i++) square += vectors[p * length + i] ** 2;
    return Math.sqrt(square);
  });
}

/** Rotates vectors p and q until they are orthogonal; false if they were. */
function orthogonalise(vectors: Float64Array, p: number, q: number, length: number): boolean {
  const u = vectors.subarray(p * length, (p + 1) * length);
  const v = vectors.subarray(q * length, (q + 1) * length);
  let uu = 0;
  let vv = 0;
  let uv = 0;
  for (let i = 0; i < length; i++) {
    uu += u[i] * u[i];
    vv += v[i] * v[i];
    uv += u[i] * v[i];
  }
  if (Math.abs(uv) <= ORTHOGONAL * Math.sqrt(uu) * Math.sqrt(vv)) return false;
  const zeta = (vv - uu) / (2 * uv);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cos = 1 / Math.hypot(1, t);
  const sin = cos * t;
  for (let i = 0; i < length; i++) {
    const old = u[i];
    u[i] = cos * old - sin * v[i];
    v[i] = sin * old + cos * v[i];
  }
  return true;
}

/**
 * Numerical rank: how many singular values (largest first) exceed `tolerance` times the largest; 0 for a zero matrix.
 * The tolerance must be stated beside the number, since it decides it; throws a RangeError unless it lies in [0, 1).
 */
export function numericalRank(values: ArrayLike<number>, tolerance: number): number {
  if (!(tolerance >= 0 && tolerance < 1)) {
    throw new RangeError(`The tolerance must be at least 0 and below 1, got ${tolerance}.`);
  }
  let rank = 0;
  while (rank < values.length && values[rank] > tolerance * values[0]) rank++;
  return rank;
}

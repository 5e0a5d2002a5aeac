import { pairIndices, rotateTo } from '../../math/rope';
import type { Tensor } from '../../runtime/protocol';

/** The pairing of the shipped model: dimension i goes with i + D/2. */
const convention = 'half-split' as const;

/** One pair of a query and a key as two hands of a clock, before and after turning; angles in radians. */
export interface PairHands {
  readonly qLength: number;
  readonly kLength: number;
  /** Direction of q and k as the model's projections give them, position 0. */
  readonly qAngle: number;
  readonly kAngle: number;
  /** Direction after turning by m * theta and n * theta, not reduced to one turn. */
  readonly qTurned: number;
  readonly kTurned: number;
  /** What the pair adds to q.k: |q_i| |k_i| cos(angle between the turned hands). */
  readonly contribution: number;
}

/** The vector [D] of one head and position in a tensor [1, H, T, D]; throws a RangeError outside it. */
export function vectorAt(tensor: Tensor, head: number, position: number): Float32Array {
  const [, heads, length, size] = tensor.dims;
  if (head < 0 || head >= heads || position < 0 || position >= length)
    throw new RangeError(`No head ${head} at position ${position} in [${tensor.dims}].`);
  const from = (head * length + position) * size;
  return tensor.data.subarray(from, from + size);
}

/** Dot product in float64. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Euclidean length in float64. */
export function norm(a: ArrayLike<number>): number {
  return Math.sqrt(dot(a, a));
}

/** q [D] at position m and k [D] at n, turned by frequencies `theta` [D/2] in float64. */
export function turn(
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  m: number,
  n: number,
  theta: ArrayLike<number>,
): { readonly q: Float64Array; readonly k: Float64Array } {
  return { q: rotateTo(q, m, theta, convention), k: rotateTo(k, n, theta, convention) };
}

/** (R_m q).(R_n k) in float64, not divided by the root of the head size. */
export function turnedDot(
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  m: number,
  n: number,
  theta: ArrayLike<number>,
): number {
  const turned = turn(q, k, m, n, theta);
  return dot(turned.q, turned.k);
}

/** All D/2 pairs of q at m and k at n; their contributions add up to `turnedDot`. */
export function pairHands(
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  m: number,
  n: number,
  theta: ArrayLike<number>,
): PairHands[] {
  const turned = turn(q, k, m, n, theta);
  return Array.from({ length: theta.length }, (_, i) => {
    const [a, b] = pairIndices(i, theta.length, convention);
    const qAngle = Math.atan2(q[b], q[a]);
    const kAngle = Math.atan2(k[b], k[a]);
    return {
      qLength: Math.hypot(q[a], q[b]),
      kLength: Math.hypot(k[a], k[b]),
      qAngle,
      kAngle,
      qTurned: qAngle + m * theta[i],
      kTurned: kAngle + n * theta[i],
      contribution: turned.q[a] * turned.k[a] + turned.q[b] * turned.k[b],
    };
  });
}

/** [distance, score] for whole distances `from` to `to`: q.k / sqrt(D) with k at 0 and q at the distance. */
export function scoreCurve(
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  theta: ArrayLike<number>,
  from: number,
  to: number,
): [number, number][] {
  const root = Math.sqrt(q.length);
  return Array.from({ length: to - from + 1 }, (_, i) => [
    from + i,
    turnedDot(q, k, from + i, 0, theta) / root,
  ]);
}

/** The smaller of the two ways round from one direction to another, -pi to pi. */
export function angleBetween(from: number, to: number): number {
  const turnOf = 2 * Math.PI;
  const rest = (((to - from) % turnOf) + turnOf) % turnOf;
  return rest > Math.PI ? rest - turnOf : rest;
}

/** Largest difference between our turning of `plain` [1, H, T, D] at positions 0..T-1 and the model's own `turned`, over one head. */
export function largestTurningGap(
  plain: Tensor,
  turned: Tensor,
  head: number,
  theta: ArrayLike<number>,
): number {
  let worst = 0;
  for (let position = 0; position < plain.dims[2]; position++) {
    const ours = rotateTo(vectorAt(plain, head, position), position, theta, convention);
    const theirs = vectorAt(turned, head, position);
    for (let i = 0; i < ours.length; i++) worst = Math.max(worst, Math.abs(ours[i] - theirs[i]));
  }
  return worst;
}

import { createRandom } from '../../math/random';

/**
 * `length` different token ids, evenly drawn with `seed`, twice in a row [2 * length]: a text in which nothing but the
 * repetition can be predicted (Olsson et al. 2022). `leaveOut` is never drawn. Throws a RangeError when the vocabulary
 * is too small.
 */
export function repeatedRandomIds(
  seed: number,
  length: number,
  vocabulary: number,
  leaveOut: readonly number[] = [],
): number[] {
  const pool = Array.from({ length: vocabulary }, (_, id) => id).filter((id) => !leaveOut.includes(id));
  if (length > pool.length)
    throw new RangeError(`${length} different tokens cannot be drawn from ${pool.length}.`);
  const random = createRandom(seed);
  // The first `length` places of a Fisher-Yates shuffle.
  for (let i = 0; i < length; i++) {
    const j = i + random.int(pool.length - i);
    [pool[i], pool[j]] = [pool[j], pool[i]];
  }
  const drawn = pool.slice(0, length);
  return [...drawn, ...drawn];
}

/**
 * The induction score, on a text of `length` different tokens said twice, of a head that looks at every place it may
 * alike: what chance gives.
 */
export function evenScore(length: number): number {
  let sum = 0;
  for (let t = length; t < 2 * length; t++) sum += 1 / (t + 1);
  return sum / length;
}

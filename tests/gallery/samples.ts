import { topP } from '../../src/math/cuts';
import { createRandom } from '../../src/math/random';

/** Inputs for the gallery only: seeded, and no model's. */
const HEAD = [6.1, 5.8, 5.5, 5, 4.8, 4.6, 4.3, 4.1, 4, 3.9, 3.7, 3.4, 3.3, 3.1, 3, 2.9, 2.7, 2.6, 2.4, 2.3];
export const VOCABULARY =
  ' big, shiny, little, red, pretty, beautiful, new, toy, small, golden, treasure, lot, key, note, map, huge, ball, tiny, book, letter'.split(
    ',',
  );
export const LOGITS = Float64Array.from({ length: 4096 }, (_, i) =>
  i < 20 ? HEAD[i] : 2.2 - 1.6 * Math.log((i + 2) / 22),
);
export const LILY = [
  'Lily',
  ' has',
  ' a',
  ' red',
  ' ball',
  '.',
  ' Tom',
  ' has',
  ' a',
  ' blue',
  ' kite',
  '.',
  ' Lily',
  '’s',
];

/** 36 causal attention patterns [T, T]: some look near, some at the first token, one at red. */
export function attentionPatterns(T: number): Float64Array[] {
  const random = createRandom(21);
  return Array.from({ length: 36 }, (_, head) => {
    const pattern = new Float64Array(T * T); // [T, T]
    for (let i = 0; i < T; i++) {
      const scores = Array.from({ length: i + 1 }, (_, j) => {
        const kind = head === 25 ? 3 : head % 3;
        return (
          random.next() +
          (kind === 0
            ? j === 0
              ? 4
              : 0
            : kind === 1
              ? -(i - j) * 0.8
              : kind === 3
                ? i === 13 && j === 3
                  ? 5
                  : j === 0
                    ? 2.6
                    : 0
                : j === i - 1
                  ? 4
                  : 0)
        );
      });
      const total = scores.reduce((sum, s) => sum + Math.exp(s), 0);
      scores.forEach((s, j) => (pattern[i * T + j] = Math.exp(s) / total));
    }
    return pattern;
  });
}

/** Top-p with the renormalised distribution beside it. */
export function applyCuts(p: Float64Array, share: number) {
  const { keep, mass } = topP(p, share);
  return { keep, final: p.map((value, id) => (keep[id] ? value / mass : 0)) };
}

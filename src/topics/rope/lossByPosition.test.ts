import { describe, expect, it } from 'vitest';
import { fakeInfo } from '../../runtime/fakeClient';
import { meanOver, smooth, surprises } from '../../math/surprise';
import { slidingPasses, tablesOf } from './lossByPosition';
import { longTextsOf } from './longTexts';

describe('loss by position', () => {
  it('is the surprise at the next token in bits', () => {
    const logits = Float32Array.of(0, 0, 0, 0, 5, 5, 5, 5); // [2, 4]
    expect(Array.from(surprises(logits, 4, [1, 2]))).toEqual([2]);
  });

  it.each([
    [768, 256],
    [512, 256],
    [300, 256],
    [100, 256],
    [257, 256],
  ])('slides over %d tokens with a window of %d, predicting each token once', (length, window) => {
    const seen: number[] = [];
    for (const { from, to, fresh } of slidingPasses(length, window)) {
      expect(to - from).toBeLessThanOrEqual(window);
      for (let t = fresh; t < to - 1; t++) seen.push(t);
      expect(fresh).toBeGreaterThanOrEqual(from);
    }
    expect(seen).toEqual(Array.from({ length: length - 1 }, (_, t) => t));
  });

  it('smooths a line into itself and keeps its mean level', () => {
    expect(Array.from(smooth([3, 3, 3, 3, 3], 3))).toEqual([3, 3, 3, 3, 3]);
    expect(smooth([0, 3, 0], 3)[1]).toBe(1);
    expect(meanOver([1, 2, 3], 1, 3)).toBe(2.5);
    expect(meanOver([], 0, 0)).toBeNaN();
  });

  it('gives YaRN a factor on cos and sin and leaves plain alone', () => {
    const yarn = tablesOf('yarn-code', fakeInfo, 4, 8)!;
    const plain = tablesOf('plain', fakeInfo, 4, 8)!;
    expect(yarn.cos[0]).toBeCloseTo(0.1 * Math.log(4) + 1, 6);
    expect(plain.cos[0]).toBe(1);
    expect(tablesOf('sliding', fakeInfo, 4, 8)).toBeNull();
  });

  it.each(['story', 'text-zh'])('has long texts for %s', (model) => {
    const longTexts = longTextsOf(model);
    const all = longTexts.flat();
    expect(longTexts.length).toBeGreaterThanOrEqual(4);
    expect(all.every((document) => document.trim().length > 0)).toBe(true);
  });
});

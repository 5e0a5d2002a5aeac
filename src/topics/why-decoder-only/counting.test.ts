import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../math/random';
import { cacheBytesPerToken, countSteps, cumulate, flopsOf, scoresOf } from './costs';
import { compareTokens, fitCosts } from './fits';
import { effectiveRank, headSpectrum, ranksAt, tally } from './ranks';
import { decoderSignal, encoderSignal, spanSignal } from './signal';

const shape = { layers: 6, heads: 6, headSize: 32, width: 192, parameters: 1000 };

describe('counts without a clock', () => {
  it('take 2 L H D 4 bytes a token', () => {
    expect(cacheBytesPerToken(shape)).toBe(2 * 6 * 6 * 32 * 4);
  });

  it('are what counting scores one by one gives', () => {
    for (const [fresh, past] of [
      [1, 0],
      [7, 0],
      [1, 9],
      [5, 3],
    ]) {
      let scores = 0;
      for (let query = past; query < past + fresh; query++) for (let key = 0; key <= query; key++) scores++;
      expect(scoresOf(fresh, past)).toBe(scores);
    }
  });

  it('run one token a step with the cache, the whole text without', () => {
    const cached = countSteps(10, 4, shape, true);
    const plain = countSteps(10, 4, shape, false);
    expect(cached.map((step) => step.tokens)).toEqual([10, 1, 1, 1]);
    expect(plain.map((step) => step.tokens)).toEqual([10, 11, 12, 13]);
    expect(cached.map((step) => step.scores)).toEqual([55, 11, 12, 13]);
    expect(plain.map((step) => step.scores)).toEqual([55, 66, 78, 91]);
    expect(cached.map((step) => step.bytes / cacheBytesPerToken(shape))).toEqual([10, 11, 12, 13]);
    expect(plain.every((step) => step.bytes === 0)).toBe(true);
    expect(cumulate([1, 2, 3])).toEqual([1, 3, 6]);
  });

  it('need the same FLOPs for a text in one pass as in two with its prefix kept', () => {
    expect(flopsOf(shape, 12, 0)).toBe(flopsOf(shape, 5, 0) + flopsOf(shape, 7, 5));
    expect(flopsOf(shape, 1, 0)).toBe(2 * 1000 + 4 * 6 * 192);
  });
});

describe('fits', () => {
  it('find an affine cost and a parabola again', () => {
    const prompt = 12;
    const cached = Array.from({ length: 60 }, (_, i) => (i === 0 ? 99 : 2 + 0.01 * (prompt + i)));
    const plain = Array.from({ length: 60 }, (_, i) => 1 + 0.5 * (prompt + i));
    const fit = fitCosts(prompt, cached)!;
    expect(fit.perToken.slope).toBeCloseTo(0.01, 9);
    expect(fit.perToken.intercept).toBeCloseTo(2, 9);
    expect(fit.line.r2).toBeGreaterThan(0.999);
    const other = fitCosts(prompt, plain)!;
    expect(other.parabola.coefficients[2]).toBeCloseTo(0.25, 9);
    expect(other.parabola.r2).toBeCloseTo(1, 9);
    expect(other.line.r2).toBeLessThan(other.parabola.r2);
    expect(other.power.exponent).toBeGreaterThan(1.2);
    expect(fit.power.exponent).toBeLessThan(1.1);
  });

  it('wait for enough tokens', () => {
    expect(fitCosts(5, [1, 1, 1, 1])).toBeNull();
    expect(fitCosts(5, Array(20).fill(0))).toBeNull();
  });

  it('compare texts token by token', () => {
    const ids = (list: number[]) => list.map((id) => ({ id }));
    expect(compareTokens(ids([1, 2, 3]), ids([1, 2]))).toEqual({ same: 2, compared: 2, parted: -1 });
    expect(compareTokens(ids([1, 2, 3]), ids([1, 9, 3]))).toEqual({ same: 2, compared: 3, parted: 1 });
  });
});

describe('the training signal', () => {
  it('skips only the first token in a decoder', () => {
    expect(decoderSignal(9).mask).toEqual([false, ...Array<boolean>(8).fill(true)]);
    expect(decoderSignal(9).scored).toBe(8);
    expect(decoderSignal(0).scored).toBe(0);
  });

  it('is about 15 % in an encoder, drawn from the seed', () => {
    const { mask, scored } = encoderSignal(20_000, 7);
    expect(scored).toBe(mask.filter(Boolean).length);
    expect(scored / 20_000).toBeGreaterThan(0.14);
    expect(scored / 20_000).toBeLessThan(0.16);
    expect(encoderSignal(50, 7).mask).toEqual(encoderSignal(50, 7).mask);
    expect(encoderSignal(500, 7).mask).not.toEqual(encoderSignal(500, 8).mask);
  });

  it('splits a text into what T5 reads and what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.integer({ min: 0, max: 999 }), (T, seed) => {
        const { input, target, ownScored, scored, positions } = spanSignal(T, seed);
        const hidden = Math.min(T - 1, Math.max(1, Math.round(T * 0.15)));
        const own = (list: typeof input) => list.flatMap(({ position }) => (position < 0 ? [] : [position]));
        expect(ownScored).toBe(hidden);
        expect(own(target)).toHaveLength(hidden);
        expect([...own(input), ...own(target)].sort((a, b) => a - b)).toEqual(
          Array.from({ length: T }, (_, i) => i),
        );
        const spans = input.filter(({ sentinel }) => sentinel >= 0).length;
        expect(scored).toBe(hidden + spans + 1);
        expect(target.filter(({ sentinel }) => sentinel >= 0).map(({ sentinel }) => sentinel)).toEqual(
          Array.from({ length: spans + 1 }, (_, i) => i),
        );
        expect(positions).toBe(input.length + target.length);
        expect(target.every((each) => each.scored) && input.every((each) => !each.scored)).toBe(true);
      }),
    );
    expect(spanSignal(1, 1).scored).toBe(0);
    // 100 tokens: 15 hidden in 5 spans, so 15 + 5 + 1 targets.
    expect(spanSignal(100, 3).scored).toBe(21);
  });
});

describe('ranks', () => {
  it('come from one head’s square of the tensor', () => {
    const data = new Float32Array(2 * 3 * 3);
    for (let i = 0; i < 3; i++) data[9 + i * 3 + i] = i + 1;
    const values = headSpectrum({ dims: [1, 2, 3, 3], data }, 1);
    expect(Array.from(values)).toEqual([3, 2, 1]);
    expect(effectiveRank(headSpectrum({ dims: [1, 2, 3, 3], data }, 0))).toBeNaN();
  });

  it('of a causal pattern are full until the tolerance bites', () => {
    const random = createRandom(1);
    const size = 12;
    const data = new Float32Array(size * size);
    for (let row = 0; row < size; row++) {
      const raw = Array.from({ length: row + 1 }, () => random.next() + 1e-3);
      const total = raw.reduce((a, b) => a + b, 0);
      raw.forEach((value, col) => (data[row * size + col] = value / total));
    }
    const causal = headSpectrum({ dims: [1, 1, size, size], data }, 0);
    const flat = headSpectrum(
      { dims: [1, 1, size, size], data: new Float32Array(size * size).fill(1 / size) },
      0,
    );
    expect(ranksAt([{ causal, open: flat }], 1e-7)).toEqual([{ causal: size, open: 1 }]);
    expect(ranksAt([{ causal, open: flat }], 0.3)[0].causal).toBeLessThan(size);
    expect(effectiveRank(flat)).toBeCloseTo(1, 6);
    expect(effectiveRank(Float64Array.of(1, 1, 1, 1))).toBeCloseTo(4, 9);
  });

  it('are tallied head by head', () => {
    const pairs = [
      { causal: 3, open: 1 },
      { causal: 2, open: 2.01 },
      { causal: 1, open: 3 },
    ];
    expect(tally(pairs, 0.05)).toMatchObject({ causal: 2, causalHigher: 1, openHigher: 1, equal: 1 });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquare, chiSquarePValue } from '../../src/math/chiSquare';
import { createRandom, hashSeed, restoreRandom } from '../../src/math/random';
import { drawCounts, greedy, sampleIndex } from '../../src/math/sampling';
import { softmax } from '../../src/math/softmax';
import { expectClose } from './checks/close';

const seeds = fc.nat();

describe('createRandom', () => {
  it('repeats itself from a seed, and only from that seed', () => {
    const stream = (seed: number): number[] => Array.from({ length: 8 }, createRandom(seed).next);
    expect(stream(7)).toEqual(stream(7));
    expect(stream(7)).not.toEqual(stream(8));
    expect(stream(1)).not.toEqual(stream(2 ** 32 + 1));
  });

  it('never changes its stream, since links and records lean on it', () => {
    const random = createRandom(42);
    expect(Array.from({ length: 3 }, random.next)).toMatchInlineSnapshot(`
      [
        0.8686135591265196,
        0.3376831524841739,
        0.8812672767803806,
      ]
    `);
    expect(hashSeed('GlassLM 玻璃模型')).toMatchInlineSnapshot(`2716506128`);
  });

  it('continues from a saved state, the spare normal included', () => {
    fc.assert(
      fc.property(seeds, fc.nat({ max: 9 }), (seed, steps) => {
        const random = createRandom(seed);
        for (let i = 0; i < steps; i++) random.normal();
        const copy = restoreRandom(random.state());
        const draw = (r: typeof random): number[] => [r.normal(), r.next(), r.int(1000), r.normal()];
        expect(draw(copy)).toEqual(draw(random));
      }),
    );
  });

  it('is uniform in [0, 1) and over whole numbers, and normal with mean 0 and variance 1', () => {
    const random = createRandom(1);
    const bins = new Array<number>(20).fill(0);
    const ints = new Array<number>(7).fill(0);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < 40_000; i++) {
      bins[Math.floor(random.next() * 20)]++;
      ints[random.int(7)]++;
      const x = random.normal();
      sum += x;
      squares += x * x;
    }
    expect(chiSquare(new Array(20).fill(1 / 20), bins).pValue).toBeGreaterThan(1e-3);
    expect(chiSquare(new Array(7).fill(1 / 7), ints).pValue).toBeGreaterThan(1e-3);
    expectClose(sum / 40_000, 0, { absolute: 0.02 });
    expectClose(squares / 40_000, 1, { absolute: 0.03 });
  });

  it('does not favour small numbers where the range divides 2^32 badly', () => {
    const random = createRandom(6);
    const thirds = [0, 0, 0];
    for (let i = 0; i < 6000; i++) thirds[Math.floor(random.int(3 * 2 ** 30) / 2 ** 30)]++;
    expect(chiSquare([1, 1, 1], thirds).pValue).toBeGreaterThan(1e-3);
  });

  it('rejects seeds and ranges that are not whole', () => {
    for (const bad of [NaN, -1, 0.5, Infinity]) expect(() => createRandom(bad)).toThrow(RangeError);
    for (const bad of [NaN, 0, 1.5, 2 ** 33]) expect(() => createRandom(1).int(bad)).toThrow(RangeError);
    expect(() => restoreRandom({ words: [1, 2, 3, -4], spareNormal: null })).toThrow(RangeError);
  });
});

describe('sampling', () => {
  it('counts sum to n, and are those of n single draws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 1 }),
        seeds,
        (z, seed) => {
          const p = softmax(z);
          const counts = drawCounts(p, 200, createRandom(seed));
          expect(counts.reduce((a, b) => a + b, 0)).toBe(200);
          const random = createRandom(seed);
          const singles = new Uint32Array(p.length);
          for (let i = 0; i < 200; i++) singles[sampleIndex(p, random)]++;
          expect(counts).toEqual(singles);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('follows the probabilities', () => {
    const p = softmax([2, 1.5, 1.1, 0.3, -0.2, -1, -2.5, -4]);
    expect(chiSquare(p, drawCounts(p, 20_000, createRandom(5))).pValue).toBeGreaterThan(1e-3);
    // The same test must notice draws from a slightly different temperature.
    const other = softmax([2, 1.5, 1.1, 0.3, -0.2, -1, -2.5, -4], 1.1);
    expect(chiSquare(p, drawCounts(other, 20_000, createRandom(5))).pValue).toBeLessThan(1e-6);
  });

  it('never draws an index of probability 0, not even at the ends', () => {
    const edge = { ...createRandom(1), next: () => 0 };
    expect(sampleIndex([0, 0, 0.5, 0.5, 0], edge)).toBe(2);
    expect(sampleIndex([0, 0, 0.5, 0.5, 0], { ...edge, next: () => 1 - 2 ** -53 })).toBe(3);
  });

  it('scales weights, and rejects what is no weight', () => {
    const counts = drawCounts([1, 3], 4000, createRandom(3));
    expectClose(counts[1] / 4000, 0.75, { absolute: 0.03 });
    for (const bad of [[NaN, 1], [-1, 2], [0, 0], [], [Infinity, 1]]) {
      expect(() => sampleIndex(bad, createRandom(1))).toThrow(RangeError);
    }
    expect(() => drawCounts([1], -1, createRandom(1))).toThrow(RangeError);
  });

  it('greedy takes the first largest', () => {
    expect(greedy([0.1, 0.45, 0.45])).toBe(1);
  });
});

describe('chiSquare', () => {
  it('has the tail areas of printed tables', () => {
    // 5 % and 1 % points of the chi-square distribution.
    expectClose(chiSquarePValue(3.841458820694124, 1), 0.05);
    expectClose(chiSquarePValue(18.307038053275146, 10), 0.05);
    expectClose(chiSquarePValue(135.80672317102676, 100), 0.01);
    // Two degrees of freedom have a closed form.
    for (const x of [0.01, 1, 5, 40, 300])
      expectClose(chiSquarePValue(x, 2), Math.exp(-x / 2), { absolute: 0 });
    expect(chiSquarePValue(0, 3)).toBe(1);
    expect(chiSquarePValue(Infinity, 3)).toBe(0);
  });

  it('pools until every bin expects five draws, losing none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -9, max: 3, noNaN: true }), { minLength: 1, maxLength: 80 }),
        seeds,
        (z, seed) => {
          const p = softmax(z);
          const { bins } = chiSquare(p, drawCounts(p, 300, createRandom(seed)));
          for (const bin of bins) expect(bin.expected).toBeGreaterThanOrEqual(5);
          expectClose(
            bins.reduce((sum, bin) => sum + bin.expected, 0),
            300,
          );
          expect(bins.reduce((sum, bin) => sum + bin.observed, 0)).toBe(300);
          expect(bins.reduce((sum, bin) => sum + bin.indices.length, 0)).toBe(p.length);
        },
      ),
    );
  });

  it('rejects about as often as it should', () => {
    const p = softmax(Array.from({ length: 400 }, (_, i) => -i / 40));
    const random = createRandom(11);
    let rejections = 0;
    for (let trial = 0; trial < 400; trial++) {
      if (chiSquare(p, drawCounts(p, 1000, random)).pValue < 0.05) rejections++;
    }
    expect(rejections).toBeGreaterThan(5);
    expect(rejections).toBeLessThan(40);
  });

  it('finds an impossible draw impossible, and rejects bad input', () => {
    expect(chiSquare([1, 0], [9, 1]).pValue).toBe(0);
    expect(() => chiSquare([1], [1, 2])).toThrow(RangeError);
    expect(() => chiSquare([1, 1], [0, 0])).toThrow(RangeError);
    expect(() => chiSquare([1, 1], [0.5, 3])).toThrow(RangeError);
    expect(() => chiSquare([1, NaN], [1, 3])).toThrow(RangeError);
  });
});

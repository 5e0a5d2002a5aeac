import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot } from '../../src/math/linear';
import { alibiBias, alibiSlopes, sinusoidal, sinusoidalTable } from '../../src/math/positions';
import {
  cosSinTables,
  frequencies,
  rotate,
  rotateTo,
  scaledFrequencies,
  type RopeScaling,
} from '../../src/math/rope';
import { expectAllClose, expectClose } from './checks/close';

const vectors = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 32, maxLength: 32 });
const conventions = fc.constantFrom('half-split' as const, 'interleaved' as const);
const norm = (x: ArrayLike<number>): number => Math.sqrt(dot(x, x));
const theta = frequencies(32);

describe('RoPE', () => {
  it('keeps the length and sees only the distance, to 1e-5 of |q||k|', () => {
    const positions = fc.nat({ max: 4096 });
    fc.assert(
      fc.property(
        vectors,
        vectors,
        conventions,
        positions,
        positions,
        positions,
        (q, k, convention, m, n, shift) => {
          expectClose(norm(rotateTo(q, m, theta, convention)), norm(q));
          const at = (a: number, b: number): number =>
            dot(rotateTo(q, a, theta, convention), rotateTo(k, b, theta, convention));
          const allowed = 1e-5 * norm(q) * norm(k) + 1e-12;
          expect(Math.abs(at(m, n) - at(m + shift, n + shift))).toBeLessThanOrEqual(allowed);
        },
      ),
    );
  });

  it('does so with the float32 tables a model is fed', () => {
    fc.assert(
      fc.property(vectors, vectors, conventions, fc.nat({ max: 1000 }), (q, k, convention, shift) => {
        const { cos, sin } = cosSinTables([5, 2, 5 + shift, 2 + shift], theta); // [4, D/2]
        const turned = (x: number[], row: number): Float64Array =>
          rotate(x, cos.subarray(row * 16, row * 16 + 16), sin.subarray(row * 16, row * 16 + 16), convention);
        const near = dot(turned(q, 0), turned(k, 1));
        const far = dot(turned(q, 2), turned(k, 3));
        expect(Math.abs(near - far)).toBeLessThanOrEqual(1e-5 * norm(q) * norm(k) + 1e-12);
      }),
    );
  });

  it('is undone by the opposite position, and does nothing at 0', () => {
    fc.assert(
      fc.property(vectors, conventions, fc.nat({ max: 1000 }), (x, convention, m) => {
        expectAllClose(rotateTo(rotateTo(x, m, theta, convention), -m, theta, convention), x, {
          absolute: 1e-10,
        });
        expectAllClose(rotateTo(x, 0, theta, convention), x);
      }),
    );
  });

  it('notices order and distance', () => {
    const q = Array.from({ length: 32 }, (_, i) => Math.sin(i + 1));
    const k = Array.from({ length: 32 }, (_, i) => Math.cos(3 * i));
    const at = (m: number, n: number): number =>
      dot(rotateTo(q, m, theta, 'half-split'), rotateTo(k, n, theta, 'half-split'));
    expect(Math.abs(at(7, 3) - at(3, 7))).toBeGreaterThan(0.1);
    expect(Math.abs(at(7, 3) - at(8, 3))).toBeGreaterThan(0.01);
  });

  it('pairs dimensions as the two conventions say, one being a reordering of the other', () => {
    const x = [1, 2, 3, 4, 5, 6, 7, 8];
    const toHalves = (y: ArrayLike<number>): number[] => [0, 2, 4, 6, 1, 3, 5, 7].map((i) => y[i]);
    const small = frequencies(8);
    expectAllClose(
      rotateTo(toHalves(x), 9, small, 'half-split'),
      toHalves(rotateTo(x, 9, small, 'interleaved')),
    );
  });

  it('forms angles in float64: far positions stay exact in the tables', () => {
    const { cos } = cosSinTables([1_000_003], [1]);
    expectClose(cos[0], Math.cos(1_000_003), { absolute: 1e-7 });
  });

  it('rejects odd sizes, bad bases, positions and lengths', () => {
    expect(() => frequencies(7)).toThrow(RangeError);
    expect(() => frequencies(8, 0)).toThrow(RangeError);
    expect(() => frequencies(8, NaN)).toThrow(RangeError);
    expect(() => cosSinTables([NaN], theta)).toThrow(RangeError);
    expect(() => rotate([1, 2, 3], [1], [0], 'half-split')).toThrow(RangeError);
  });
});

describe('scaled RoPE', () => {
  const settings = { headSize: 64, base: 10000, trainedLength: 512, length: 1024 };
  const kinds: RopeScaling[] = ['plain', 'pi', 'ntk', 'dynamic-ntk', 'yarn-code', 'yarn-paper'];

  it.each(kinds)('%s changes nothing at scale 1', (kind) => {
    const scaled = scaledFrequencies(kind, { ...settings, scale: 1, length: 512 });
    expectAllClose(scaled.frequencies, frequencies(64));
    expect(scaled.attentionFactor).toBe(1);
  });

  it.each(kinds)('%s never speeds a pair up, nor slows it by more than its stretch', (kind) => {
    const scaled = scaledFrequencies(kind, { ...settings, scale: 4 });
    const plain = frequencies(64);
    const stretch = kind === 'dynamic-ntk' ? 4 * 2 - 3 : 4;
    scaled.frequencies.forEach((value, i) => {
      expect(value).toBeLessThanOrEqual(plain[i] * (1 + 1e-12));
      expect(value).toBeGreaterThanOrEqual((plain[i] / stretch) * (1 - 1e-12));
    });
  });

  it('applies YaRN’s factor to cosines and sines', () => {
    const { frequencies: slowed, attentionFactor } = scaledFrequencies('yarn-code', {
      ...settings,
      scale: 4,
    });
    const { cos, sin } = cosSinTables([3], slowed, attentionFactor);
    expectClose(Math.hypot(cos[0], sin[0]), attentionFactor, { relative: 1e-6 });
    expect(attentionFactor).toBeGreaterThan(1);
  });

  it('rejects scales below 1, and dynamic NTK without a length', () => {
    expect(() => scaledFrequencies('pi', { ...settings, scale: 0.5 })).toThrow(RangeError);
    expect(() => scaledFrequencies('pi', { ...settings, scale: NaN })).toThrow(RangeError);
    expect(() => scaledFrequencies('dynamic-ntk', { ...settings, scale: 2, length: undefined })).toThrow(
      /length/,
    );
  });
});

describe('other positions', () => {
  it('sinusoidal rows have one length, and dot products that depend on the distance alone', () => {
    const table = sinusoidalTable(40, 16); // [T, d]
    const row = (t: number): Float64Array => table.subarray(t * 16, t * 16 + 16);
    for (let t = 0; t < 30; t++) {
      expect(row(t)).toEqual(sinusoidal(t, 16));
      expectClose(norm(row(t)), Math.sqrt(8));
      expectClose(dot(row(t), row(t + 7)), dot(row(0), row(7)));
    }
  });

  it('ALiBi slopes fall by one ratio for a power of two, and lie in (0, 1)', () => {
    const slopes = alibiSlopes(16);
    for (let h = 1; h < 16; h++) expectClose(slopes[h] / slopes[h - 1], slopes[0]);
    for (const heads of [1, 3, 6, 20]) {
      expect(new Set(alibiSlopes(heads)).size).toBe(heads);
      for (const slope of alibiSlopes(heads)) expect(slope > 0 && slope < 1).toBe(true);
    }
  });

  it('reject odd widths, NaN and empty shapes', () => {
    expect(() => sinusoidal(1, 7)).toThrow(RangeError);
    expect(() => sinusoidal(NaN, 8)).toThrow(RangeError);
    expect(() => alibiSlopes(0)).toThrow(RangeError);
    expect(() => alibiBias(NaN, 4)).toThrow(RangeError);
    expect(() => sinusoidalTable(0, 8)).toThrow(RangeError);
  });
});

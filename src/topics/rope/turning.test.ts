import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frequencies } from '../../math/rope';
import { angleBetween, dot, norm, pairHands, scoreCurve, turn, turnedDot } from './turning';

const size = 32;
const theta = frequencies(size);
const vector = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: size, maxLength: size });
const place = fc.integer({ min: 0, max: 1023 });

describe('turning', () => {
  it('keeps lengths and the dot product of vectors that move together', () => {
    fc.assert(
      fc.property(vector, vector, place, place, place, (q, k, m, n, s) => {
        const slack = 1e-9 * (norm(q) * norm(k) + 1);
        const turned = turn(q, k, m, n, theta);
        expect(Math.abs(norm(turned.q) - norm(q))).toBeLessThanOrEqual(1e-9 * (norm(q) + 1));
        expect(
          Math.abs(turnedDot(q, k, m + s, n + s, theta) - turnedDot(q, k, m, n, theta)),
        ).toBeLessThanOrEqual(slack);
      }),
    );
  });

  it('splits the dot product into what the pairs add, each the cosine of its hands', () => {
    fc.assert(
      fc.property(vector, vector, place, place, (q, k, m, n) => {
        const hands = pairHands(q, k, m, n, theta);
        const slack = 1e-9 * (norm(q) * norm(k) + 1);
        const sum = hands.reduce((total, each) => total + each.contribution, 0);
        expect(Math.abs(sum - turnedDot(q, k, m, n, theta))).toBeLessThanOrEqual(slack);
        for (const each of hands) {
          const cosine = each.qLength * each.kLength * Math.cos(each.qTurned - each.kTurned);
          expect(Math.abs(cosine - each.contribution)).toBeLessThanOrEqual(slack);
        }
      }),
    );
  });

  it('changes when the places are swapped', () => {
    const q = Array.from({ length: size }, (_, i) => Math.sin(i + 1));
    const k = Array.from({ length: size }, (_, i) => Math.cos(3 * i));
    expect(Math.abs(turnedDot(q, k, 9, 4, theta) - turnedDot(q, k, 4, 9, theta))).toBeGreaterThan(0.01);
  });

  it('draws the score at every whole distance, negative ones included', () => {
    const q = Array.from({ length: size }, (_, i) => i / size);
    const k = Array.from({ length: size }, (_, i) => 1 - i / size);
    const curve = scoreCurve(q, k, theta, -2, 3);
    expect(curve.map(([distance]) => distance)).toEqual([-2, -1, 0, 1, 2, 3]);
    expect(curve[2][1]).toBeCloseTo(dot(q, k) / Math.sqrt(size), 12);
    expect(curve[0][1]).toBeCloseTo(turnedDot(q, k, 0, 2, theta) / Math.sqrt(size), 12);
  });

  it('takes the short way round from hand to hand', () => {
    expect(angleBetween(0, Math.PI * 1.5)).toBeCloseTo(-Math.PI / 2, 12);
    expect(angleBetween(100 * Math.PI, 100 * Math.PI + 1)).toBeCloseTo(1, 10);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  crossEntropy,
  effectiveChoices,
  entropyBits,
  entropyNats,
  klDivergence,
  surprisal,
} from '../../src/math/entropy';
import { argmax, logSoftmax, logSumExp, softmax, topIndices } from '../../src/math/softmax';
import { expectAllClose, expectClose } from './checks/close';

const logitLists = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 60 });
const temperatures = fc.double({ min: 0.01, max: 100, noNaN: true });

describe('softmax', () => {
  it('sums to 1, keeps the largest and the order, at any temperature from 0.01 to 100', () => {
    fc.assert(
      fc.property(logitLists, temperatures, (z, T) => {
        const p = softmax(z, T);
        expectClose(
          p.reduce((a, b) => a + b, 0),
          1,
        );
        expect(p[argmax(z)]).toBe(Math.max(...p));
        for (let i = 1; i < z.length; i++) if (z[i] > z[i - 1]) expect(p[i]).toBeGreaterThanOrEqual(p[i - 1]);
      }),
    );
  });

  it('does not notice a common shift of the logits', () => {
    const z = [0.5, -2, 3, 1.25];
    expectAllClose(
      softmax(
        z.map((x) => x + 512),
        0.7,
      ),
      softmax(z, 0.7),
      { relative: 1e-12 },
    );
  });

  it('is its own direct formula where that does not overflow', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1 }), (z) => {
        const total = z.reduce((sum, x) => sum + Math.exp(x), 0);
        expectAllClose(
          softmax(z),
          z.map((x) => Math.exp(x) / total),
        );
      }),
    );
  });

  it('survives logits whose quotient overflows', () => {
    expect(Array.from(softmax([1e308, -1e308], 0.01))).toEqual([1, 0]);
    expect(Array.from(softmax([1e308, 1e308], 0.01))).toEqual([0.5, 0.5]);
  });

  it('is greedy at T = 0, the first among equals, and flat at T = Infinity', () => {
    expect(Array.from(softmax([1, 7, 7, -3], 0))).toEqual([0, 1, 0, 0]);
    expect(Array.from(softmax([1, 700, 7, -Infinity], Infinity))).toEqual([1 / 3, 1 / 3, 1 / 3, 0]);
  });

  it('leaves masked logits at exactly 0', () => {
    expect(softmax([0, -Infinity, 1], 2)[1]).toBe(0);
  });

  it.each([
    ['an empty list', [], 1],
    ['NaN', [0, NaN], 1],
    ['+Infinity', [0, Infinity], 1],
    ['nothing but -Infinity', [-Infinity, -Infinity], 1],
    ['a negative temperature', [0, 1], -1],
    ['a NaN temperature', [0, 1], NaN],
  ])('rejects %s', (_name, z, T) => {
    expect(() => softmax(z, T)).toThrow(RangeError);
    expect(() => logSoftmax(z, T)).toThrow(RangeError);
  });

  it('moves the runner-up up and then down again as T rises', () => {
    const second = (T: number): number => softmax([2, 1.5, 0, -1], T)[1];
    expectAllClose([second(0.1), second(1), second(5)], [0.007, 0.339, 0.29], { absolute: 0.02 });
    expect(second(1)).toBeGreaterThan(second(5));
    expect(second(5)).toBeGreaterThan(second(0.1));
  });
});

describe('logSoftmax and logSumExp', () => {
  it('are the logarithms of softmax and of its denominator', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -300, max: 300, noNaN: true }), { minLength: 1 }), (z) => {
        expectAllClose(logSoftmax(z).map(Math.exp), softmax(z));
        expectAllClose(
          logSoftmax(z),
          z.map((x) => x - logSumExp(z)),
          { absolute: 1e-10 },
        );
      }),
    );
  });

  it('keep what exp would lose', () => {
    expect(logSoftmax([0, -2000])[1]).toBe(-2000);
    expectClose(logSumExp([1000, 1000]), 1000 + Math.LN2);
    expect(Array.from(logSoftmax([3, 1], 0))).toEqual([0, -Infinity]);
  });
});

describe('argmax and topIndices', () => {
  it('agree with a full stable sort', () => {
    const values = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(values, fc.nat({ max: 90 }), (list, n) => {
        const sorted = list
          .map((_, i) => i)
          .sort((i, j) => (list[j] > list[i] ? 1 : list[j] < list[i] ? -1 : i - j));
        expect(Array.from(topIndices(list, n))).toEqual(sorted.slice(0, n));
        if (list.length > 0) expect(argmax(list)).toBe(sorted[0]);
      }),
    );
  });

  it('reject NaN and an empty list', () => {
    expect(() => topIndices([1, NaN, 2], 1)).toThrow(RangeError);
    expect(() => argmax([NaN])).toThrow(RangeError);
    expect(() => argmax([])).toThrow(RangeError);
  });
});

describe('entropy', () => {
  it('lies between 0 and log V, and equals them for one certain and V equal outcomes', () => {
    fc.assert(
      fc.property(logitLists, (z) => {
        const h = entropyNats(softmax(z));
        expect(h).toBeGreaterThanOrEqual(0);
        expect(h).toBeLessThanOrEqual(Math.log(z.length) + 1e-12);
      }),
    );
    expect(entropyBits([0, 1, 0])).toBe(0);
    expectClose(entropyBits(new Float64Array(8).fill(1 / 8)), 3);
    expectClose(effectiveChoices(new Float64Array(8).fill(1 / 8)), 8);
  });

  it('grows with temperature', () => {
    const z = [2, 1.5, 1.1, 0.3, -0.2, -1];
    const entropies = [0.1, 0.3, 1, 3, 10].map((T) => entropyNats(softmax(z, T)));
    for (let i = 1; i < entropies.length; i++) expect(entropies[i]).toBeGreaterThan(entropies[i - 1]);
  });

  it('splits cross-entropy into entropy and divergence, which is never negative', () => {
    const pairs = fc.array(
      fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true })),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(pairs, (list) => {
        const p = softmax(list.map(([a]) => a));
        const q = softmax(list.map(([, b]) => b));
        expect(klDivergence(p, q)).toBeGreaterThanOrEqual(-1e-12);
        expectClose(crossEntropy(p, q), entropyNats(p) + klDivergence(p, q), { absolute: 1e-10 });
      }),
    );
    expect(klDivergence([0.5, 0.5], [1, 0])).toBe(Infinity);
    expect(crossEntropy([1, 0], [1, 0])).toBe(0);
  });

  it('gives surprisal in bits and rejects what is no probability', () => {
    expect(surprisal(0.25)).toBe(2);
    expect(surprisal(0)).toBe(Infinity);
    expect(() => surprisal(1.5)).toThrow(RangeError);
    expect(() => entropyNats([0.5, NaN])).toThrow(RangeError);
    expect(() => entropyNats([0.5, -0.5])).toThrow(RangeError);
    expect(() => klDivergence([1], [0.5, 0.5])).toThrow(RangeError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attentionPattern, applyMask, causalMask } from '../../src/math/attention';
import { evaluatePolynomial, linearFit, polynomialFit, powerFit } from '../../src/math/linearFit';
import { dot, matmul, transpose } from '../../src/math/linear';
import { createRandom } from '../../src/math/random';
import { numericalRank, singularValues } from '../../src/math/svd';
import { expectAllClose, expectClose } from './checks/close';

describe('singularValues', () => {
  it('agree with PyTorch, for a tall matrix and its transpose', () => {
    const a = [1, 2, 3, 4, 5, 6, 7, 8, 10, -1, 0.5, 2];
    const expected = [17.453925186009013, 2.136419423191796, 0.21495964600171724];
    expectAllClose(singularValues(a, 4, 3), expected);
    expectAllClose(singularValues(transpose(a, 4, 3), 3, 4), expected);
  });

  it('have the matrix’s own sum of squares and, squared, its Gram matrix’s trace of squares', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 20, maxLength: 20 }),
        (a) => {
          const values = singularValues(a, 4, 5);
          for (let i = 1; i < 4; i++) expect(values[i]).toBeLessThanOrEqual(values[i - 1]);
          expectClose(dot(values, values), dot(a, a));
          const gram = matmul(a, transpose(a, 4, 5), 4, 5, 4);
          expectClose(
            values.reduce((sum, s) => sum + s ** 4, 0),
            dot(gram, gram),
          );
        },
      ),
    );
  });

  it('find the rank of a product, and of a zero matrix', () => {
    const random = createRandom(3);
    const normals = (n: number): Float64Array => Float64Array.from({ length: n }, () => random.normal());
    const low = matmul(normals(30 * 4), normals(4 * 25), 30, 4, 25);
    expect(numericalRank(singularValues(low, 30, 25), 1e-10)).toBe(4);
    expect(numericalRank(singularValues(new Float64Array(6), 2, 3), 1e-6)).toBe(0);
    expect(numericalRank([3, 1, 1e-9], 1e-6)).toBe(2);
    expect(numericalRank([3, 1, 1e-9], 1e-12)).toBe(3);
  });

  it('show that the mask does not decide the numerical rank: a sink head has rank 1 with and without it', () => {
    const scores = new Float64Array(400); // [T, T]
    for (let t = 0; t < 20; t++) scores[t * 20] = 60;
    for (const given of [scores, applyMask(scores, causalMask(20))]) {
      expect(numericalRank(singularValues(attentionPattern(given, 20), 20, 20), 1e-6)).toBe(1);
    }
  });

  it('reject wrong lengths, NaN and bad tolerances', () => {
    expect(() => singularValues([1, 2, 3], 2, 2)).toThrow(RangeError);
    expect(() => singularValues([NaN], 1, 1)).toThrow(RangeError);
    expect(() => numericalRank([1], NaN)).toThrow(RangeError);
  });
});

describe('fits', () => {
  const x = Array.from({ length: 20 }, (_, i) => 10 * (i + 1));

  it('recover an exact polynomial', () => {
    const { coefficients, r2 } = polynomialFit(
      x,
      x.map((t) => 3 - 2 * t + 0.25 * t * t),
      2,
    );
    expectAllClose(coefficients, [3, -2, 0.25], { absolute: 1e-8 });
    expectClose(r2, 1);
    expectClose(evaluatePolynomial([3, -2, 0.25], 4), -1);
  });

  it('leave residuals that no line could lower', () => {
    const y = x.map((t) => 5 + 2 * t + Math.sin(t) * 20);
    const { slope, intercept, r2 } = linearFit(x, y);
    const residual = y.map((value, i) => value - intercept - slope * x[i]);
    expectClose(
      residual.reduce((a, b) => a + b, 0),
      0,
      { absolute: 1e-8 },
    );
    expectClose(dot(residual, x), 0, { absolute: 1e-6 });
    expect(r2).toBeGreaterThan(0.9);
    expect(r2).toBeLessThan(1);
  });

  it('tell linear from quadratic growth by the exponent', () => {
    expectClose(
      powerFit(
        x,
        x.map((t) => 7 * t),
      ).exponent,
      1,
    );
    const quadratic = powerFit(
      x,
      x.map((t) => 0.5 * t * t),
    );
    expectClose(quadratic.exponent, 2);
    expectClose(quadratic.factor, 0.5);
    expect(
      linearFit(
        x,
        x.map((t) => t * t),
      ).r2,
    ).toBeLessThan(0.98);
  });

  it('reject too few points, unequal lengths, NaN and logarithms of 0', () => {
    expect(() => linearFit([1, 1], [2, 3])).toThrow(/distinct/);
    expect(() => linearFit([1, 2], [2])).toThrow(RangeError);
    expect(() => linearFit([1, NaN], [2, 3])).toThrow(RangeError);
    expect(() => powerFit([0, 1], [1, 2])).toThrow(RangeError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { multiHeadAttention, causalMask } from '../../src/math/attention';
import { erf, logGamma, upperGammaShare } from '../../src/math/gamma';
import { dot, gelu, linear, matmul, relu, sigmoid, silu, transpose } from '../../src/math/linear';
import { layerNorm, rmsNorm } from '../../src/math/norms';
import { expectAllClose, expectClose } from './checks/close';

const numbers = (length: number): fc.Arbitrary<number[]> =>
  fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: length, maxLength: length });

describe('values of PyTorch 2.13 in float64', () => {
  const x = [0.5, -1.25, 3, 0.125, -2, 7.5];
  const weight = [1.5, -0.5, 2];
  const bias = [0.1, 0.2, -0.3];

  it('layer_norm and rms_norm', () => {
    expectAllClose(
      layerNorm(x, { width: 3, weight, bias }),
      [
        -0.11501796370147704, 0.7733812365372721, 2.2802155644177247, -0.5448069404719994, 0.6759289322531423,
        2.463458316308569,
      ],
    );
    expectAllClose(
      rmsNorm(x, { width: 3, weight }),
      [
        0.3950560983700659, 0.3292134153083882, 3.160448786960527, 0.041833774992198494, 0.22311346662505865,
        3.3467019993758798,
      ],
    );
  });

  it('gelu, its tanh form, and silu', () => {
    expectAllClose(
      x.map((value) => gelu(value)),
      [
        0.34573123063700656, -0.13206221708356905, 2.99595030590511, 0.06871727810376412,
        -0.04550026389635842, 7.49999999999976,
      ],
    );
    expectAllClose(
      x.map((value) => gelu(value, 'tanh')),
      [
        0.34571400982514394, -0.13228579703028542, 2.996362607918227, 0.06871719862422339,
        -0.04540230591222494, 7.5,
      ],
    );
    expectAllClose(
      x.map(silu),
      [
        0.3112296656009273, -0.27837517353163604, 2.8577223804672998, 0.06640117167171954,
        -0.2384058440442351, 7.4958541602230735,
      ],
    );
  });

  it('linear, erf and lgamma', () => {
    expectAllClose(linear(x, [1, 2, 3, -1, 0.5, 0.25], 3, 2, [0.5, -1]), [7.5, -1.375, 19.125, -0.25]);
    expectAllClose(
      [0.1, 1, 2.5, -0.7, 5].map(erf),
      [0.1124629160182849, 0.8427007929497149, 0.999593047982555, -0.6778011938374184, 0.9999999999984626],
    );
    expectAllClose(
      [0.1, 0.5, 1, 3.7, 50, 1000.5].map(logGamma),
      [2.252712651734206, 0.5723649429247001, 0, 1.428072326665388, 144.5657439463449, 5908.674175848678],
    );
  });

  it('scaled_dot_product_attention with two causal heads', () => {
    const { headOutputs } = multiHeadAttention(
      {
        q: [1, 0.5, 0.2, -1, 2, 1, 0.3, 0.1, -0.4, 0.9, 1, -2],
        k: [0.5, 1, 1, -1, 0.25, 2, 1.3, -0.1, 0.4, 0.2, -1, 2],
        v: [1, 2, 3, 4, 5, 6, -1, 1, 0, 2, 3, -3],
        bias: causalMask(3),
      },
      { heads: 2, queries: 3, keys: 3, headSize: 2 },
    );
    expectAllClose(
      headOutputs,
      [
        1, 2, 2.630630412575157, 3.630630412575157, 3.2907725258129457, 4.290772525812946, -1, 1,
        -0.39043662163566056, 1.6095633783643393, -0.7149724350547064, 1.225512494743187,
      ],
    );
  });
});

describe('linear algebra', () => {
  it('transposes back and forth, and reverses the order of a product', () => {
    fc.assert(
      fc.property(numbers(6), numbers(12), (a, b) => {
        expect(Array.from(transpose(transpose(a, 2, 3), 3, 2))).toEqual(a);
        const product = transpose(matmul(a, b, 2, 3, 4), 2, 4);
        expectAllClose(product, matmul(transpose(b, 3, 4), transpose(a, 2, 3), 4, 3, 2), { absolute: 1e-9 });
      }),
    );
  });

  it('multiplies row by column', () => {
    expect(Array.from(matmul([1, 2, 3, 4], [5, 6, 7, 8], 2, 2, 2))).toEqual([19, 22, 43, 50]);
    expect(dot([1, 2, 3], [4, 5, 6])).toBe(32);
  });

  it('rejects lengths that do not fit', () => {
    expect(() => dot([1], [1, 2])).toThrow(RangeError);
    expect(() => matmul([1, 2, 3], [1, 2], 2, 2, 1)).toThrow(RangeError);
    expect(() => transpose([1, 2, 3], 2, 2)).toThrow(RangeError);
    expect(() => linear([1, 2], [1, 2, 3], 2, 2)).toThrow(RangeError);
    expect(() => linear([1, 2], [1, 2], 2, 1, [1, 2])).toThrow(RangeError);
  });
});

describe('normalisations', () => {
  it('layerNorm gives mean 0 and variance 1, whatever the shift and scale of a row', () => {
    fc.assert(
      fc.property(numbers(8), fc.double({ min: 0.5, max: 9, noNaN: true }), (row, scale) => {
        fc.pre(Math.max(...row) - Math.min(...row) > 1);
        const y = layerNorm(row, { width: 8, epsilon: 1e-12 });
        expectClose(
          y.reduce((a, b) => a + b, 0),
          0,
          { absolute: 1e-9 },
        );
        expectClose(dot(y, y) / 8, 1, { relative: 1e-6 });
        const moved = row.map((value) => value * scale + 3);
        expectAllClose(layerNorm(moved, { width: 8, epsilon: 1e-12 }), y, { absolute: 1e-6 });
      }),
    );
  });

  it('rmsNorm gives mean square 1 and keeps directions', () => {
    const y = rmsNorm([3, -4], { width: 2, epsilon: 0 });
    expectAllClose(y, [3 / Math.sqrt(12.5), -4 / Math.sqrt(12.5)]);
  });

  it('leave a constant row at 0 without dividing by 0, and reject wrong widths', () => {
    expect(Array.from(layerNorm([2, 2], { width: 2 }))).toEqual([0, 0]);
    expect(Array.from(rmsNorm([0, 0], { width: 2 }))).toEqual([0, 0]);
    expect(() => layerNorm([1, 2, 3], { width: 2 })).toThrow(RangeError);
    expect(() => layerNorm([1, 2], { width: 2, weight: [1] })).toThrow(RangeError);
    expect(() => rmsNorm([1, 2], { width: NaN })).toThrow(RangeError);
  });
});

describe('activations and special functions', () => {
  it('do not overflow at either end', () => {
    expect([relu(-3), relu(3)]).toEqual([0, 3]);
    expect([sigmoid(-800), sigmoid(800)]).toEqual([0, 1]);
    expect([silu(-800), silu(800)]).toEqual([-0, 800]);
    expect([gelu(-40), gelu(40)]).toEqual([-0, 40]);
    for (const x of [0.3, 2, 11]) expectClose(sigmoid(x) + sigmoid(-x), 1);
  });

  it('incomplete gamma agrees with closed forms on both sides of its switch', () => {
    for (const x of [0.1, 1.5, 2.5, 6, 20]) {
      expectClose(upperGammaShare(1, x), Math.exp(-x), { absolute: 0 });
      expectClose(upperGammaShare(3, x), Math.exp(-x) * (1 + x + (x * x) / 2), { absolute: 0 });
    }
    expect(() => upperGammaShare(0, 1)).toThrow(RangeError);
    expect(() => upperGammaShare(1, -1)).toThrow(RangeError);
    expect(() => logGamma(NaN)).toThrow(RangeError);
    expect(erf(0)).toBe(0);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyMask,
  attentionPattern,
  causalMask,
  combineHeads,
  headOutput,
  headScores,
  knockOut,
  labelHead,
  multiHeadAttention,
  scores,
  splitHeads,
} from '../../src/math/attention';
import { linear } from '../../src/math/linear';
import { createRandom } from '../../src/math/random';
import { expectAllClose, expectClose } from './checks/close';

const shape = { heads: 3, queries: 5, keys: 5, headSize: 4 };

function normals(seed: number, length: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length }, () => random.normal());
}

function layer(seed: number): {
  q: Float64Array;
  k: Float64Array;
  v: Float64Array;
  outputWeight: Float64Array;
} {
  const [q, k, v] = [0, 1, 2].map((i) => normals(seed + i, 60)); // [H, T, D]
  return { q, k, v, outputWeight: normals(seed + 3, 7 * 12) }; // [C, H*D]
}

/** Rows of [H, T, D] in another order of T. */
function permuteRows(values: Float64Array, order: number[], heads: number, width: number): Float64Array {
  return Float64Array.from(values, (_, i) => {
    const row = Math.floor(i / width);
    const h = Math.floor(row / order.length);
    return values[(h * order.length + order[row % order.length]) * width + (i % width)];
  }).subarray(0, heads * order.length * width);
}

describe('multi-head attention', () => {
  it('computes a worked example by hand', () => {
    const one = { queries: 2, keys: 2, headSize: 2 };
    const s = scores([1, 0, 0, 2], [1, 1, 3, 0], one);
    expectAllClose(
      s,
      [1, 3, 2, 0].map((x) => x / Math.SQRT2),
    );
    const pattern = attentionPattern(applyMask(s, causalMask(2)), 2);
    const a = 1 / (1 + Math.exp(-Math.SQRT2));
    expectAllClose(pattern, [1, 0, a, 1 - a]);
    expectAllClose(headOutput(pattern, [10, 0, 0, 10], one), [10, 0, 10 * a, 10 * (1 - a)]);
  });

  it('gives rows that sum to 1, and nothing to later keys under the causal mask', () => {
    const { pattern } = multiHeadAttention({ ...layer(1), bias: causalMask(5) }, shape);
    for (let row = 0; row < 15; row++) {
      expectClose(
        pattern.subarray(row * 5, row * 5 + 5).reduce((a, b) => a + b, 0),
        1,
      );
      for (let s = (row % 5) + 1; s < 5; s++) expect(pattern[row * 5 + s]).toBe(0);
    }
  });

  it('without a mask, moves its outputs with its tokens', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 999 }),
        fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
        (seed, order) => {
          const { q, k, v, outputWeight } = layer(seed);
          const move = (x: Float64Array): Float64Array => permuteRows(x, order, 3, 4);
          const straight = multiHeadAttention({ q, k, v, outputWeight }, shape);
          const moved = multiHeadAttention({ q: move(q), k: move(k), v: move(v), outputWeight }, shape);
          expectAllClose(moved.output!, permuteRows(straight.output!, order, 1, 7), { absolute: 1e-10 });
        },
      ),
    );
  });

  it('under the causal mask, a later token changes no earlier output by a single bit', () => {
    const base = layer(9);
    const edited = { ...base, k: base.k.slice(), v: base.v.slice() };
    for (let h = 0; h < 3; h++) edited.k.fill(5, (h * 5 + 4) * 4, (h * 5 + 5) * 4);
    const before = multiHeadAttention({ ...base, bias: causalMask(5) }, shape).output!;
    const after = multiHeadAttention({ ...edited, bias: causalMask(5) }, shape).output!;
    expect(Array.from(after.subarray(0, 28))).toEqual(Array.from(before.subarray(0, 28)));
    expect(Array.from(after.subarray(28))).not.toEqual(Array.from(before.subarray(28)));
    // Its newest row has no future, so taking the mask off does not change it.
    const open = multiHeadAttention(base, shape).output!;
    expectAllClose(open.subarray(28), before.subarray(28));
  });

  it('with a KV cache, computes the newest row alone', () => {
    const { q, k, v, outputWeight } = layer(4);
    const full = multiHeadAttention({ q, k, v, outputWeight, bias: causalMask(5) }, shape);
    const newest = Float64Array.from({ length: 12 }, (_, i) => q[(Math.floor(i / 4) * 5 + 4) * 4 + (i % 4)]); // [H, 1, D]
    const cached = multiHeadAttention(
      { q: newest, k, v, outputWeight, bias: causalMask(1, 5) },
      { ...shape, queries: 1 },
    );
    expectAllClose(cached.output!, full.output!.subarray(28));
  });

  it('a knocked-out head equals zeroing its slice before the output projection', () => {
    const input = { ...layer(2), bias: causalMask(5) };
    const { headOutputs } = multiHeadAttention(input, shape);
    const zeroed = headOutputs.slice().fill(0, 20, 40); // head 1 of [H, T, D]
    const byHand = linear(combineHeads(zeroed, 3, 5, 4), input.outputWeight, 12, 7);
    expectAllClose(multiHeadAttention({ ...input, headMask: [1, 0, 1] }, shape).output!, byHand, {
      relative: 0,
      absolute: 0,
    });
  });

  it('knocking out none changes no bit, and all leaves nothing', () => {
    const input = layer(3);
    const plain = multiHeadAttention(input, shape);
    expect(multiHeadAttention({ ...input, headMask: [1, 1, 1] }, shape).output).toEqual(plain.output);
    expect(multiHeadAttention({ ...input, headMask: [0, 0, 0] }, shape).output!.every((x) => x === 0)).toBe(
      true,
    );
    expect(Array.from(knockOut([NaN, Infinity, 1, 2], [0, 1], 2))).toEqual([0, 0, 1, 2]);
  });

  it('takes a bias of its own for each head, such as ALiBi', () => {
    const bias = new Float64Array(75);
    bias.fill(-Infinity, 25, 50).fill(0, 25, 26);
    for (let t = 1; t < 5; t++) bias[25 + t * 5] = 0;
    const { pattern } = multiHeadAttention({ ...layer(6), bias }, shape);
    for (let t = 0; t < 5; t++) expect(pattern[25 + t * 5]).toBe(1);
    expect(pattern[0]).toBeLessThan(1);
  });

  it('splits and combines heads back and forth', () => {
    const rows = normals(8, 60);
    expect(combineHeads(splitHeads(rows, 3, 5, 4), 3, 5, 4)).toEqual(rows);
    expect(Array.from(splitHeads([1, 2, 3, 4], 2, 2, 1))).toEqual([1, 3, 2, 4]);
  });

  it('rejects wrong lengths, NaN and rows with nowhere to look', () => {
    expect(() => scores([1, 2], [1], { queries: 1, keys: 1, headSize: 2 })).toThrow(RangeError);
    expect(() => attentionPattern([NaN, 1], 2)).toThrow(RangeError);
    expect(() => attentionPattern([-Infinity, -Infinity], 2)).toThrow(RangeError);
    expect(() => attentionPattern([1, 2, 3], 2)).toThrow(RangeError);
    expect(() => causalMask(3, 2)).toThrow(RangeError);
    expect(() => knockOut([1, 2, 3], [1, 1], 2)).toThrow(RangeError);
    expect(() => multiHeadAttention({ ...layer(1), headMask: [1, 1] }, shape)).toThrow(RangeError);
    expect(() => multiHeadAttention({ ...layer(1), bias: [0, 0] }, shape)).toThrow(RangeError);
  });
});

describe('headScores', () => {
  const tokens = [11, 12, 13, 11, 12, 13];
  const patternOf = (target: (t: number) => number): Float64Array => {
    const pattern = new Float64Array(36); // [T, T]
    for (let t = 0; t < 6; t++) pattern[t * 6 + target(t)] = 1;
    return pattern;
  };

  it.each([
    ['previousToken', (t: number) => Math.max(0, t - 1)],
    ['firstToken', () => 0],
    ['sameToken', (t: number) => (t < 3 ? t : t - 3)],
    ['induction', (t: number) => (t < 3 ? t : t - 2)],
  ] as const)('gives a perfect %s head a score of 1, and its label', (label, target) => {
    const result = headScores(patternOf(target), tokens);
    expect(result[label]).toBe(1);
    expect(labelHead(result)).toBe(label);
    for (const [other, value] of Object.entries(result)) if (other !== label) expect(value).toBeLessThan(0.8);
  });

  it('gives an even causal pattern the share of its targets, and no label', () => {
    const even = new Float64Array(36);
    for (let t = 0; t < 6; t++) even.fill(1 / (t + 1), t * 6, t * 6 + t + 1);
    const result = headScores(even, tokens);
    const mean = (1 / 2 + 1 / 3 + 1 / 4 + 1 / 5 + 1 / 6) / 5;
    expectClose(result.previousToken!, mean);
    expectClose(result.induction!, (1 / 4 + 1 / 5 + 1 / 6) / 3);
    expect(labelHead(result)).toBeNull();
  });

  it('says null where the text has no such target', () => {
    const result = headScores([1, 0, 0.5, 0.5], [1, 2]);
    expect([result.sameToken, result.induction]).toEqual([null, null]);
    expect(headScores([1], [1]).previousToken).toBeNull();
    expect(headScores([1, 0, 0.5, 0.5], [7, 7]).induction).toBeNull();
    expect(() => headScores([1, 0], [1, 2])).toThrow(RangeError);
  });
});

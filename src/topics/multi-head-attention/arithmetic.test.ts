import { describe, expect, it } from 'vitest';
import { attentionPattern, causalMask, applyMask, headOutput, scores } from '../../math/attention';
import { headScores } from '../../math/headScores';
import { createRandom } from '../../math/random';
import { headAverage } from './averaging';
import { cellArithmetic } from './cellArithmetic';
import { headMask, headSlice, lastLogits, meanOf, panelOutputs, surprisals } from './headTensors';
import { evenScore, repeatedRandomIds } from './randomText';
import { headCounts, nearestCount, splitCost } from './splitCost';

const normals = (count: number, seed: number) => {
  const random = createRandom(seed);
  return Float32Array.from({ length: count }, () => random.normal());
};
const T = 7;
const D = 4;
const q = normals(T * D, 1);
const k = normals(T * D, 2);
const v = normals(T * D, 3);
const pattern = attentionPattern(
  applyMask(scores(q, k, { queries: T, keys: T, headSize: D }), causalMask(T)),
  T,
); // [T, T]

describe('an opened cell', () => {
  it.each([
    [6, 0],
    [6, 6],
    [3, 1],
    [0, 0],
  ])('gives the weight that the layer gives at row %d, column %d', (t, s) => {
    const cell = cellArithmetic(q, k, D, t, s);
    expect(cell.weight).toBeCloseTo(pattern[t * T + s], 12);
    expect(cell.numerator / cell.denominator).toBeCloseTo(cell.weight, 12);
    expect(cell.products.reduce((sum, each) => sum + each, 0)).toBeCloseTo(cell.dot, 12);
    expect(cell.dot / Math.sqrt(D)).toBeCloseTo(cell.score, 12);
    expect(cell.places).toBe(t + 1);
  });

  it('is never ahead of the looking token', () => {
    expect(() => cellArithmetic(q, k, D, 2, 3)).toThrow(RangeError);
  });
});

describe('one average', () => {
  it('adds up to the head’s own output, the two largest shares and the rest', () => {
    const output = headOutput(pattern, v, { queries: T, keys: T, headSize: D });
    const average = headAverage(pattern, v, T, D, 5);
    const [first, second] = average.contributions;
    for (let d = 0; d < D; d++) {
      expect(average.output[d]).toBeCloseTo(output[5 * D + d], 12);
      expect(first.vector[d] + second.vector[d] + average.rest[d]).toBeCloseTo(output[5 * D + d], 12);
    }
    expect(average.contributions).toHaveLength(6);
    expect(average.contributions.map((each) => each.norm)).toEqual(
      average.contributions.map((each) => each.norm).toSorted((a, b) => b - a),
    );
    expect(first.norm).toBeCloseTo(first.weight * first.valueNorm, 12);
    // The triangle inequality, strict for directions that differ.
    expect(average.outputNorm).toBeLessThan(average.sumOfNorms);
    expect(Math.abs(average.cosine!)).toBeLessThanOrEqual(1);
  });

  it('of one place is that place’s value', () => {
    const average = headAverage(pattern, v, T, D, 0);
    expect(average.outputNorm).toBeCloseTo(average.contributions[0].valueNorm, 12);
    expect(average.cosine).toBeNull();
  });
});

describe('the price of h heads', () => {
  /** Multiplications and additions of one layer, counted one by one in a plain implementation. */
  function counted(heads: number, width: number, tokens: number): { flops: number; cells: number } {
    const size = width / heads;
    let flops = 0;
    let cells = 0;
    const matmul = (rows: number, inner: number, columns: number) => {
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++) for (let i = 0; i < inner; i++) flops += 2;
    };
    for (let projection = 0; projection < 4; projection++) matmul(tokens, width, width);
    for (let head = 0; head < heads; head++) {
      matmul(tokens, size, tokens);
      matmul(tokens, tokens, size);
      cells += tokens * tokens;
    }
    return { flops, cells };
  }

  it.each([1, 2, 3, 6, 12])('is what a plain implementation counts, h = %d', (heads) => {
    const cost = splitCost(heads, 12, 5);
    const plain = counted(heads, 12, 5);
    expect(cost.matmulFlops).toBe(plain.flops);
    expect(cost.cells).toBe(plain.cells);
    expect(cost.scoreBytes).toBe(4 * plain.cells);
    expect(cost.matmulFlops).toBe(splitCost(1, 12, 5).matmulFlops);
  });

  it('knows only counts that split the width', () => {
    expect(headCounts(192)).toEqual([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96]);
    expect(nearestCount(headCounts(192), 50)).toBe(48);
    expect(nearestCount(headCounts(192), 7)).toBe(6);
    expect(() => splitCost(5, 192, 10)).toThrow(RangeError);
  });
});

describe('random text said twice', () => {
  it('holds different tokens, the same ones again, and never a forbidden one', () => {
    for (const seed of [0, 1, 99]) {
      const ids = repeatedRandomIds(seed, 20, 30, [0, 7]);
      expect(ids).toHaveLength(40);
      expect(ids.slice(20)).toEqual(ids.slice(0, 20));
      expect(new Set(ids.slice(0, 20)).size).toBe(20);
      expect(ids.some((id) => id === 0 || id === 7 || id >= 30)).toBe(false);
    }
    expect(repeatedRandomIds(3, 20, 4096)).toEqual(repeatedRandomIds(3, 20, 4096));
    expect(repeatedRandomIds(3, 20, 4096)).not.toEqual(repeatedRandomIds(4, 20, 4096));
    expect(() => repeatedRandomIds(1, 30, 20)).toThrow(RangeError);
  });

  it('scores even attention as chance and a perfect induction head as 1', () => {
    const n = 9;
    const ids = repeatedRandomIds(5, n, 100);
    const even = new Float64Array(4 * n * n);
    const perfect = new Float64Array(4 * n * n);
    for (let t = 0; t < 2 * n; t++) {
      for (let s = 0; s <= t; s++) even[t * 2 * n + s] = 1 / (t + 1);
      perfect[t * 2 * n + (t < n ? 0 : t - n + 1)] = 1;
    }
    expect(headScores(even, ids).induction).toBeCloseTo(evenScore(n), 12);
    expect(headScores(perfect, ids).induction).toBe(1);
  });
});

describe('tensors of a run', () => {
  const tensor = { dims: [1, 2, 3, 3], data: Float32Array.from({ length: 18 }, (_, i) => i) };

  it('are cut by head', () => {
    const slice = headSlice({ 'layer.4.attn.pattern': tensor }, 'pattern', { layer: 4, head: 1 });
    expect(Array.from(slice!.data)).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17]);
    expect([slice!.rows, slice!.columns]).toEqual([3, 3]);
    expect(headSlice({}, 'v', { layer: 0, head: 0 })).toBeNull();
    expect(headSlice({ 'layer.4.attn.pattern': tensor }, 'pattern', { layer: 4, head: 2 })).toBeNull();
  });

  it('give each token’s surprise from the row before it', () => {
    // Row 0 gives token 1 half the mass, row 1 gives token 0 an eighth.
    const logits = { dims: [1, 2, 2], data: Float32Array.of(0, 0, 0, Math.log(7)) };
    const bits = surprisals(logits, [1, 1]);
    expect(bits[0]).toBeNull();
    expect(bits[1]).toBeCloseTo(1, 6);
    expect(
      surprisals(
        { ...logits, dims: [1, 3, 2], data: Float32Array.of(0, 0, 0, Math.log(7), 9, 9) },
        [1, 0, 0],
      )[2],
    ).toBeCloseTo(3, 6);
    expect(Array.from(lastLogits(logits))).toEqual([0, Math.fround(Math.log(7))]);
  });

  it('have no loss where only the last row was kept', () => {
    expect(meanOf(surprisals({ dims: [1, 1, 2], data: Float32Array.of(0, 1) }, [1, 0, 1]))).toBeNull();
    expect(meanOf([null, 1, 3])).toBe(2);
  });

  it('are asked for by the names the graph gives them', () => {
    expect(panelOutputs(2)).toContain('layer.1.attn.head_out');
    expect(panelOutputs(2)).toHaveLength(11);
  });

  it('keep all heads but those that are out', () => {
    expect(Array.from(headMask(4, [2, 9]))).toEqual([1, 1, 0, 1]);
  });
});

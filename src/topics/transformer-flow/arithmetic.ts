import { softmax } from '../../math/softmax';
import type { Block, StageId } from './machine';
import { streamInto, sublayerOut, weightName } from './names';
import { sourceOf } from './recompute';
import { namedTensor, rowOf, stageTensor, type FlowRun, type StageTensor, type Weights } from './tensors';

/** How one number of a tensor comes about, with every number that goes into it; `result` is computed here, in float64. */
export type Arithmetic =
  /** Sum of a[i] b[i], then times `scale`, plus `bias`. */
  | {
      readonly kind: 'dot';
      readonly a: Float64Array;
      readonly b: Float64Array;
      readonly dot: number;
      readonly scale: number;
      readonly bias: number | null;
      readonly result: number;
    }
  | { readonly kind: 'sum'; readonly parts: readonly [number, number]; readonly result: number }
  | { readonly kind: 'product'; readonly parts: readonly [number, number]; readonly result: number }
  /** A number taken over unchanged: the row of a table, or another head's place. */
  | { readonly kind: 'copy'; readonly row: number; readonly col: number; readonly result: number }
  | {
      readonly kind: 'softmax';
      readonly z: number;
      readonly largest: number;
      readonly denominator: number;
      readonly places: number;
      readonly result: number;
    }
  | {
      readonly kind: 'norm';
      readonly x: number;
      readonly mean: number;
      readonly variance: number;
      readonly gain: number;
      readonly offset: number;
      readonly result: number;
    }
  | { readonly kind: 'relu'; readonly x: number; readonly result: number }
  | {
      readonly kind: 'wave';
      readonly wave: 'sin' | 'cos';
      readonly position: number;
      readonly exponent: number;
      readonly angle: number;
      readonly result: number;
    }
  | { readonly kind: 'mask'; readonly score: number; readonly hidden: boolean; readonly result: number };

/** A cell of a stage's tensor: its head (from 0; ignored where there are none), row and column. */
export interface CellPlace {
  readonly head: number;
  readonly row: number;
  readonly col: number;
}

function dot(a: Float64Array, b: Float64Array, scale = 1, bias: number | null = null): Arithmetic {
  const sum = a.reduce((total, value, i) => total + value * b[i], 0);
  return { kind: 'dot', a, b, dot: sum, scale, bias, result: sum * scale + (bias ?? 0) };
}

const matrixRow = (weights: Weights, name: string, row: number): Float64Array | null => {
  if (!(name in weights)) return null;
  const { data, dims } = weights[name];
  return Float64Array.from(data.subarray(row * dims[1], (row + 1) * dims[1]));
};

const column = (table: StageTensor, head: number, col: number) =>
  Float64Array.from({ length: table.rows }, (_, s) => rowOf(table, head, s)[col]);

/**
 * The arithmetic of one cell, from the tensors before it and the weights; null while one of them is not here (a stored
 * run, weights on their way) or where the stage is no tensor.
 */
export function arithmetic(
  run: FlowRun,
  weights: Weights,
  block: Block,
  stage: StageId,
  { head, row, col }: CellPlace,
): Arithmetic | null {
  const named = (name: string) => namedTensor(run, name);
  const own = (id: StageId) => stageTensor(run, block, id);
  const { headSize, width } = run.shape;
  const affine = (x: StageTensor | null, matrix: string, out: number, bias?: string): Arithmetic | null => {
    const w = matrixRow(weights, matrix, out);
    if (!x || !w || (bias !== undefined && !(bias in weights))) return null;
    return dot(rowOf(x, 0, row), w, 1, bias === undefined ? null : weights[bias].data[out]);
  };
  const pair = (
    kind: 'sum' | 'product',
    a: StageTensor | null,
    b: StageTensor | number | null,
  ): Arithmetic | null => {
    if (!a || b === null) return null;
    const x = rowOf(a, 0, row)[col];
    const y = typeof b === 'number' ? b : rowOf(b, 0, row)[col];
    return kind === 'sum' ? { kind, parts: [x, y], result: x + y } : { kind, parts: [x, y], result: x * y };
  };

  switch (stage) {
    case 'row': {
      const ids = block.side === 'encoder' ? run.source : run.fed;
      const values = matrixRow(weights, 'embed.weight', ids[row].id);
      return values ? { kind: 'copy', row: ids[row].id, col, result: values[col] } : null;
    }
    case 'scaled':
      return pair('product', own('row'), Math.sqrt(width));
    case 'positions': {
      const even = col - (col % 2);
      const angle = row / 10000 ** (even / width);
      const wave = col % 2 === 0 ? 'sin' : 'cos';
      return { kind: 'wave', wave, position: row, exponent: even / width, angle, result: Math[wave](angle) };
    }
    case 'input':
      return pair('sum', named(streamInto(block, run.shape)), own('positions'));
    case 'q':
    case 'k':
    case 'v':
      return affine(
        named(sourceOf(block, stage, run)),
        weightName(block, `${stage}.weight`),
        head * headSize + col,
      );
    case 'scores': {
      const [q, k] = [own('q'), own('k')];
      return q && k ? dot(rowOf(q, head, row), rowOf(k, head, col), 1 / Math.sqrt(headSize)) : null;
    }
    case 'masked': {
      const before = own('scores');
      if (!before) return null;
      const score = rowOf(before, head, row)[col];
      return { kind: 'mask', score, hidden: col > row, result: col > row ? -Infinity : score };
    }
    case 'pattern':
    case 'probabilities': {
      const before =
        stage === 'probabilities'
          ? named('logits')
          : own(block.stages.includes('masked') ? 'masked' : 'scores');
      if (!before) return null;
      const z = rowOf(before, head, row);
      const largest = z.reduce((top, value) => Math.max(top, value), -Infinity);
      const denominator = z.reduce((sum, value) => sum + Math.exp(value - largest), 0);
      const places = z.reduce((count, value) => count + (value === -Infinity ? 0 : 1), 0);
      return { kind: 'softmax', z: z[col], largest, denominator, places, result: softmax(z)[col] };
    }
    case 'mix': {
      const [pattern, v] = [own('pattern'), own('v')];
      return pattern && v ? dot(rowOf(pattern, head, row), column(v, head, col)) : null;
    }
    case 'concat': {
      const before = own('mix');
      if (!before) return null;
      const from = Math.floor(col / headSize);
      const place = col % headSize;
      return { kind: 'copy', row: from, col: place, result: rowOf(before, from, row)[place] };
    }
    case 'out':
      return affine(own('concat'), weightName(block, 'o.weight'), col);
    case 'add':
      return pair('sum', named(streamInto(block, run.shape)), named(sublayerOut(block)));
    case 'norm': {
      const before = own('add');
      const [gain, bias] = [weights[weightName(block, 'gain')], weights[weightName(block, 'bias')]];
      if (!before || !gain || !bias) return null;
      const x = rowOf(before, 0, row);
      const mean = x.reduce((sum, value) => sum + value / width, 0);
      const variance = x.reduce((sum, value) => sum + (value - mean) ** 2 / width, 0);
      const [g, o] = [gain.data[col], bias.data[col]];
      const result = ((x[col] - mean) / Math.sqrt(variance + 1e-5)) * g + o;
      return { kind: 'norm', x: x[col], mean, variance, gain: g, offset: o, result };
    }
    case 'pre':
      return affine(
        named(streamInto(block, run.shape)),
        weightName(block, 'up.weight'),
        col,
        weightName(block, 'up.bias'),
      );
    case 'act': {
      const before = own('pre');
      if (!before) return null;
      const x = rowOf(before, 0, row)[col];
      return { kind: 'relu', x, result: Math.max(0, x) };
    }
    case 'down':
      return affine(own('act'), weightName(block, 'down.weight'), col, weightName(block, 'down.bias'));
    case 'logits':
      return affine(named(streamInto(block, run.shape)), 'embed.weight', col);
    case 'tokens':
    case 'token':
      return null;
  }
}

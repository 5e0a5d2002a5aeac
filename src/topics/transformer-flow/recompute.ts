import { attentionPattern, headOutput, scores, splitHeads } from '../../math/attention';
import { linear, relu } from '../../math/linear';
import { layerNorm } from '../../math/norms';
import { sinusoidalTable } from '../../math/positions';
import type { Block, StageId } from './machine';
import { memoryName, streamInto, sublayerOut, tensorOf, weightName } from './names';
import { headTable, namedTensor, stageTensor, type FlowRun, type StageTensor, type Weights } from './tensors';

/** The tensor of a stage or of a name, or a RangeError: recomputing needs a whole run. */
function need(run: FlowRun, name: string | null): StageTensor {
  const found = name === null ? null : namedTensor(run, name);
  if (!found) throw new RangeError(`The run holds no ${name}.`);
  return found;
}

function stageOf(run: FlowRun, block: Block, stage: StageId): StageTensor {
  const found = stageTensor(run, block, stage);
  if (!found) throw new RangeError(`The run holds no ${stage} of ${block.id}.`);
  return found;
}

function weight(weights: Weights, name: string): Float32Array {
  if (!(name in weights)) throw new RangeError(`The weights hold no ${name}.`);
  return weights[name].data;
}

/** y = x W^T (+ b) of the rows of `x`. */
function affine(x: StageTensor, matrix: Float32Array, bias: Float32Array | null = null): Float64Array {
  return linear(x.values, matrix, x.cols, matrix.length / x.cols, bias);
}

/** One table a head, put one after another. */
function perHead(heads: number, make: (head: number) => Float64Array): Float64Array {
  const tables = Array.from({ length: heads }, (_, h) => make(h));
  const all = new Float64Array(tables.reduce((sum, table) => sum + table.length, 0));
  let at = 0;
  for (const table of tables) {
    all.set(table, at);
    at += table.length;
  }
  return all;
}

const add = (a: StageTensor, b: StageTensor) =>
  Float64Array.from(a.values, (value, i) => value + b.values[i]);

/** Where a projection of an attention reads: keys and values of cross-attention read the encoder's output. */
export function sourceOf(block: Block, stage: 'q' | 'k' | 'v', run: FlowRun): string {
  return block.kind === 'cross' && stage !== 'q' ? memoryName(run.shape) : streamInto(block, run.shape);
}

/**
 * A stage's tensor computed by `src/math` in float64 from the tensors before it and the model's weights, in the layout
 * of `stageTensor` (Vaswani et al. 2017, sec. 3). Throws a RangeError where the run or the weights lack something.
 */
export function recompute(run: FlowRun, weights: Weights, block: Block, stage: StageId): Float64Array {
  const { heads, headSize, width } = run.shape;
  switch (stage) {
    case 'row': {
      const table = weight(weights, 'embed.weight');
      const ids = (block.side === 'encoder' ? run.source : run.fed).map((token) => token.id);
      return perHead(ids.length, (t) =>
        Float64Array.from(table.subarray(ids[t] * width, (ids[t] + 1) * width)),
      );
    }
    case 'scaled':
      return Float64Array.from(stageOf(run, block, 'row').values, (value) => value * Math.sqrt(width));
    case 'positions':
      return sinusoidalTable((block.side === 'encoder' ? run.source : run.fed).length, width);
    case 'input':
      return add(need(run, streamInto(block, run.shape)), stageOf(run, block, 'positions'));
    case 'q':
    case 'k':
    case 'v': {
      const x = need(run, sourceOf(block, stage, run));
      const rows = affine(x, weight(weights, weightName(block, `${stage}.weight`))); // [T, H*D]
      return splitHeads(rows, heads, x.rows, headSize); // [H, T, D]
    }
    case 'scores': {
      const [q, k] = [stageOf(run, block, 'q'), stageOf(run, block, 'k')];
      const shape = { queries: q.rows, keys: k.rows, headSize };
      return perHead(heads, (h) => scores(headTable(q, h), headTable(k, h), shape)); // [H, T, S]
    }
    case 'masked':
    case 'concat':
    case 'probabilities':
      return Float64Array.from(stageOf(run, block, stage).values);
    case 'pattern': {
      const before = stageOf(run, block, block.stages.includes('masked') ? 'masked' : 'scores');
      return attentionPattern(before.values, before.cols);
    }
    case 'mix': {
      const [pattern, v] = [stageOf(run, block, 'pattern'), stageOf(run, block, 'v')];
      const shape = { queries: pattern.rows, keys: pattern.cols, headSize };
      return perHead(heads, (h) => headOutput(headTable(pattern, h), headTable(v, h), shape)); // [H, T, D]
    }
    case 'out':
      return affine(stageOf(run, block, 'concat'), weight(weights, weightName(block, 'o.weight')));
    case 'add':
      return add(need(run, streamInto(block, run.shape)), need(run, sublayerOut(block)));
    case 'norm':
      return layerNorm(stageOf(run, block, 'add').values, {
        width,
        weight: weight(weights, weightName(block, 'gain')),
        bias: weight(weights, weightName(block, 'bias')),
      });
    case 'pre':
      return affine(
        need(run, streamInto(block, run.shape)),
        weight(weights, weightName(block, 'up.weight')),
        weight(weights, weightName(block, 'up.bias')),
      );
    case 'act':
      return Float64Array.from(stageOf(run, block, 'pre').values, relu);
    case 'down':
      return affine(
        stageOf(run, block, 'act'),
        weight(weights, weightName(block, 'down.weight')),
        weight(weights, weightName(block, 'down.bias')),
      );
    case 'logits':
      return affine(need(run, streamInto(block, run.shape)), weight(weights, 'embed.weight'));
    case 'tokens':
    case 'token':
      throw new RangeError(`${tensorOf(block, stage) ?? stage} is no tensor.`);
  }
}

import { applyMask, causalMask, combineHeads } from '../../math/attention';
import { softmax } from '../../math/softmax';
import type { Tensor, TensorName, Token } from '../../runtime/protocol';
import type { Block, FlowShape, StageId } from './machine';
import { tensorOf } from './names';

/** One sentence through the machine: the greedy translation (or the reader's own choices) and every tensor on the way. */
export interface FlowRun {
  readonly prompt: string;
  readonly shape: FlowShape;
  /** What the encoder read [S], the end token included. */
  readonly source: readonly Token[];
  /** Tokens of the text that did not fit into the window. */
  readonly cut: number;
  /** What the decoder was fed [T]: the start token, then what was written before each step. */
  readonly fed: readonly Token[];
  /** What each step wrote [T]. */
  readonly written: readonly Token[];
  /** Steps whose token the reader chose, as `step:id` pairs in one text; empty for the greedy path. */
  readonly choices: string;
  readonly tensors: Readonly<Record<TensorName, Tensor>>;
  /** A stored run's likeliest tokens of each step, in place of its logits. */
  readonly likeliest?: readonly {
    readonly ids: readonly number[];
    readonly probabilities: readonly number[];
  }[];
  /** A stored run shows until the model is ready; it holds fewer tensors. */
  readonly live: boolean;
}

/** Weights by name, matrices [out, in] as the graph holds them. */
export type Weights = Readonly<Record<string, Tensor>>;

/** A stage's numbers: `heads` tables [rows, cols], one after another (one where nothing is split by head). */
export interface StageTensor {
  readonly values: ArrayLike<number>;
  readonly heads: number;
  readonly rows: number;
  readonly cols: number;
}

function shaped({ dims, data }: Tensor): StageTensor {
  const [rows, cols] = dims.slice(-2);
  return { values: data, heads: dims.length === 4 ? dims[1] : 1, rows, cols };
}

/** A causal mask for every head [H, T, T], added to scores; scores of later tokens become minus infinity. */
export function maskedScores(scores: StageTensor): Float64Array {
  const mask = causalMask(scores.rows, scores.cols);
  const all = new Float64Array(scores.values.length); // [H, T, T]
  for (let h = 0; h < scores.heads; h++) all.set(mask, h * mask.length);
  return applyMask(scores.values, all);
}

/** Probabilities [rows, V] of logits, each row by itself. */
export function probabilities(logits: StageTensor): Float64Array {
  const all = new Float64Array(logits.values.length); // [T, V]
  for (let t = 0; t < logits.rows; t++) all.set(softmax(rowOf(logits, 0, t)), t * logits.cols);
  return all;
}

/**
 * The numbers of a stage: the model's own tensor, or, where the graph has none, what `src/math` makes of the one
 * before. Null for stages that are tokens, and where a stored run does not hold them.
 */
export function stageTensor(run: FlowRun, block: Block, stage: StageId): StageTensor | null {
  const name = tensorOf(block, stage);
  if (name !== null) return name in run.tensors ? shaped(run.tensors[name]) : null;
  // What the page computes it computes once a run: the film passes by at every frame of a drag.
  let kept = computed.get(run);
  if (!kept) computed.set(run, (kept = new Map()));
  const key = `${block.id} ${stage}`;
  let tensor = kept.get(key);
  if (tensor === undefined) kept.set(key, (tensor = computedTensor(run, block, stage)));
  return tensor;
}

const computed = new WeakMap<FlowRun, Map<string, StageTensor | null>>();

function computedTensor(run: FlowRun, block: Block, stage: StageId): StageTensor | null {
  const before = { masked: 'scores', concat: 'mix', probabilities: 'logits' } as const;
  if (!(stage in before)) return null;
  const made = stageTensor(run, block, before[stage as keyof typeof before]);
  const input = stage === 'probabilities' ? (run.tensors.logits ? shaped(run.tensors.logits) : null) : made;
  if (!input) return null;
  if (stage === 'masked') return { ...input, values: maskedScores(input) };
  if (stage === 'probabilities') return { ...input, values: probabilities(input) };
  const { heads, rows, cols } = input;
  return { values: combineHeads(input.values, heads, rows, cols), heads: 1, rows, cols: heads * cols };
}

/** A named tensor of the run; null where it does not hold it. */
export function namedTensor(run: FlowRun, name: TensorName): StageTensor | null {
  return name in run.tensors ? shaped(run.tensors[name]) : null;
}

/** One head's table [rows, cols]; tensors without heads have one. */
export function headTable({ values, heads, rows, cols }: StageTensor, head: number): Float64Array {
  const from = (heads === 1 ? 0 : head) * rows * cols;
  return Float64Array.from({ length: rows * cols }, (_, i) => values[from + i]);
}

/** One row [cols] of one head's table. */
export function rowOf({ values, heads, rows, cols }: StageTensor, head: number, row: number): Float64Array {
  const from = ((heads === 1 ? 0 : head) * rows + row) * cols;
  return Float64Array.from({ length: cols }, (_, c) => values[from + c]);
}

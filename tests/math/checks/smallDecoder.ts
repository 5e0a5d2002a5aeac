import { readFileSync } from 'node:fs';
import {
  planDecoder,
  planTrained,
  type DecoderPlan,
  type TrainedBlock,
} from '../../../src/math/training/decoderPlan';
import { DecoderPass } from '../../../src/math/training/decoderPass';
import type { AdapterShape, DecoderShape, NamedBlock } from '../../../src/math/training/decoderShape';
import { Arena, type Kernels } from '../../../src/math/training/kernels';
import { plainKernels } from '../../../src/math/training/plainKernels';
import { headCount } from '../../../src/math/training/scalarHead';
import { simdKernels } from '../../../src/math/training/simdKernels';
import type { ScoredPositions } from '../../../src/math/training/tokenScores';

interface Case {
  readonly loss: number;
  readonly gradients: Readonly<Record<string, number[]>>;
}

/** What training/fixtures/record_training.py recorded with PyTorch in float64. */
export const record = JSON.parse(readFileSync(new URL('../training.json', import.meta.url), 'utf8')) as {
  shape: {
    vocab: number;
    layers: number;
    heads: number;
    width: number;
    hidden: number;
    rope_base: number;
    norm_eps: number;
  };
  batch: number;
  length: number;
  rank: number;
  scale: number;
  tokens: number[];
  old: number[];
  reference: number[];
  advantages: number[];
  group: number[];
  targets: number[];
  epsilon: number;
  beta: number;
  cases: Record<'all' | 'adapter-one' | 'adapter-two' | 'ppo' | 'grpo' | 'dpo' | 'reward' | 'value', Case> & {
    adamW: { losses: number[]; weights: Record<string, number[]> };
  };
};

export const smallShape: DecoderShape = {
  layers: record.shape.layers,
  heads: record.shape.heads,
  width: record.shape.width,
  hidden: record.shape.hidden,
  vocabulary: record.shape.vocab,
  window: record.length,
  rotaryBase: record.shape.rope_base,
  normEpsilon: record.shape.norm_eps,
};

/** The generator of Numerical Recipes, 32 bits, as the record's script has it. */
export function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = Number((1664525n * BigInt(state) + 1013904223n) % 4294967296n);
    return state / 2 ** 32;
  };
}

const spreads: [RegExp, number, number][] = [
  [/gain$/, 0.3, 1],
  [/^embed/, 0.8, 0],
  [/\.[ab]$/, 0.5, 0],
  [/./, 0.7, 0],
];

/** Fills a block with the record's weights, matrix by matrix in the heap's order. */
export function drawBlock(kernels: Kernels, names: NamedBlock, start: number, seed: number): void {
  const next = lcg(seed);
  for (const [name, { offset, rows, columns }] of names.places) {
    const [, spread, centre] = spreads.find(([pattern]) => pattern.test(name))!;
    for (let i = 0; i < rows * columns; i++)
      kernels.heap[start + offset + i] = centre + spread * (2 * next() - 1);
  }
}

export const engines = ['plain float64', 'plain float32', 'simd'] as const;
export type Engine = (typeof engines)[number];

const module = new WebAssembly.Module(
  readFileSync(new URL('../../../src/runtime/training/kernels.wasm', import.meta.url)),
);

/** Kernels of one kind on a heap of `count` numbers. */
export function kernelsOf(engine: Engine, count: number): Kernels {
  if (engine === 'simd') return simdKernels(module, count);
  return plainKernels(engine === 'plain float64' ? new Float64Array(count) : new Float32Array(count));
}

export interface SmallDecoder {
  readonly kernels: Kernels;
  readonly plan: DecoderPlan;
  readonly pass: DecoderPass;
  readonly adapter: TrainedBlock | null;
  readonly head: TrainedBlock;
}

/** The record's decoder, with an adapter or without, on one kind of kernels. */
export function smallDecoder(
  engine: Engine,
  adapter: Pick<AdapterShape, 'layers' | 'head'> | null,
): SmallDecoder {
  const arena = new Arena();
  const { batch, length, rank, scale } = record;
  const shape = adapter && { ...adapter, rank, scale };
  const capacity = { tokens: batch * length, length, batch, scored: batch * length, cached: batch };
  const plan = planDecoder(arena, smallShape, shape, capacity);
  const block = plan.adapterNames ? planTrained(arena, plan.adapterNames.count) : null;
  const head = planTrained(arena, headCount(smallShape.width));
  const kernels = kernelsOf(engine, arena.size);
  drawBlock(kernels, plan.weights, plan.base.values, 1);
  if (block) drawBlock(kernels, plan.adapterNames!, block.values, 2);
  const next = lcg(3);
  for (let i = 0; i < smallShape.width; i++) kernels.heap[head.values + i] = 0.9 * (2 * next() - 1);
  kernels.heap[head.values + smallShape.width] = 0.25;
  return { kernels, plan, pass: new DecoderPass(kernels, plan), adapter: block, head };
}

/** The answers' tokens: row r is scored from its token 2 + r % 2 on. */
export function answers(): ScoredPositions & { spans: { first: number; end: number }[] } {
  const { batch, length, tokens } = record;
  const positions: number[] = [];
  const spans: { first: number; end: number }[] = [];
  for (let r = 0; r < batch; r++) {
    const first = positions.length;
    for (let t = 1 + (r % 2); t < length - 1; t++) positions.push(r * length + t);
    spans.push({ first, end: positions.length });
  }
  const targets = positions.map((position) => tokens[position + 1]);
  return { positions: Int32Array.from(positions), targets: Int32Array.from(targets), spans };
}

export const tokens = Int32Array.from(record.tokens);

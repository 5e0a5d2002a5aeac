import { describe, expect, it } from 'vitest';
import { CachedDecoding } from '../../src/math/training/cachedDecoding';
import type { TrainedBlock } from '../../src/math/training/decoderPlan';
import type { NamedBlock } from '../../src/math/training/decoderShape';
import type { Kernels } from '../../src/math/training/kernels';
import { dpoTokenLoss, grpoLoss, ppoLoss } from '../../src/math/training/policyLosses';
import { pushHead, readHead } from '../../src/math/training/scalarHead';
import { pushTokens, scoreTokens } from '../../src/math/training/tokenScores';
import { bradleyTerry } from '../../src/math/preferences';
import {
  answers,
  engines,
  record,
  smallDecoder,
  smallShape,
  tokens,
  type SmallDecoder,
} from './checks/smallDecoder';

const { batch, length, cases } = record;
const scored = answers();

/** Largest difference over the largest number of the tensor. */
function relativeError(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let off = 0;
  let size = 0;
  for (let i = 0; i < wanted.length; i++) {
    off = Math.max(off, Math.abs(got[i] - wanted[i]));
    size = Math.max(size, Math.abs(wanted[i]));
  }
  return got.length === wanted.length ? off / size : Infinity;
}

function expectGradients(
  kernels: Kernels,
  names: NamedBlock,
  start: number,
  wanted: Readonly<Record<string, number[]>>,
  bar: number,
): void {
  for (const [name, { offset, rows, columns }] of names.places) {
    const got = kernels.heap.subarray(start + offset, start + offset + rows * columns);
    expect(relativeError(got, wanted[name]), name).toBeLessThan(bar);
  }
}

function meanLoss(logProbabilities: Float64Array): number {
  return -logProbabilities.reduce((sum, each) => sum + each, 0) / logProbabilities.length;
}

function forward({ pass, adapter }: SmallDecoder): Float64Array {
  pass.runTrunk(tokens, batch, length);
  pass.runTop(adapter);
  return scoreTokens(pass, scored);
}

describe.each(engines)('gradients against PyTorch in float64: %s', (engine) => {
  const bar = engine === 'plain float64' ? 1e-11 : 1e-5;

  it('of every weight, by the language loss', () => {
    const small = smallDecoder(engine, null);
    const logProbabilities = forward(small);
    expect(Math.abs(meanLoss(logProbabilities) - cases.all.loss)).toBeLessThan(bar);
    pushTokens(
      small.pass,
      scored,
      logProbabilities.map(() => -1 / logProbabilities.length),
    );
    const { base, weights } = small.plan;
    expectGradients(small.kernels, weights, (base as TrainedBlock).gradients, cases.all.gradients, bar);
  });

  it.each([
    ['adapter-one', { layers: 1, head: true }],
    ['adapter-two', { layers: 2, head: false }],
  ] as const)('of %s', (name, shape) => {
    const small = smallDecoder(engine, shape);
    const logProbabilities = forward(small);
    expect(Math.abs(meanLoss(logProbabilities) - cases[name].loss)).toBeLessThan(bar);
    pushTokens(
      small.pass,
      scored,
      logProbabilities.map(() => -1 / logProbabilities.length),
    );
    const { plan, adapter, kernels } = small;
    expectGradients(kernels, plan.adapterNames!, adapter!.gradients, cases[name].gradients, bar);
  });

  const old = Float64Array.from(record.old);
  const reference = Float64Array.from(record.reference);
  const { epsilon, beta } = record;
  it.each([
    ['ppo', (now: Float64Array) => ppoLoss(now, old, Float64Array.from(record.advantages), epsilon)],
    [
      'grpo',
      (now: Float64Array) => {
        const spread = new Float64Array(now.length);
        scored.spans.forEach(({ first, end }, i) => spread.fill(record.group[i], first, end));
        return grpoLoss(now, old, reference, spread, scored.spans, epsilon, beta);
      },
    ],
    [
      'dpo',
      (now: Float64Array) => {
        const [a, b, c, d] = scored.spans;
        const pairs = [
          { chosen: a, rejected: b },
          { chosen: c, rejected: d },
        ];
        return dpoTokenLoss(now, reference, pairs, beta);
      },
    ],
  ] as const)('of the adapter, by %s', (name, lossOf) => {
    const small = smallDecoder(engine, { layers: 1, head: true });
    const { loss, gradients } = lossOf(forward(small));
    expect(Math.abs(loss - cases[name].loss)).toBeLessThan(bar * 10);
    pushTokens(small.pass, scored, gradients);
    const { plan, adapter, kernels } = small;
    expectGradients(kernels, plan.adapterNames!, adapter!.gradients, cases[name].gradients, bar);
  });

  it('of adapter and head, by the reward model’s loss', () => {
    const small = smallDecoder(engine, { layers: 1, head: true });
    const { pass, head, kernels, plan, adapter } = small;
    pass.runTrunk(tokens, batch, length);
    pass.runTop(adapter);
    const ends = Array.from({ length: batch }, (_, r) => r * length + length - 1);
    const [a, b, c, d] = readHead(kernels, smallShape.width, head, plan.states, ends);
    const pairs = [bradleyTerry(a, b), bradleyTerry(c, d)];
    expect(Math.abs((pairs[0].loss + pairs[1].loss) / 2 - cases.reward.loss)).toBeLessThan(bar);
    pass.clearStateGradient();
    const slopes = pairs.flatMap((pair) => [pair.gradientWinner / 2, pair.gradientLoser / 2]);
    pushHead(kernels, smallShape.width, head, plan.states, ends, slopes, plan.dStates);
    pass.backTop();
    const wanted = cases.reward.gradients;
    const { width } = smallShape;
    const got = kernels.heap.subarray(head.gradients, head.gradients + width + 1);
    expect(relativeError(got, [...wanted.w, ...wanted.bias])).toBeLessThan(bar);
    for (const [name, { offset, rows, columns }] of plan.adapterNames!.places) {
      // The reward model has no output head.
      if (!(name in wanted)) continue;
      const start = adapter!.gradients + offset;
      const part = kernels.heap.subarray(start, start + rows * columns);
      expect(relativeError(part, wanted[name]), name).toBeLessThan(bar);
    }
  });

  it('of the critic’s head, by the value loss', () => {
    const { pass, head, kernels, plan, adapter } = smallDecoder(engine, { layers: 1, head: true });
    pass.runTrunk(tokens, batch, length);
    pass.runTop(adapter);
    const off = readHead(kernels, smallShape.width, head, plan.states, scored.positions).map(
      (value, i) => value - record.targets[i],
    );
    const loss = off.reduce((sum, x) => sum + (x * x) / 2 / off.length, 0);
    expect(Math.abs(loss - cases.value.loss)).toBeLessThan(bar);
    const slopes = off.map((x) => x / off.length);
    pushHead(kernels, smallShape.width, head, plan.states, scored.positions, slopes, null);
    const got = kernels.heap.subarray(head.gradients, head.gradients + smallShape.width + 1);
    expect(relativeError(got, [...cases.value.gradients.w, ...cases.value.gradients.bias])).toBeLessThan(bar);
  });

  it('and three steps of AdamW end at PyTorch’s weights', () => {
    const small = smallDecoder(engine, null);
    const { kernels, plan, pass } = small;
    const base = plan.base as TrainedBlock;
    const losses: number[] = [];
    for (let t = 1; t <= 3; t++) {
      kernels.heap.fill(0, base.gradients, base.gradients + base.count);
      const logProbabilities = forward(small);
      losses.push(meanLoss(logProbabilities));
      pushTokens(
        pass,
        scored,
        logProbabilities.map(() => -1 / logProbabilities.length),
      );
      const step = { t, rate: 0.02, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0.1 };
      kernels.adamW(base.values, base.gradients, base.moment1, base.moment2, base.count, step);
    }
    // AdamW divides small gradients by their own size, so that their rounding in float32 grows.
    const loose = engine === 'plain float64' ? 1e-7 : 2e-3;
    expect(relativeError(losses, cases.adamW.losses)).toBeLessThan(engine === 'plain float64' ? 1e-9 : 1e-4);
    expectGradients(kernels, plan.weights, base.values, cases.adamW.weights, loose);
  });
});

describe('finite differences', () => {
  it('agree with the gradients of every kind of parameter', () => {
    const small = smallDecoder('plain float64', null);
    const { kernels, plan } = small;
    const base = plan.base as TrainedBlock;
    const start = forward(small);
    pushTokens(
      small.pass,
      scored,
      start.map(() => -1 / start.length),
    );
    const step = 1e-6;
    for (const [name, { offset, rows, columns }] of plan.weights.places) {
      const place = base.values + offset + Math.floor((rows * columns) / 2);
      const value = kernels.heap[place];
      const at = (x: number): number => {
        kernels.heap[place] = x;
        return meanLoss(forward(small));
      };
      const slope = (at(value + step) - at(value - step)) / (2 * step);
      kernels.heap[place] = value;
      expect(slope, name).toBeCloseTo(kernels.heap[base.gradients + place - base.values], 7);
    }
  });
});

describe.each(engines)('cached decoding: %s', (engine) => {
  it('gives the logits and the trunk’s output of the whole pass, at every position', () => {
    const whole = smallDecoder(engine, { layers: 1, head: true });
    const cached = smallDecoder(engine, { layers: 1, head: true });
    whole.pass.runTrunk(tokens, batch, length);
    const { width, vocabulary } = smallShape;
    const trunkAt = whole.pass.trunkOutput;
    const trunk = whole.kernels.heap.slice(trunkAt, trunkAt + batch * length * width);
    whole.pass.runTop(whole.adapter);
    const decoding = new CachedDecoding(cached.pass, cached.adapter, batch, length);
    for (let t = 0; t < length; t++) {
      const column = Int32Array.from({ length: batch }, (_, b) => tokens[b * length + t]);
      const positions = Array.from({ length: batch }, (_, b) => b * length + t);
      decoding.step(column, t, true);
      whole.pass.runHead(positions, batch);
      const wanted = whole.kernels.heap.subarray(whole.plan.logits, whole.plan.logits + batch * vocabulary);
      const got = cached.kernels.heap.subarray(cached.plan.logits, cached.plan.logits + batch * vocabulary);
      expect(relativeError(got, wanted)).toBeLessThan(1e-5);
    }
    const left = cached.kernels.heap.subarray(trunkAt, trunkAt + batch * length * width);
    expect(relativeError(left, trunk)).toBeLessThan(1e-5);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropyNats, klDivergence } from '../../src/math/entropy';
import { gae, tokenRewards, whiten } from '../../src/math/gae';
import { klEstimates, klOptimum } from '../../src/math/klOptimum';
import { bitsPerByte, crossEntropyLoss, sequencePerplexity } from '../../src/math/losses';
import { clipFraction, clippedValueLoss, ppoObjective, probabilityRatio } from '../../src/math/ppo';
import { bradleyTerry, dpoLoss, rankingLoss } from '../../src/math/preferences';
import { softmax } from '../../src/math/softmax';
import { expectAllClose, expectClose } from './checks/close';

const rewards = fc.double({ min: -5, max: 5, noNaN: true });
const STEP = 1e-5;
const slope = (f: (x: number) => number, x: number): number => (f(x + STEP) - f(x - STEP)) / (2 * STEP);

describe('preferences', () => {
  it('have gradients that agree with finite differences', () => {
    fc.assert(
      fc.property(rewards, rewards, fc.double({ min: 0.05, max: 2, noNaN: true }), (a, b, beta) => {
        const pair = bradleyTerry(a, b);
        expectClose(
          pair.gradientWinner,
          slope((x) => bradleyTerry(x, b).loss, a),
          { relative: 1e-6, absolute: 1e-8 },
        );
        expectClose(
          pair.gradientLoser,
          slope((x) => bradleyTerry(a, x).loss, b),
          { relative: 1e-6, absolute: 1e-8 },
        );
        const dpo = (policyWinner: number, policyLoser: number): ReturnType<typeof dpoLoss> =>
          dpoLoss({ policyWinner, policyLoser, referenceWinner: -1, referenceLoser: 0.5 }, beta);
        const { gradientWinner, gradientLoser } = dpo(a, b);
        expectClose(
          gradientWinner,
          slope((x) => dpo(x, b).loss, a),
          { relative: 1e-6, absolute: 1e-8 },
        );
        expectClose(
          gradientLoser,
          slope((x) => dpo(a, x).loss, b),
          { relative: 1e-6, absolute: 1e-8 },
        );
      }),
    );
  });

  it('point the right way: raising the winner lowers the loss', () => {
    expect(bradleyTerry(1, 0).loss).toBeLessThan(bradleyTerry(0, 1).loss);
    const pair = { policyWinner: -5, policyLoser: -5, referenceWinner: -5, referenceLoser: -5 };
    expect(dpoLoss({ ...pair, policyWinner: -4 }, 0.1).loss).toBeLessThan(dpoLoss(pair, 0.1).loss);
    expect(dpoLoss({ ...pair, policyLoser: -4 }, 0.1).loss).toBeGreaterThan(dpoLoss(pair, 0.1).loss);
  });

  it('do not overflow, and reject NaN', () => {
    expect(bradleyTerry(-1e6, 1e6).loss).toBe(2e6);
    expect(bradleyTerry(1e6, -1e6).loss).toBe(0);
    expect(() => bradleyTerry(NaN, 0)).toThrow(RangeError);
    expect(() => rankingLoss([1])).toThrow(RangeError);
    expect(() =>
      dpoLoss({ policyWinner: 0, policyLoser: 0, referenceWinner: 0, referenceLoser: 0 }, 0),
    ).toThrow(RangeError);
    expect(() =>
      dpoLoss({ policyWinner: NaN, policyLoser: 0, referenceWinner: 0, referenceLoser: 0 }, 1),
    ).toThrow(RangeError);
  });
});

describe('PPO', () => {
  it('has a gradient that agrees with finite differences away from the kinks', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 3, noNaN: true }), rewards, (ratio, advantage) => {
        fc.pre(Math.abs(ratio - 0.8) > 1e-3 && Math.abs(ratio - 1.2) > 1e-3);
        const gradient = ppoObjective(ratio, advantage, 0.2).gradient!;
        expectClose(
          gradient,
          slope((r) => ppoObjective(r, advantage, 0.2).objective, ratio),
          { absolute: 1e-8 },
        );
      }),
    );
  });

  it('clipping is no bound on the ratio: it only takes the incentive away', () => {
    expect(ppoObjective(5, 1, 0.2).gradient).toBe(0);
    expect(ppoObjective(5, -1, 0.2).gradient).toBe(-1);
    expect(clipFraction([1, 1.5, 0.5, 1.1], 0.2)).toBe(0.5);
    expectClose(probabilityRatio(Math.log(0.3), Math.log(0.2)), 1.5);
  });

  it('value loss is the plain one while the value stays near, and rejects what it must', () => {
    expectClose(clippedValueLoss(0.6, 0.5, 1, 0.2), 0.08);
    expect(() => clippedValueLoss(0, 0, 0, 0)).toThrow(RangeError);
    expect(() => ppoObjective(-1, 1, 0.2)).toThrow(RangeError);
    expect(() => ppoObjective(1, NaN, 0.2)).toThrow(RangeError);
    expect(() => ppoObjective(1, 1, NaN)).toThrow(RangeError);
    expect(() => clipFraction([], 0.2)).toThrow(RangeError);
  });
});

describe('advantages', () => {
  const lists = fc.array(fc.tuple(rewards, rewards), { minLength: 1, maxLength: 30 });

  it('are return minus value at lambda 1, and the TD error at lambda 0', () => {
    fc.assert(
      fc.property(lists, fc.double({ min: 0, max: 1, noNaN: true }), (list, gamma) => {
        const r = list.map(([a]) => a);
        const v = list.map(([, b]) => b);
        const discounted = r.map((_, t) => r.slice(t).reduce((sum, x, k) => sum + gamma ** k * x, 0));
        expectAllClose(gae(r, v, gamma, 1).returns, discounted, { absolute: 1e-9 });
        const oneStep = gae(r, v, gamma, 0);
        expect(oneStep.advantages).toEqual(oneStep.deltas);
      }),
    );
  });

  it('whitened have mean 0 and deviation 1; equal ones give 0', () => {
    fc.assert(
      fc.property(fc.array(rewards, { minLength: 2 }), (list) => {
        fc.pre(Math.max(...list) - Math.min(...list) > 1e-3);
        const white = whiten(list);
        expectClose(
          white.reduce((a, b) => a + b, 0),
          0,
          { absolute: 1e-9 },
        );
        expectClose(white.reduce((sum, x) => sum + x * x, 0) / list.length, 1);
      }),
    );
    expect(Array.from(whiten([0.1, 0.1, 0.1]))).toEqual([0, 0, 0]);
  });

  it('token rewards add up to the score less beta times the log-ratio', () => {
    const paid = tokenRewards([-1, -2, -0.5], [-1.5, -1, -0.7], 0.3, 2);
    expectClose(
      paid.reduce((a, b) => a + b, 0),
      2 - 0.3 * (-3.5 + 3.2),
    );
  });

  it('reject unequal lengths and discounts outside [0, 1]', () => {
    expect(() => gae([1], [1, 2], 1, 1)).toThrow(RangeError);
    expect(() => gae([1], [1], NaN, 1)).toThrow(RangeError);
    expect(() => gae([1], [1], 1, 1.1)).toThrow(RangeError);
    expect(() => whiten([])).toThrow(RangeError);
    expect(() => tokenRewards([], [], 0.1, 1)).toThrow(RangeError);
    expect(() => tokenRewards([1], [1], NaN, 1)).toThrow(RangeError);
  });
});

describe('KL optimum', () => {
  const worlds = fc.array(fc.tuple(fc.double({ min: -4, max: 4, noNaN: true }), rewards), {
    minLength: 2,
    maxLength: 12,
  });
  const betas = fc.double({ min: 0.05, max: 10, noNaN: true });

  it('obeys its bounds, and no other policy does better', () => {
    fc.assert(
      fc.property(
        worlds,
        betas,
        fc.array(rewards, { minLength: 12, maxLength: 12 }),
        (world, beta, other) => {
          const reference = softmax(world.map(([z]) => z));
          const reward = world.map(([, r]) => r);
          const best = klOptimum(reference, reward, beta);
          expect(best.kl).toBeLessThanOrEqual(best.bound + 1e-9);
          expect(best.kl).toBeLessThanOrEqual(best.boundAnyBetterPolicy + 1e-9);
          const objective = (p: Float64Array): number =>
            p.reduce((sum, x, i) => sum + x * reward[i], 0) - beta * klDivergence(p, reference);
          expectClose(best.expectedReward - beta * best.kl, objective(best.policy), { absolute: 1e-9 });
          const rival = softmax(world.map((_, i) => other[i]));
          expect(objective(rival)).toBeLessThanOrEqual(objective(best.policy) + 1e-9);
        },
      ),
    );
  });

  it('is the reference itself when rewards are equal, and never leaves its support', () => {
    expectAllClose(klOptimum([0.2, 0.8], [3, 3], 0.01).policy, [0.2, 0.8]);
    const { policy, bound } = klOptimum([0, 0.5, 0.5], [100, 1, 1], 1);
    expect([policy[0], bound]).toEqual([0, 0]);
  });

  it('keeps the digits of k3 for policies that all but agree', () => {
    const { k1, k2, k3 } = klEstimates(-2, -2 + 1e-9);
    expect(k1).toBeLessThan(0);
    expect(k3).toBeGreaterThanOrEqual(0);
    expectClose(k3, k2, { absolute: 1e-24, relative: 1e-6 });
  });

  it('rejects NaN and beta 0', () => {
    expect(() => klOptimum([1], [NaN], 1)).toThrow(RangeError);
    expect(() => klOptimum([1], [1], 0)).toThrow(RangeError);
    expect(() => klOptimum([1], [1, 2], 1)).toThrow(RangeError);
    expect(() => klEstimates(-Infinity, -1)).toThrow(RangeError);
  });
});

describe('losses', () => {
  it('crossEntropyLoss agrees with PyTorch and leaves unscored positions out', () => {
    const logits = [2, 1, 0.5, 0, -1, 3, 1, 1, 1, 5, -5, 0];
    const { loss, perToken, scored } = crossEntropyLoss(logits, [0, 2, -100, 1], 3);
    expectClose(loss, 3.5123377104708315);
    expectAllClose(perToken, [0.4643687841079449, 0.06588390375742911, 0, 10.00676044354712]);
    expect(scored).toBe(3);
  });

  it('on average reach the entropy of what they predict', () => {
    const p = softmax([1, 0, -2]);
    const logits = Array.from(p, Math.log);
    const mean = p.reduce((sum, x, i) => sum + x * crossEntropyLoss(logits, [i], 3).loss, 0);
    expectClose(mean, entropyNats(p));
  });

  it('count V choices for a flat guess', () => {
    expectClose(sequencePerplexity([0.25, 0.25, 0.25]), 4);
    expectClose(bitsPerByte(6 * Math.LN2, 3), 2);
    expect(sequencePerplexity([0.5, 0])).toBe(Infinity);
  });

  it('reject bad targets, lengths and probabilities', () => {
    expect(() => crossEntropyLoss([1, 2], [2], 2)).toThrow(RangeError);
    expect(() => crossEntropyLoss([1, 2], [-1], 2)).toThrow(RangeError);
    expect(() => crossEntropyLoss([1, 2, 3], [1], 2)).toThrow(RangeError);
    expect(() => crossEntropyLoss([NaN, 2], [1], 2)).toThrow(RangeError);
    expect(() => sequencePerplexity([1.2])).toThrow(RangeError);
    expect(() => bitsPerByte(1, 0)).toThrow(RangeError);
  });
});

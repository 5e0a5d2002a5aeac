import { expect } from 'vitest';
import { klDivergence } from '../../../src/math/entropy';
import { gae, tokenRewards, whiten } from '../../../src/math/gae';
import { klEstimates, klOptimum } from '../../../src/math/klOptimum';
import { bitsPerByte, sequenceLoss, sequencePerplexity } from '../../../src/math/losses';
import { clipFraction, clippedValueLoss, ppoObjective } from '../../../src/math/ppo';
import { bradleyTerry, dpoLoss, rankingLoss } from '../../../src/math/preferences';
import type { CaseChecks, MathCase } from './caseTable';
import { expectAllClose, expectClose } from './close';

function checkKlEstimators({ input, output }: MathCase): void {
  const { p, q } = input;
  expectClose(klDivergence(p, q), output.kl_pq);
  expectClose(klDivergence(q, p), output.kl_qp);
  for (const name of ['k1', 'k2', 'k3'] as const) {
    const samples: number[] = p.map(
      (value: number, i: number) => klEstimates(Math.log(value), Math.log(q[i]))[name],
    );
    expectAllClose(samples, output[name]);
    const mean = samples.reduce((sum, k, i) => sum + p[i] * k, 0);
    expectClose(mean, output[`E_${name}`]);
    const variance = samples.reduce((sum, k, i) => sum + p[i] * (k - mean) ** 2, 0);
    if (output[`sd_${name}`] !== undefined) expectClose(Math.sqrt(variance), output[`sd_${name}`]);
  }
}

/** Checks of losses, preferences, PPO and KL. */
export const learningChecks: CaseChecks = [
  [
    /^gae-/,
    ({ input, output }) => {
      const result = gae(input.rewards, input.values, input.gamma, input.lambda);
      expectAllClose(result.deltas, output.delta);
      expectAllClose(result.advantages, output.advantage);
      expectAllClose(result.returns, output.returns);
      expectAllClose(whiten(result.advantages, 'population'), output.whitened_population);
      expectAllClose(whiten(result.advantages, 'sample'), output.whitened_sample);
    },
  ],
  [
    /^rlhf-token-reward$/,
    ({ input, output }) =>
      expectAllClose(tokenRewards(input.logp, input.logp_ref, input.beta, input.score), output.reward),
  ],
  [
    /^ppo-clip-corners$/,
    ({ input, output }) => {
      for (const row of output.rows) {
        const result = ppoObjective(row.ratio, row.A, input.epsilon);
        expectClose(result.unclipped, row.unclipped);
        expectClose(result.clipped, row.clipped);
        expectClose(result.objective, row.objective);
        expect(result.gradient, `gradient at A ${row.A}, ratio ${row.ratio}`).toBe(row.grad_wrt_ratio);
        expect(result.outside).toBe(row.clip_fraction_count);
        expect(clipFraction([row.ratio, 1], input.epsilon)).toBe(row.clip_fraction_count ? 0.5 : 0);
      }
    },
  ],
  [
    /^ppo-value-clip$/,
    ({ input, output }) =>
      expectClose(clippedValueLoss(input.v, input.v_old, input.R, input.epsilon), output.loss),
  ],
  [
    /^bradley-terry-/,
    ({ input, output }) => {
      const result = bradleyTerry(input.r_w, input.r_l);
      expectClose(result.loss, output.loss, { absolute: 0 });
      expectClose(result.probability, output.p, { absolute: 0 });
      expectClose(result.gradientWinner, output.grad_r_w, { absolute: 0 });
      expect(result.gradientLoser).toBe(-result.gradientWinner);
    },
  ],
  [
    /^instructgpt-ranking$/,
    ({ input, output }) => {
      const result = rankingLoss(input.rewards_best_to_worst);
      expectClose(result.loss, output.loss);
      expectAllClose(result.pairs, output.pairs);
    },
  ],
  [
    /^dpo-beta/,
    ({ input, output }) => {
      const pair = {
        policyWinner: input.logp_w,
        policyLoser: input.logp_l,
        referenceWinner: input.ref_w,
        referenceLoser: input.ref_l,
      };
      const result = dpoLoss(pair, input.beta);
      expectClose(result.loss, output.loss);
      expectClose(result.implicitRewardWinner, output.implicit_reward_w);
      expectClose(result.implicitRewardLoser, output.implicit_reward_l);
      expectClose(result.margin, output.margin);
      expectClose(result.gradientWinner, output.grad_logp_w);
      expectClose(result.gradientLoser, output.grad_logp_l);
    },
  ],
  [
    /^dpo-at-start$/,
    ({ output }) => {
      const atStart = { policyWinner: -12, policyLoser: -7, referenceWinner: -12, referenceLoser: -7 };
      for (const beta of [0.01, 0.1, 1, 10]) expectClose(dpoLoss(atStart, beta).loss, output.loss);
    },
  ],
  [/^kl$/, checkKlEstimators],
  [
    /^kl-optimum-beta/,
    ({ input, output }) => {
      const result = klOptimum(input.ref, input.reward, input.beta);
      expectAllClose(result.policy, output.pi, { absolute: 0 });
      expectClose(result.kl, output.kl);
      expectClose(result.bound, output.bound);
      expectClose(result.boundAnyBetterPolicy, output.bound_any_better_policy);
    },
  ],
  [
    /^sequence-perplexity$/,
    ({ input, output }) => {
      const loss = sequenceLoss(input.token_probabilities);
      expectClose(loss, output.loss_nats);
      expectClose(sequencePerplexity(input.token_probabilities), output.perplexity);
      expectClose(bitsPerByte(loss * input.token_probabilities.length, input.bytes), output.bits_per_byte);
    },
  ],
];

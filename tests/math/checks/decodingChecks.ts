import { expect } from 'vitest';
import { chiSquare } from '../../../src/math/chiSquare';
import { applyCuts, minP, topK, topP, typicalP, type Cut } from '../../../src/math/cuts';
import { effectiveChoices, entropyBits, entropyNats, perplexity } from '../../../src/math/entropy';
import { softmax } from '../../../src/math/softmax';
import type { CaseChecks, MathCase } from './caseTable';
import { expectAllClose, expectClose, flagged } from './close';

function checkCut(given: MathCase, cut: (p: Float64Array) => Cut, setting: object): void {
  const result = cut(softmax(given.input.logits));
  expect(flagged(result.keep)).toEqual(given.output.kept);
  expect(result.kept).toBe(given.output.kept.length);
  expectClose(result.mass, given.output.kept_mass);
  const chained = applyCuts(given.input.logits, { temperature: 1, ...setting });
  expect(flagged(chained.keep)).toEqual(given.output.kept);
  expectAllClose(chained.final, given.output.p_after);
}

/** Checks of temperature, cuts and information. */
export const decodingChecks: CaseChecks = [
  [
    /^softmax-T/,
    ({ input, output }) => {
      const p = softmax(input.logits, input.T);
      expectAllClose(p, output.p, { absolute: 0 });
      expectClose(entropyNats(p), output.entropy_nats, { absolute: 1e-15 });
      expectClose(perplexity(p), output.perplexity);
    },
  ],
  [
    /^softmax-overflow$/,
    ({ input, output }) => expectAllClose(softmax(input.logits, input.T), output.p, { absolute: 0 }),
  ],
  [/^top-k-/, (given) => checkCut(given, (p) => topK(p, given.input.k), { topK: given.input.k })],
  [/^top-p-/, (given) => checkCut(given, (p) => topP(p, given.input.p), { topP: given.input.p })],
  [/^min-p-/, (given) => checkCut(given, (p) => minP(p, given.input.min_p), { minP: given.input.min_p })],
  [
    /^typical-p-/,
    (given) =>
      checkCut(given, (p) => typicalP(p, given.input.typical_p), { typicalP: given.input.typical_p }),
  ],
  [
    /^order-/,
    ({ id, input, output }) => {
      const result = applyCuts(input.logits, {
        temperature: input.T,
        topK: input.top_k,
        topP: input.top_p,
        minP: input.min_p,
        order: id === 'order-hf' ? 'temperature-first' : 'temperature-last',
      });
      expect(flagged(result.keep)).toEqual(output.kept);
      expectAllClose(result.final, output.p_after);
    },
  ],
  [
    /^entropy$/,
    ({ input, output }) => {
      expectClose(entropyNats(input.p), output.nats);
      expectClose(entropyBits(input.p), output.bits);
      expectClose(perplexity(input.p), output.perplexity);
      expectClose(effectiveChoices(input.p), output.perplexity);
    },
  ],
  [
    /^chi-square-pooled$/,
    ({ input, output }) => {
      const pooled = chiSquare(input.p, input.counts);
      expect(pooled.bins.length).toBe(input.bins_kept + 1);
      expectClose(pooled.statistic, output.x2);
      expect(pooled.degreesOfFreedom).toBe(output.df);
      expectClose(pooled.pValue, output.p_value);
      const unpooled = chiSquare(input.p, input.counts, 0);
      expectClose(unpooled.statistic, output.x2_unpooled);
      expect(unpooled.degreesOfFreedom).toBe(output.df_unpooled);
    },
  ],
];

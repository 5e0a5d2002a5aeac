import { expect } from 'vitest';
import {
  bannedByNgram,
  contrastiveScores,
  presenceFrequencyPenalty,
  repetitionPenalty,
  repetitionPenaltyCtrl,
} from '../../../src/math/penalties';
import { distinctN, ngramCounts, repN } from '../../../src/math/repetition';
import { softmax } from '../../../src/math/softmax';
import type { CaseChecks } from './caseTable';
import { expectAllClose, expectClose } from './close';

/** Checks of penalties and repetition metrics. */
export const penaltyChecks: CaseChecks = [
  [
    /^repetition-penalty-ctrl$/,
    ({ input, output }) => {
      const penalised = repetitionPenaltyCtrl(input.logits, input.history, input.theta);
      expectAllClose(penalised, output.logits);
      expectAllClose(softmax(penalised, input.T), output.p);
    },
  ],
  [
    /^repetition-penalty-not-shift-invariant$/,
    ({ input, output }) => {
      const { logits, history, theta } = input;
      expectAllClose(softmax(repetitionPenalty(logits, history, theta)), output.p);
      const shifted = repetitionPenalty(
        logits.map((z: number) => z - 10),
        history,
        theta,
      );
      expect(Math.abs(softmax(shifted)[1] - output.p[1])).toBeGreaterThan(0.1);
    },
  ],
  [
    /^presence.*-frequency/,
    ({ input, output }) => {
      const penalised = presenceFrequencyPenalty(input.logits, input.generated, {
        presence: input.alpha_presence,
        frequency: input.alpha_frequency,
      });
      expectAllClose(penalised, output.logits);
      expectAllClose(softmax(penalised), output.p);
    },
  ],
  [
    /^no-repeat-ngram-/,
    ({ input, output }) => expect(bannedByNgram(input.sequence, input.n)).toEqual(output.banned),
  ],
  [
    /^contrastive-search$/,
    ({ input, output }) => {
      const result = contrastiveScores({
        contextHidden: input.context_hidden,
        candidateHidden: input.candidate_hidden,
        probabilities: input.p,
        alpha: input.alpha,
      });
      result.cosines.forEach((row, i) => expectAllClose(row, output.cosine[i]));
      expectAllClose(result.degenerationPenalties, output.degeneration_penalty);
      expectAllClose(result.scores, output.score);
      expect(result.chosen).toBe(output.chosen);
    },
  ],
  [
    /^distinct-rep-/,
    ({ input, output }) => {
      const { total, unique, max_count: largest } = output;
      expect(ngramCounts(input.tokens, input.n)).toEqual({ total, unique, largest });
      expectClose(distinctN(input.tokens, input.n), output.distinct);
      expectClose(repN(input.tokens, input.n), output.rep_percent);
    },
  ],
];

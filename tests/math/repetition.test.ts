import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameterCount, REFERENCE_MODELS, trainingFlops, weightBytes } from '../../src/math/cost';
import { decodingDistribution } from '../../src/math/decoding';
import {
  bannedByNgram,
  contrastiveScores,
  noRepeatNgram,
  presenceFrequencyPenalty,
  repetitionPenalty,
  repetitionPenaltyCtrl,
} from '../../src/math/penalties';
import { distinctN, longestLoop, ngramCounts, repeatedNgramFlags, repN } from '../../src/math/repetition';
import { softmax } from '../../src/math/softmax';
import { expectClose } from './checks/close';

const texts = fc.array(fc.nat({ max: 4 }), { maxLength: 40 });

describe('repetition metrics', () => {
  it('rep-n is what distinct-n leaves, and both agree with counting by hand', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 4 }), (tokens, n) => {
        const grams = tokens
          .slice(0, Math.max(0, tokens.length - n + 1))
          .map((_, i) => tokens.slice(i, i + n).join());
        const { total, unique, largest } = ngramCounts(tokens, n);
        expect([total, unique]).toEqual([grams.length, new Set(grams).size]);
        expect(largest).toBe(
          Math.max(0, ...grams.map((gram) => grams.filter((other) => other === gram).length)),
        );
        expectClose(repN(tokens, n) / 100 + distinctN(tokens, n), 1);
      }),
    );
  });

  it('tokens that contain separators are told apart', () => {
    expect(ngramCounts(['a,b', 'c', 'a', 'b,c'], 2).unique).toBe(3);
    expect(ngramCounts(['a,', 'b', 'a', ',b'], 1).unique).toBe(4);
  });

  it('flags exactly the tokens of n-grams seen before', () => {
    expect(Array.from(repeatedNgramFlags([1, 2, 3, 9, 1, 2, 3, 4], 3))).toEqual([0, 0, 0, 0, 1, 1, 1, 0]);
    expect(repeatedNgramFlags([1, 2], 3)).toEqual(new Uint8Array(2));
  });

  it('finds the longest loop with its true period', () => {
    expect(longestLoop([9, 1, 2, 3, 1, 2, 3, 1, 2, 8])).toEqual({
      start: 1,
      period: 3,
      length: 8,
      repeats: 8 / 3,
    });
    expect(longestLoop([5, 5, 5, 5])).toEqual({ start: 0, period: 1, length: 4, repeats: 4 });
    expect(longestLoop(['a', 'b', 'c'])).toBeNull();
    expect(longestLoop([])).toBeNull();
    // One token coming back is no loop: what lies between has to come back too.
    expect(longestLoop([1, 2, 3, 4, 1, 2, 3, 5])).toBeNull();
  });

  it('a loop of k rounds of four tokens repeats its 4-gram k times', () => {
    const tokens = [7, 7, ...Array.from({ length: 20 }, (_, i) => 10 + (i % 4))];
    expect(ngramCounts(tokens, 4).largest).toBe(5);
    expect(longestLoop(tokens)).toEqual({ start: 2, period: 4, length: 20, repeats: 5 });
  });

  it('reject an n below 1', () => {
    for (const n of [0, NaN, 1.5]) expect(() => ngramCounts([1], n)).toThrow(RangeError);
  });
});

describe('penalties', () => {
  const logits = [2, 1.5, 1.1, 0.3, -0.2, -1, -2.5, -4];
  const history = [0, 5, 0, 0, 6, 2];

  it('repetition makes every seen token less likely than the others, CTRL’s literal rule not', () => {
    const odds = (z: ArrayLike<number>, t: number): number => softmax(z)[t] / softmax(z)[3];
    const kind = repetitionPenalty(logits, history, 1.3);
    for (const t of new Set(history)) expect(odds(kind, t)).toBeLessThan(odds(logits, t));
    expect(odds(repetitionPenaltyCtrl(logits, history, 1.3), 5)).toBeGreaterThan(odds(logits, 5));
  });

  it('repetition counts a token once, frequency every time', () => {
    expect(repetitionPenalty(logits, [0], 1.3)).toEqual(repetitionPenalty(logits, [0, 0, 0], 1.3));
    expectClose(presenceFrequencyPenalty(logits, [0, 0, 0], { frequency: 0.5 })[0], 0.5);
    expectClose(presenceFrequencyPenalty(logits, [0, 0, 0], { presence: 0.5 })[0], 1.5);
  });

  it('no-repeat n-gram leaves no n-gram twice, whatever is chosen', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 4 }), fc.nat({ max: 4 }), (tokens, n, next) => {
        fc.pre(tokens.length >= n - 1);
        const gram = [...tokens, next].slice(tokens.length + 1 - n).join();
        const before = tokens.map((_, i) => tokens.slice(i, i + n)).filter(({ length }) => length === n);
        const seen = before.some((other) => other.join() === gram);
        expect(bannedByNgram(tokens, n).includes(next)).toBe(seen);
        expect(noRepeatNgram([0, 0, 0, 0, 0], tokens, n)[next]).toBe(seen ? -Infinity : 0);
      }),
    );
  });

  it('contrastive search is greedy at alpha 0 and avoids the most similar state at alpha 1', () => {
    const input = {
      contextHidden: [[1, 0]],
      candidateHidden: [
        [1, 0.1],
        [0, 1],
      ],
      probabilities: [0.7, 0.2],
    };
    expect(contrastiveScores({ ...input, alpha: 0 }).chosen).toBe(0);
    expect(contrastiveScores({ ...input, alpha: 1 }).chosen).toBe(1);
    expect(() => contrastiveScores({ ...input, alpha: NaN })).toThrow(RangeError);
    expect(() => contrastiveScores({ ...input, contextHidden: [], alpha: 0.5 })).toThrow(RangeError);
  });

  it('reject bad strengths and tokens outside the vocabulary', () => {
    for (const theta of [0, -1, NaN]) expect(() => repetitionPenalty(logits, [0], theta)).toThrow(RangeError);
    expect(() => repetitionPenalty(logits, [8], 1.2)).toThrow(/outside/);
    expect(() => presenceFrequencyPenalty(logits, [0], { presence: NaN })).toThrow(RangeError);
    expect(() => presenceFrequencyPenalty(logits, [-1], {})).toThrow(RangeError);
    expect(() => bannedByNgram([1, 2], 0)).toThrow(RangeError);
  });
});

describe('decodingDistribution', () => {
  const logits = [3, 2, 1, 0];

  it('a greedy loop survives any temperature, not a ban', () => {
    const history = { prompt: [1, 0], generated: [1] };
    for (const temperature of [0, 0.5, 2, 50]) {
      const { final } = decodingDistribution(logits, history, { temperature });
      expect(final.indexOf(Math.max(...final))).toBe(0);
    }
    const { final, penalised, keep } = decodingDistribution(logits, history, {
      temperature: 1,
      noRepeatNgram: 2,
    });
    expect([final[0], penalised[0], keep[0]]).toEqual([0, -Infinity, 0]);
  });

  it('counts presence and frequency in the generated text alone, repetition in the prompt too', () => {
    const given = { prompt: [0, 0], generated: [1] };
    const counted = decodingDistribution(logits, given, {
      temperature: 1,
      presencePenalty: 1,
      frequencyPenalty: 0.5,
    });
    expect(Array.from(counted.penalised)).toEqual([3, 0.5, 1, 0]);
    const repeated = decodingDistribution(logits, given, { temperature: 1, repetitionPenalty: 2 });
    expect(Array.from(repeated.penalised)).toEqual([1.5, 1, 1, 0]);
  });

  it('throws when everything is banned', () => {
    const history = { prompt: [0, 1, 2, 3], generated: [] };
    expect(() => decodingDistribution(logits, history, { temperature: 1, noRepeatNgram: 1 })).toThrow(
      RangeError,
    );
  });
});

describe('cost', () => {
  it('counts grouped-query attention and tied embeddings', () => {
    const llama = REFERENCE_MODELS['llama-2-7b'];
    const grouped = parameterCount({ ...llama, keyValueWidth: 1024 });
    expect(parameterCount(llama) - grouped).toBe(32 * 2 * 4096 * (4096 - 1024));
    expect(parameterCount(llama) - parameterCount({ ...llama, tiedEmbeddings: true })).toBe(32000 * 4096);
  });

  it('rejects sizes that are not', () => {
    expect(() => parameterCount({ ...REFERENCE_MODELS['gpt2-small'], layers: 0 })).toThrow(RangeError);
    expect(() => trainingFlops(NaN, 1)).toThrow(RangeError);
    expect(() => weightBytes(1, 0)).toThrow(RangeError);
  });
});

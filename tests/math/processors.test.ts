import { describe, expect, it } from 'vitest';
import { decodingDistribution, type DecodingSettings } from '../../src/math/decoding';
import { entropyNats } from '../../src/math/entropy';
import { expectClose } from './checks/close';
import recorded from './processors.json';

interface ProcessorSettings {
  readonly temperature?: number;
  readonly top_k?: number;
  readonly top_p?: number;
  readonly min_p?: number;
  readonly typical_p?: number;
  readonly repetition_penalty?: number;
  readonly no_repeat_ngram_size?: number;
}

/** The logits and history that training/fixtures/record_processors.py made from the same seed. */
function vector(
  seed: number,
  vocabulary: number,
  spread: number,
): { logits: Float64Array; history: number[] } {
  let state = seed;
  const uniform = (): number => {
    state = (1664525 * state + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
  const logits = Float64Array.from(
    { length: vocabulary },
    () => (uniform() + uniform() + uniform() + uniform() - 2) * spread,
  );
  const history = Array.from({ length: 40 }, () => Math.floor(uniform() * 6) * 7);
  return { logits, history };
}

function settingsOf(given: ProcessorSettings): DecodingSettings {
  return {
    temperature: given.temperature ?? 1,
    topK: given.top_k,
    topP: given.top_p,
    minP: given.min_p,
    typicalP: given.typical_p,
    repetitionPenalty: given.repetition_penalty,
    noRepeatNgram: given.no_repeat_ngram_size,
  };
}

function hexMask(keep: Uint8Array): string {
  return keep.reduceRight((mask, flag) => (mask << 1n) | BigInt(flag), 0n).toString(16);
}

describe(`logits processors of transformers ${recorded.transformers} in ${recorded.dtype}`, () => {
  it('are fed the same logits and history', () => {
    const { logits, history } = vector(1, 50, 2);
    expect(Array.from(logits.subarray(0, 4))).toEqual(recorded.check.logits);
    expect(history).toEqual(recorded.check.history);
  });

  it('cover 20 vectors and every processor', () => {
    expect(new Set(recorded.results.map(({ seed }) => seed)).size).toBe(20);
    expect([...new Set(recorded.results.flatMap(({ processors }) => processors))].sort()).toEqual([
      'MinPLogitsWarper',
      'NoRepeatNGramLogitsProcessor',
      'RepetitionPenaltyLogitsProcessor',
      'TemperatureLogitsWarper',
      'TopKLogitsWarper',
      'TopPLogitsWarper',
      'TypicalLogitsWarper',
    ]);
  });

  it.each(
    recorded.results.map(
      (given) => [JSON.stringify(given.settings), given.vocabulary, given.seed, given] as const,
    ),
  )('%s over %i tokens, vector %i', (_settings, vocabulary, seed, given) => {
    const { logits, history } = vector(seed, vocabulary, given.spread);
    const result = decodingDistribution(
      logits,
      { prompt: history, generated: [] },
      settingsOf(given.settings),
    );
    expect(result.kept).toBe(given.kept);
    expect(hexMask(result.keep)).toBe(given.keep);
    for (const [i, p] of given.probabilities)
      expectClose(result.final[i], p, { relative: 1e-6, absolute: 0 });
    expectClose(entropyNats(result.final), given.entropy_nats, { relative: 1e-6 });
  });
});

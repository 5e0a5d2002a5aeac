import { describe, expect, it } from 'vitest';
import { storedStages } from '../../src/topics/training-steps/storedStages';
import { readStoredStages, recordStages, shippedStages } from './recordStages';

describe('the stored run of all training stages', () => {
  it('is what the shipped weights write now (else: node scripts/storedRuns.mjs)', async () => {
    const stored = readStoredStages();
    const fresh = await recordStages();
    expect(storedStages(stored)).toEqual(stored);
    // A stage whose model came later shows nothing until it is fetched; one that is stored has to be true.
    const shipped = shippedStages().map((stage) => stage.key as string);
    expect(shipped).toEqual(expect.arrayContaining(Object.keys(stored!.stages)));
    expect({ ...stored, stages: {} }).toEqual({ ...fresh, stages: {} });
    for (const [key, kept] of Object.entries(stored!.stages)) {
      const stage = fresh.stages[key as keyof typeof fresh.stages]!;
      expect(kept.tokens.map((token) => token.id)).toEqual(stage.tokens.map((token) => token.id));
      expect(kept.bitsPerByte).toBeCloseTo(stage.bitsPerByte, 4);
    }
  }, 120_000);

  it('is not taken from something else', () => {
    for (const odd of [
      null,
      3,
      {},
      { text: 'x', stages: { nothing: {} } },
      { text: 'x', stages: { base: {} } },
    ])
      expect(storedStages(odd)).toBeNull();
  });
});

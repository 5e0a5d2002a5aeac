import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packTensor, unpackTensor } from '../../src/runtime/floats';
import { parseStoredRun } from '../../src/runtime/storedRun';
import { diskHost } from './nodeHost';
import { recordRun, storedRunPath, storedRunSpecs } from './recordRun';

const host = diskHost();

describe('stored runs', () => {
  it('survive packing bit for bit, odd numbers included', () => {
    const tensor = { dims: [2, 3], data: Float32Array.of(1 / 3, -0, 1e-45, -1e9, Infinity, 4096.0005) };
    expect(unpackTensor(packTensor(tensor))).toEqual(tensor);
  });

  it('are refused when cut short', () => {
    const packed = packTensor({ dims: [2], data: Float32Array.of(1, 2) });
    expect(() => unpackTensor({ dims: [3], float32: packed.float32 })).toThrowError(/8 bytes/);
    expect(() => parseStoredRun('<!doctype html>')).toThrowError(/could not be read/);
  });

  it('belong to a topic that still asks for them', () => {
    const folder = storedRunPath('x').replace(/x\.json$/, '');
    const stored = existsSync(folder) ? readdirSync(folder) : [];
    expect(stored.sort()).toEqual(
      storedRunSpecs()
        .map((spec) => `${spec.slug}.json`)
        .sort(),
    );
  });

  it.each(storedRunSpecs())(
    '$slug is what the shipped weights compute now (else: node scripts/storedRuns.mjs)',
    async (spec) => {
      const stored = parseStoredRun(readFileSync(storedRunPath(spec.slug), 'utf8'));
      const fresh = parseStoredRun(JSON.stringify(await recordRun(spec, host)));
      expect(stored.prompt).toBe(spec.prompt);
      expect(stored.tokens).toEqual(fresh.tokens);
      expect(stored.vocabulary).toEqual(fresh.vocabulary);
      expect(Object.keys(stored.trace.tensors)).toEqual([...spec.outputs]);
      const texts = [[stored, fresh], ...(fresh.second ? [[stored.second!, fresh.second]] : [])];
      expect(stored.second?.prompt).toBe(spec.second);
      for (const [kept, again] of texts) {
        expect(kept.tokens).toEqual(again.tokens);
        for (const [name, { dims, data }] of Object.entries(again.trace.tensors)) {
          expect(kept.trace.tensors[name].dims).toEqual(dims);
          const worst = data.reduce(
            (most, value, i) => Math.max(most, Math.abs(value - kept.trace.tensors[name].data[i])),
            0,
          );
          expect(worst, name).toBeLessThanOrEqual(1e-5);
        }
      }
      expect(stored.reading?.info).toEqual(fresh.reading?.info);
      expect(stored.reading?.continuation.map((token) => token.id)).toEqual(
        fresh.reading?.continuation.map((token) => token.id),
      );
      for (const [index, bits] of (fresh.reading?.surprisals ?? []).entries()) {
        if (bits === null) expect(stored.reading!.surprisals[index]).toBeNull();
        else expect(stored.reading!.surprisals[index]).toBeCloseTo(bits, 5);
      }
      expect(stored.translation?.info).toEqual(fresh.translation?.info);
      expect(stored.translation?.written).toEqual(fresh.translation?.written);
      for (const [step, { ids, probabilities }] of (fresh.translation?.likeliest ?? []).entries()) {
        expect(stored.translation!.likeliest[step].ids).toEqual(ids);
        probabilities.forEach((p, i) =>
          expect(stored.translation!.likeliest[step].probabilities[i]).toBeCloseTo(p, 5),
        );
      }
      for (const [index, token] of (fresh.reading?.continuation ?? []).entries())
        expect(stored.reading!.continuation[index].modelProbability).toBeCloseTo(token.modelProbability, 5);
    },
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCuts, minP, topK, topP, typicalP, type SamplingSettings } from '../../src/math/cuts';
import { argmax, softmax } from '../../src/math/softmax';
import { expectAllClose, expectClose, flagged } from './checks/close';

const distributions = fc
  .array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 1, maxLength: 60 })
  .map((z) => softmax(z));
const shares = fc.double({ min: 0.001, max: 1, noNaN: true });

function isSubset(inner: Uint8Array, outer: Uint8Array): boolean {
  return inner.every((flag, i) => flag === 0 || outer[i] === 1);
}

describe('cuts', () => {
  it('keep more as their setting loosens', () => {
    fc.assert(
      fc.property(distributions, fc.tuple(shares, shares), (p, pair) => {
        const [low, high] = pair.sort((a, b) => a - b);
        expect(isSubset(topP(p, low).keep, topP(p, high).keep)).toBe(true);
        expect(isSubset(typicalP(p, low).keep, typicalP(p, high).keep)).toBe(true);
        expect(isSubset(minP(p, high).keep, minP(p, low).keep)).toBe(true);
        const k = Math.ceil(low * p.length);
        expect(isSubset(topK(p, k).keep, topK(p, k + 1).keep)).toBe(true);
      }),
    );
  });

  it('keep at least the most probable token, typical excepted, and never nothing', () => {
    fc.assert(
      fc.property(distributions, shares, (p, share) => {
        for (const cut of [topK(p, 1), topP(p, share), minP(p, share)]) expect(cut.keep[argmax(p)]).toBe(1);
        expect(typicalP(p, share).kept).toBeGreaterThan(0);
      }),
    );
  });

  it('report the size and the mass of what they keep', () => {
    fc.assert(
      fc.property(distributions, shares, (p, share) => {
        for (const cut of [topK(p, 3), topP(p, share), minP(p, share), typicalP(p, share)]) {
          const kept = flagged(cut.keep);
          expect(cut.kept).toBe(kept.length);
          expectClose(
            cut.mass,
            kept.reduce((sum, i) => sum + p[i], 0),
          );
        }
      }),
    );
  });

  it('top-p is the smallest prefix of the sorted vocabulary that reaches its mass', () => {
    fc.assert(
      fc.property(distributions, shares, (p, share) => {
        fc.pre(share < 1);
        const order = Array.from(p.keys()).sort((i, j) => p[j] - p[i] || i - j);
        const kept: number[] = [];
        let mass = 0;
        while (mass < share && kept.length < order.length) {
          kept.push(order[kept.length]);
          mass += p[kept[kept.length - 1]];
        }
        expect(flagged(topP(p, share).keep)).toEqual(kept.sort((a, b) => a - b));
      }),
    );
  });

  it('typical agrees with sorting by distance from the entropy', () => {
    fc.assert(
      fc.property(distributions, shares, (p, share) => {
        fc.pre(share < 0.999);
        const entropy = p.reduce((h, value) => (value > 0 ? h - value * Math.log(value) : h), 0);
        const shift = p.map((value) => Math.abs(-Math.log(value) - entropy));
        const order = Array.from(p.keys()).sort((i, j) => shift[i] - shift[j]);
        let mass = 0;
        let last = -1;
        while (mass < share) mass += p[order[++last]];
        // Ties to the last digit may fall either way through rounding; they need a margin to be told apart.
        fc.pre(order.every((i) => i === order[last] || Math.abs(shift[i] - shift[order[last]]) > 1e-9));
        expect(flagged(typicalP(p, share).keep)).toEqual(order.slice(0, last + 1).sort((a, b) => a - b));
      }),
    );
  });

  it('top-p stops as soon as its mass is reached exactly', () => {
    expect(flagged(topP([0.25, 0.5, 0.25], 0.5).keep)).toEqual([1]);
    expect(flagged(topP([0.25, 0.5, 0.25], 0.75).keep)).toEqual([0, 1]);
  });

  it('settle ties: top-k keeps all, top-p the lower indices', () => {
    const flat = new Float64Array(5).fill(0.2);
    expect(flagged(topK(flat, 2).keep)).toEqual([0, 1, 2, 3, 4]);
    expect(flagged(topP(flat, 0.55).keep)).toEqual([0, 1, 2]);
    expect(flagged(topP([0.1, 0.3, 0.3, 0.3], 0.5).keep)).toEqual([1, 2]);
    expect(flagged(typicalP(flat, 0.1).keep)).toEqual([0, 1, 2, 3, 4]);
  });

  it('see the whole vocabulary: a nucleus may be far larger than any chart', () => {
    const p = new Float64Array(50_257).fill(1 / 50_257);
    expect(topP(p, 0.9).kept).toBe(Math.ceil(0.9 * 50_257));
  });

  it.each([NaN, 0, -1])('reject a setting of %s', (bad) => {
    const p = [0.5, 0.5];
    for (const cut of [topK, topP, minP, typicalP]) expect(() => cut(p, bad)).toThrow(RangeError);
    for (const name of ['topK', 'topP', 'minP', 'typicalP'] as const) {
      expect(() => applyCuts([1, 2], { temperature: 1, [name]: bad })).toThrow(RangeError);
    }
  });

  it('reject more than 1, a fractional k and bad probabilities', () => {
    for (const cut of [topP, minP, typicalP]) expect(() => cut([0.5, 0.5], 1.01)).toThrow(/at most 1/);
    expect(() => topK([0.5, 0.5], 1.5)).toThrow(/whole number/);
    for (const cut of [topP, minP, typicalP]) expect(() => cut([0.5, NaN], 0.5)).toThrow(RangeError);
  });
});

describe('applyCuts', () => {
  const settings: SamplingSettings = { temperature: 1.4, topK: 20, topP: 0.9, minP: 0.02, typicalP: 0.85 };
  const logits = Float64Array.from({ length: 60 }, (_, i) => Math.sin(i * 12.9898) * 4);

  it('ends in a distribution over the survivors that keeps their proportions', () => {
    const { probabilities, final, keep } = applyCuts(logits, settings);
    const kept = flagged(keep);
    expectClose(
      final.reduce((a, b) => a + b, 0),
      1,
    );
    for (const i of keep.keys()) if (!keep[i]) expect(final[i]).toBe(0);
    for (const i of kept) expectClose(final[i] / final[kept[0]], probabilities[i] / probabilities[kept[0]]);
  });

  it('tells each step in order, mass falling from 1 to what is left', () => {
    const { steps, keep, kept, cutProbabilities } = applyCuts(logits, settings);
    expect(steps.map(({ name }) => name)).toEqual(['topK', 'topP', 'minP', 'typicalP']);
    expect(steps[0].massBefore).toBe(1);
    steps.slice(1).forEach((step, i) => expect(step.massBefore).toBe(steps[i].massAfter));
    for (const step of steps) expect(step.massAfter).toBeLessThanOrEqual(step.massBefore);
    expect(steps[3].kept).toBe(kept);
    expectClose(
      flagged(keep).reduce((sum, i) => sum + cutProbabilities[i], 0),
      steps[3].massAfter,
    );
  });

  it('changes nothing when every cut is off', () => {
    const { final, probabilities, steps, kept } = applyCuts(logits, { temperature: 0.8, topK: null });
    expect(steps).toEqual([]);
    expect(kept).toBe(60);
    expectAllClose(final, probabilities);
  });

  it('is greedy at T = 0 in either order', () => {
    for (const order of ['temperature-first', 'temperature-last'] as const) {
      const { final } = applyCuts(logits, { ...settings, temperature: 0, typicalP: null, order });
      expect(final[argmax(logits)]).toBe(1);
    }
  });

  it('gives top-k the same survivors in either order, and top-p other ones', () => {
    const survivors = (given: Omit<SamplingSettings, 'temperature'>): number[] =>
      flagged(applyCuts(logits, { temperature: 3, ...given }).keep);
    expect(survivors({ topK: 9, order: 'temperature-last' })).toEqual(survivors({ topK: 9 }));
    expect(survivors({ topP: 0.8, order: 'temperature-last' }).length).toBeLessThan(
      survivors({ topP: 0.8 }).length,
    );
  });

  it('rejects NaN logits and temperatures', () => {
    expect(() => applyCuts([1, NaN], { temperature: 1 })).toThrow(RangeError);
    expect(() => applyCuts([1, 2], { temperature: NaN })).toThrow(RangeError);
  });
});

import { describe, expect, it } from 'vitest';
import { bestInductionHead, inductionMass, inductionTargets } from './inductionHead';
import { entropies, measure, repSoFar, roundsOf } from './looped';

const text = [9, 8, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1];
const p = [0.5, 0.5, 0.2, 0.4, 0.4, 0.3, 0.5, 0.6, 0.8, 0.9, 0.9, 0.9];

describe('the rounds of a loop', () => {
  it('have geometric means and follow the token least certain at first', () => {
    const { loop, rounds, pivotAt } = roundsOf(text, p)!;
    expect(loop).toMatchObject({ start: 2, period: 3 });
    expect(rounds).toHaveLength(3);
    expect(pivotAt).toBe(0);
    expect(rounds.map((round) => round.pivot)).toEqual([0.2, 0.3, 0.8]);
    expect(rounds[0].mean).toBeCloseTo(Math.cbrt(0.2 * 0.4 * 0.4), 12);
    expect(rounds[2].mean).toBeCloseTo(Math.cbrt(0.8 * 0.9 * 0.9), 12);
  });

  it('are none where nothing comes back to back', () => {
    expect(roundsOf([1, 2, 3, 4], [1, 1, 1, 1])).toBeNull();
  });
});

describe('a text’s measures', () => {
  it('are rep-4 in percent, the commonest 4-gram and the mean surprisal in bits', () => {
    const { rep, largest, surprisal, repeated } = measure(text, p);
    // 9 four-grams; 1231, 2312, 3123 come again: 1231 at 2, 5, 8, the others twice.
    expect(rep).toBeCloseTo((100 * 4) / 9, 10);
    expect(largest).toBe(3);
    expect(surprisal).toBeCloseTo(-p.reduce((sum, each) => sum + Math.log2(each), 0) / 12, 12);
    expect(Array.from(repeated)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
    expect(repSoFar(text).at(-1)).toBe(rep);
    expect(repSoFar(text).slice(0, 8)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('takes each token’s entropy from the row before it', () => {
    const logits = Float32Array.from([9, 0, 0, 0, 0, -50, 7, 7]); // [4, 2]
    const [first, second] = entropies(logits, 2, 2, 2);
    expect(first).toBe(1);
    expect(second).toBeCloseTo(0, 10);
  });
});

describe('an induction head', () => {
  const ids = [5, 6, 5, 6];
  it('looks at what followed earlier copies', () => {
    expect(inductionTargets(ids, 2)).toEqual([1]);
    expect(inductionTargets(ids, 3)).toEqual([2]);
    expect(inductionTargets(ids, 1)).toEqual([]);
  });

  it('is the head with most attention there, against an even spread', () => {
    const even = [1, 0, 0, 0, 0.5, 0.5, 0, 0, 1 / 3, 1 / 3, 1 / 3, 0, 0.25, 0.25, 0.25, 0.25];
    const keen = [1, 0, 0, 0, 0.5, 0.5, 0, 0, 0.1, 0.8, 0.1, 0, 0, 0.2, 0.7, 0.1];
    const tensor = { dims: [1, 2, 4, 4], data: Float32Array.from([...even, ...keen]) };
    const head = bestInductionHead([tensor], ids)!;
    expect(head).toMatchObject({ layer: 0, head: 1 });
    expect(head.score).toBeCloseTo(0.75, 6);
    const mass = inductionMass(head.pattern, ids);
    expect(mass[2].mass).toBeCloseTo(0.8, 6);
    expect(mass[2].even).toBeCloseTo(1 / 3, 12);
    expect(bestInductionHead([tensor], [1, 2, 3, 4])).toBeNull();
  });
});

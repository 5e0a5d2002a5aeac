import { describe, expect, it } from 'vitest';
import { createRandom } from '../../math/random';
import { sampleIndex } from '../../math/sampling';
import { drawColumns, drawTokens } from './draws';

const p = [0.5, 0.25, 0.125, 0.0625, 0.0625];

describe('draws', () => {
  it('are those of the seed, one after another', () => {
    const random = createRandom(7);
    const singly = Array.from({ length: 20 }, () => sampleIndex(p, random));
    singly.forEach((id, i) => expect(drawTokens(p, i + 1, 7).last).toBe(id));
    const counts = p.map((_, id) => singly.filter((each) => each === id).length);
    expect(Array.from(drawTokens(p, 20, 7).counts)).toEqual(counts);
  });

  it('differ between seeds', () => {
    expect(drawTokens(p, 1000, 7).counts).not.toEqual(drawTokens(p, 1000, 8).counts);
  });

  it('are none before the first', () => {
    expect(drawTokens(p, 0, 7)).toMatchObject({ last: null, test: null });
  });

  it('never take a token that was cut', () => {
    expect(drawTokens([0.9, 0, 0.1], 5000, 3).counts[1]).toBe(0);
  });

  it('come with a test whose p-value is small for about one seed in twenty', () => {
    const seeds = Array.from({ length: 200 }, (_, seed) => drawTokens(p, 1000, seed).test!.pValue);
    const rejected = seeds.filter((value) => value < 0.05).length;
    expect(rejected).toBeGreaterThan(1);
    expect(rejected).toBeLessThan(25);
  });

  it('fill columns that add up to all draws and all expectation', () => {
    const outcome = drawTokens(p, 1000, 7);
    const columns = drawColumns(p, outcome, [0, 1, 2, 3, 4], 2);
    expect(columns.map((column) => column.id)).toEqual([0, 1, null]);
    expect(columns.reduce((sum, column) => sum + column.observed, 0)).toBe(1000);
    expect(columns.reduce((sum, column) => sum + column.expected, 0)).toBeCloseTo(1000, 6);
    expect(drawColumns(p, outcome, [0, 1, 2, 3, 4], 5).map((column) => column.id)).toEqual([0, 1, 2, 3, 4]);
  });
});

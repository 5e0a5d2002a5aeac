import { describe, expect, it } from 'vitest';
import { curveOf, overSeeds, type MatchedMember } from './matchedRuns';

const run = (seed: number, losses: readonly (number | undefined)[]) => ({
  seed,
  tokens: 300,
  steps: 3,
  parameters: 9,
  points: losses.map((loss, at) => ({
    tokens: 100 * (at + 1),
    loss: 1,
    ...(loss === undefined ? {} : { heldOutBitsPerByte: loss }),
  })),
});
const member: MatchedMember = { name: 'm', sameRunAs: null, runs: [run(1, [3, 2]), run(2, [5, 1])] };

describe('matched runs', () => {
  it('have one curve, the mean of their seeds', () => {
    expect(curveOf(member, 'heldOutBitsPerByte')).toEqual([
      [100, 4],
      [200, 1.5],
    ]);
    expect(curveOf(member, 'ownBits')).toEqual([]);
    expect(
      curveOf({ ...member, runs: [run(1, [3, undefined]), run(2, [5, 7])] }, 'heldOutBitsPerByte'),
    ).toEqual([
      [100, 4],
      [200, 7],
    ]);
  });

  it('have a mean and a range over seeds, or none', () => {
    expect(overSeeds(member, (each) => each.points.at(-1)?.heldOutBitsPerByte)).toEqual({
      mean: 1.5,
      least: 1,
      most: 2,
      seeds: 2,
    });
    expect(overSeeds(member, (each) => each.points.at(-1)?.ownBits)).toBeNull();
    expect(overSeeds({ ...member, runs: [] }, () => 1)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import presets from '../../src/topics/repetition/presets.json';
import { diskHost, measureOpening } from '../runtime/loops';

const host = diskHost();

describe('the openings that loop', () => {
  it('are at least three', () => {
    expect(presets.length).toBeGreaterThanOrEqual(3);
  });

  it('begin with one whose rounds get surer, as the lesson says', async () => {
    const { first, last, rounds } = await measureOpening(presets[0].prompt, host);
    expect(rounds).toBeGreaterThanOrEqual(3);
    expect(last).toBeGreaterThan(first);
  });

  it.each(presets)(
    '“$prompt” repeats one 4-gram $count times on the shipped weights (else: node scripts/findLoops.mjs)',
    async ({ prompt, count }) => {
      const measured = await measureOpening(prompt, host);
      expect(measured.count).toBe(count);
      expect(measured.count).toBeGreaterThanOrEqual(5);
    },
  );
});

import { describe, expect, it } from 'vitest';
import presets from '../../src/topics/repetition/presets.json';
import { bestInductionHead, inductionMass } from '../../src/topics/repetition/inductionHead';
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

  it('begin with one on which some head looks back further than an even spread would', async () => {
    const { prompt } = presets[0];
    const { text } = await measureOpening(prompt, host);
    const { info, encode } = await host.open('story');
    const ids = encode(prompt + text).slice(0, info.window);
    const outputs = Array.from({ length: info.layers }, (_, l) => `layer.${l}.attn.pattern`);
    const { tensors } = await host.trace({ model: 'story', ids, outputs });
    const head = bestInductionHead(
      outputs.map((name) => tensors[name]),
      ids,
    )!;
    const all = inductionMass(head.pattern, ids);
    const sum = (part: 'mass' | 'even') => all.reduce((total, each) => total + each[part], 0);
    expect(sum('mass')).toBeGreaterThan(1.5 * sum('even'));
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

import { describe, expect, it } from 'vitest';
import presets from '../../src/topics/repetition/presets.json';
import presetsZh from '../../src/topics/repetition/presets.zh.json';
import { bestInductionHead, inductionMass } from '../../src/topics/repetition/inductionHead';
import { diskHost, measureOpening } from '../runtime/loops';

const host = diskHost();

describe.each([
  ['story', presets],
  ['text-zh', presetsZh],
] as const)('the openings on which %s loops', (model, openings) => {
  it('are at least three', () => {
    expect(openings.length).toBeGreaterThanOrEqual(3);
  });

  it('begin with one whose rounds get surer, as the lesson says', async () => {
    const { first, last, rounds } = await measureOpening(openings[0].prompt, host, model);
    expect(rounds).toBeGreaterThanOrEqual(3);
    expect(last).toBeGreaterThan(first);
  });

  it('begin with one on which some head looks back further than an even spread would', async () => {
    const { prompt } = openings[0];
    const { text } = await measureOpening(prompt, host, model);
    const { info, encode } = await host.open(model);
    const ids = encode(prompt + text).slice(0, info.window);
    const outputs = Array.from({ length: info.layers }, (_, l) => `layer.${l}.attn.pattern`);
    const { tensors } = await host.trace({ model, ids, outputs });
    const head = bestInductionHead(
      outputs.map((name) => tensors[name]),
      ids,
    )!;
    const all = inductionMass(head.pattern, ids);
    const sum = (part: 'mass' | 'even') => all.reduce((total, each) => total + each[part], 0);
    expect(sum('mass')).toBeGreaterThan(1.5 * sum('even'));
  });

  it.each(openings)(
    '“$prompt” repeats one 4-gram $count times on the shipped weights (else: node scripts/findLoops.mjs)',
    async ({ prompt, count }) => {
      const measured = await measureOpening(prompt, host, model);
      expect(measured.count).toBe(count);
      expect(measured.count).toBeGreaterThanOrEqual(5);
    },
  );
});

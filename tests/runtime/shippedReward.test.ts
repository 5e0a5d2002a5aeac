import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { preferenceSet } from '../../src/topics/rlhf/preferences';
import { shippedScore, type ScoringClient } from '../../src/topics/rlhf/shippedReward.svelte';
import { diskHost } from './nodeHost';

const set = preferenceSet(
  JSON.parse(readFileSync(new URL('../../static/data/preferences.json', import.meta.url), 'utf8')),
)!;

describe('the shipped reward model, as the preference page asks it', () => {
  it('tells the better answer of the pairs kept aside, read at the end mark', async () => {
    const host = diskHost();
    const client = {
      load: async (model: string) => (await host.open(model)).info,
      tokenize: (model: string, text: string) => host.tokenize(model, text),
      trace: (request: Parameters<typeof host.trace>[0]) => host.trace(request),
    } as unknown as ScoringClient;
    const pairs = set.heldOut.filter((_, i) => i % 4 === 0);
    let right = 0;
    for (const { prompt, chosen, rejected } of pairs) {
      const [better, worse] = [
        await shippedScore(client, prompt, chosen),
        await shippedScore(client, prompt, rejected),
      ];
      if (better > worse) right++;
    }
    console.log(`${right} of ${pairs.length} pairs`);
    expect(right / pairs.length).toBeGreaterThan(0.8);
  }, 120_000);
});

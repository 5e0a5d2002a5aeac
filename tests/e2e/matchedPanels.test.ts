import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import type { ChartData } from '../../src/charts/data';
import { repN } from '../../src/math/repetition';
import type { MatchedSet } from '../../src/state/matchedRuns';
import { diskHost } from '../runtime/nodeHost';
import { expectAccessible, open, ready } from './browser';

const recordOf = (set: string) =>
  JSON.parse(
    readFileSync(new URL(`../../static/runs/matched-${set}.json`, import.meta.url), 'utf8'),
  ) as MatchedSet;

async function series(page: Page, name: string): Promise<Record<string, number[]>> {
  const chart = page.locator(`[data-chart="${name}"]`);
  await chart.waitFor({ timeout: 30_000 });
  return chart.evaluate((element) =>
    Object.fromEntries(
      (element as unknown as { getData(): ChartData })
        .getData()
        .series.map((each) => [each.name, Array.from(each.values)]),
    ),
  );
}
const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;

describe('matched models on the other panels', () => {
  it.each([
    ['multi-head-attention', 'view=cost', 'heads', 'multi-head-attention/matched', 'heldOutBitsPerByte'],
    ['why-decoder-only', 'view=signal', 'family', 'why-decoder-only/families', 'secondHalfBitsPerByte'],
  ] as const)('%s draws the losses of the record', async (slug, query, set, chart, score) => {
    const { page, complaints } = await open(`#/${slug}?${query}`);
    await ready(page, slug);
    const { members } = recordOf(set);
    expect(members.length).toBeGreaterThan(1);
    const ends = await series(page, `${chart}-end`);
    expect(ends.mean).toEqual(
      members.map(({ runs }) => mean(runs.map(({ points }) => points.at(-1)![score]!))),
    );
    const drawn = Object.entries(await series(page, chart)).filter(([name]) => name.endsWith(' y'));
    expect(drawn.map(([, y]) => y.at(-1))).toEqual(ends.mean);
    await expectAccessible(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('repetition shows the recorded rates and writes the reader’s text with each', async () => {
    const prompt = 'The little bird sang and sang because';
    const { page, complaints } = await open(`#/repetition?prompt=${encodeURIComponent(prompt)}`);
    await ready(page, 'repetition');
    const { members } = recordOf('repeat');
    const shown = await series(page, 'repetition/matched');
    const rate = (sampled: boolean) =>
      members.map(({ runs }) =>
        mean(
          runs.map(
            (run) => run.scores!.repetition!.find(({ temperature }) => temperature > 0 === sampled)!.rep4,
          ),
        ),
      );
    expect(shown['rep-4 greedy']).toEqual(rate(false));
    expect(shown['rep-4 sampled']).toEqual(rate(true));
    await page.getByRole('button', { name: /Continue your text with each/ }).click();
    await expect
      .poll(
        async () => (await series(page, 'repetition/matched'))['rep-4 live'].filter(Number.isFinite).length,
        {
          timeout: 60_000,
        },
      )
      .toBe(members.length);
    const live = (await series(page, 'repetition/matched'))['rep-4 live'];
    const host = diskHost();
    for (const [at, { name, sameRunAs }] of members.entries()) {
      const model = sameRunAs ?? name;
      const { encode, info } = await host.open(model);
      const ids: number[] = [];
      await host.generate(
        {
          model,
          ids: encode(prompt).slice(-(info.window - 90)),
          maxTokens: 90,
          sampling: { temperature: 0 },
          seed: 1,
          cache: true,
        },
        ({ id }) => id !== info.endOfTextId && ids.push(id),
        () => false,
      );
      expect(live[at]).toBeCloseTo(repN(ids, 4), 6);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

import { readFileSync } from 'node:fs';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChartElement } from '../../src/charts/data';
import { FakeClient } from '../../src/runtime/fakeClient';
import type { MatchedMember, MatchedSet } from '../../src/state/matchedRuns';
import { ModelHandle } from '../../src/state/model.svelte';
import MatchedHeads from '../../src/topics/multi-head-attention/MatchedHeads.svelte';
import headsText from '../../src/topics/multi-head-attention/text.en';
import MatchedData from '../../src/topics/repetition/MatchedData.svelte';
import repetitionText from '../../src/topics/repetition/text.en';
import FamilyCurves from '../../src/topics/why-decoder-only/FamilyCurves.svelte';
import decoderText from '../../src/topics/why-decoder-only/text.en';

const recordOf = (set: string) =>
  JSON.parse(readFileSync(`static/runs/matched-${set}.json`, 'utf8')) as MatchedSet;

/** A member as another of its set, a little worse, for the sets of which only one is trained yet. */
const twin = (member: MatchedMember, name: string): MatchedMember => ({
  ...member,
  name,
  sameRunAs: null,
  runs: member.runs.map((run) => ({
    ...run,
    points: run.points.map((point) => ({
      ...point,
      heldOutBitsPerByte: point.heldOutBitsPerByte! + 0.25,
      secondHalfBitsPerByte: point.secondHalfBitsPerByte! + 0.25,
    })),
  })),
});

function serve(record: MatchedSet | null): void {
  vi.stubGlobal('fetch', () =>
    Promise.resolve(record ? new Response(JSON.stringify(record)) : new Response(null, { status: 404 })),
  );
}
const numbersOf = (container: HTMLElement, chart: string) =>
  Object.fromEntries(
    (container.querySelector(`[data-chart="${chart}"]`) as ChartElement)
      .getData()
      .series.map(({ name, values }) => [name, Array.from(values)]),
  );

beforeEach(() => vi.unstubAllGlobals());
afterEach(cleanup);

describe('curves of matched models', () => {
  it.each([
    [
      'heads',
      MatchedHeads,
      headsText.labels,
      'multi-head-attention/matched',
      'heldOutBitsPerByte',
      'heads-2',
    ],
    [
      'family',
      FamilyCurves,
      decoderText.labels,
      'why-decoder-only/families',
      'secondHalfBitsPerByte',
      'family-encdec',
    ],
  ] as const)('%s: end where the record ends, and the finding is read from it', async (...row) => {
    const [set, component, labels, chart, key, other] = row;
    const record = recordOf(set);
    const [first] = record.members;
    const both = { ...record, members: [first, twin(first, other)] };
    serve(both);
    const { container } = render(component as typeof MatchedHeads, { labels: labels as never });
    await waitFor(() => expect(container.querySelector(`[data-chart="${chart}"]`)).not.toBeNull());
    const ends = both.members.map(({ runs }) => runs[0].points.at(-1)![key]!);
    expect(numbersOf(container, `${chart}-end`).mean).toEqual(ends);
    expect(ends[1]).toBeCloseTo(ends[0] + 0.25, 9);
    expect(container.querySelector('.finding')!.textContent).toMatch(/0\.250|encoder-decoder/);
  });

  it('say so when there is no record', async () => {
    serve(null);
    const { container } = render(MatchedHeads, { labels: headsText.labels });
    await waitFor(() => expect(container.textContent).toContain(headsText.labels.matched.noRecord));
  });
});

describe('models trained on changed texts', () => {
  it('show the recorded rates and write the prompt with each', async () => {
    const record = recordOf('repeat');
    serve(record);
    const model = new ModelHandle('story', new FakeClient());
    const { container } = render(MatchedData, {
      model,
      prompt: 'the dog found',
      labels: repetitionText.labels,
    });
    expect(record.members.length).toBeGreaterThan(1);
    await waitFor(() => expect(container.querySelector('table')).not.toBeNull());
    const rates = record.members.map(
      ({ runs }) => runs[0].scores!.repetition!.find(({ temperature }) => temperature === 0)!.rep4,
    );
    expect(numbersOf(container, 'repetition/matched')['rep-4 greedy']).toEqual(rates);
    await fireEvent.click(screen.getByRole('button', { name: /Continue your text with each/ }));
    await waitFor(() =>
      expect(numbersOf(container, 'repetition/matched')['rep-4 live'].every(Number.isFinite)).toBe(true),
    );
    expect(container.querySelectorAll('p.text')).toHaveLength(record.members.length);
  });
});

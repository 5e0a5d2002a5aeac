import { describe, expect, it } from 'vitest';
import type { StoredRun } from '../../runtime/storedRun';
import { info, logitsAfter, openTemperature as open, V } from '../../../tests/topics/scriptedTemperature';
import { controls as spec } from './controls';

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
const storedRun: StoredRun = {
  slug: 'temperature',
  prompt: spec.prompt.default,
  tokens: [{ id: 84, text: 'The' }],
  trace: {
    model: 'story',
    ids: [84],
    tensors: { logits: { dims: [1, V], data: logitsAfter([3]) } },
    durationMs: 0,
  },
  vocabulary: { 0: ' big' },
};

describe('the distribution', () => {
  it.each([0.01, 0.5, 1, 5, 100])('holds the whole vocabulary’s mass at T = %d', async (T) => {
    const { panel, live } = await open({ T, topP: null });
    await live();
    expect(panel.cut!.probabilities).toHaveLength(V);
    expect(sum(panel.cut!.probabilities)).toBeCloseTo(1, 10);
    expect(panel.cut!.kept).toBe(panel.cut!.probabilities.filter((p) => p > 0).length);
  });

  it('keeps top-p’s mass even where the nucleus is larger than what is drawn', async () => {
    const { panel, live } = await open({ T: 3, topP: 0.9 });
    await live();
    const { cut } = panel;
    expect(cut!.kept).toBeGreaterThan(14);
    const mass = sum(cut!.probabilities.filter((_, id) => cut!.keep[id]));
    const least = Math.min(...cut!.probabilities.filter((_, id) => cut!.keep[id]));
    expect(mass).toBeGreaterThanOrEqual(0.9);
    expect(mass - least).toBeLessThan(0.9);
    expect(sum(cut!.final)).toBeCloseTo(1, 10);
  });

  it('is greedy at T = 0', async () => {
    const { panel, live, controls } = await open({ T: 0, draws: 1000 });
    await live();
    expect(panel.cut!.probabilities[panel.ranked[0]]).toBe(1);
    expect(panel.readouts).toMatchObject({ entropy: 0, choices: 1, top: 1 });
    expect(panel.drawn!.counts[panel.ranked[0]]).toBe(1000);
    controls.set('seed', 99);
    expect(panel.drawn!.counts[panel.ranked[0]]).toBe(1000);
  });

  it('never changes the order of its rows with T', async () => {
    const { panel, live, controls } = await open();
    await live();
    const before = panel.rows(14);
    controls.set('T', 4.2);
    expect(panel.rows(14)).toEqual(before);
  });

  it('spares more tokens with the temperature first than last when T is high', async () => {
    const { panel, live, controls } = await open({ T: 2.5, topP: 0.8, order: 'first' });
    await live();
    const first = panel.cut!.kept;
    controls.set('order', 'last');
    expect(panel.cut!.kept).toBeLessThan(first);
    expect(panel.orders!.first.kept).toBe(first);
    expect(panel.orders!.last.kept).toBe(panel.cut!.kept);
    expect(panel.orders!.onlyFirst).toHaveLength(first - panel.cut!.kept);
  });

  it('shows a chosen token from the tail in the last row', async () => {
    const { panel, live, controls } = await open();
    await live();
    const far = panel.ranked[300];
    controls.set('token', far);
    expect(panel.rows(14)).toHaveLength(14);
    expect(panel.rows(14).at(-1)).toBe(far);
    expect(panel.focused).toBe(far);
    controls.set('token', 60_000);
    expect(panel.rows(14)).toEqual(panel.ranked.slice(0, 14));
    expect(panel.focused).toBe(panel.ranked[0]);
  });
});

describe('the reading', () => {
  it('is the stored run until the model has answered, for the stored text only', async () => {
    const { panel, live, controls } = await open({}, storedRun);
    expect(panel.reading.current).toMatchObject({ live: false });
    expect(panel.reading.textOf(0)).toBe(' big');
    controls.set('prompt', 'Another text');
    expect(panel.reading.current).toBeNull();
    expect(panel.cut).toBeNull();
    await live();
    expect(panel.reading.current).toMatchObject({ live: true, prompt: 'Another text' });
    expect(panel.reading.settled).toBe(true);
  });

  it('has no distribution for an empty text', async () => {
    const { panel, live, client } = await open({ prompt: '' });
    await live();
    expect(panel.cut).toBeNull();
    expect(panel.ranked).toEqual([]);
    expect(panel.rows(14)).toEqual([]);
    expect(client.traced).toEqual([]);
  });

  it('reads the last window of a text that is too long', async () => {
    const { panel, live, client } = await open({ prompt: `${'a'.repeat(200)}b` });
    await live();
    expect(client.traced[0]).toHaveLength(info.window);
    expect(client.traced[0].at(-1)).toBe('b'.codePointAt(0));
    expect(panel.reading.current!.tokens).toHaveLength(201);
  });

  it('counts the byte tokens of a script the vocabulary lacks', async () => {
    const { panel, live } = await open({ prompt: 'go 山中' });
    await live();
    expect(panel.reading.byteTokens).toBe(2);
  });

  it('turns a failed call into the model’s error and keeps the stored run', async () => {
    const { panel, model, client } = await open({}, storedRun);
    client.trace = () => Promise.reject(new Error('gone'));
    await model.load();
    await panel.reading.read();
    expect(model.status).toBe('error');
    expect(panel.reading.current).toMatchObject({ live: false });
  });
});

describe('pins', () => {
  it('keep a distribution as ticks while T and the text move on', async () => {
    const { panel, live, controls } = await open({ T: 0.5 });
    await live();
    const kept = Array.from(panel.cut!.probabilities);
    panel.pin();
    controls.set('T', 2);
    expect(Array.from(panel.ticks!)).toEqual(kept);
    controls.set('prompt', 'Another text');
    await panel.reading.read();
    expect(Array.from(panel.ticks!)).toEqual(kept);
    panel.unpin();
    expect(panel.ticks).toEqual(panel.plain);
  });

  it('come back from a link', async () => {
    const first = await open({ T: 0.5 });
    await first.live();
    first.panel.pin();
    first.controls.assign({ prompt: 'Another text', T: 2 });
    await first.panel.reading.read();
    const second = await open();
    expect(second.controls.fromQuery(first.controls.toQuery())).toEqual([]);
    await second.live();
    expect(second.panel.pinned).toEqual(first.panel.pinned);
  });
});

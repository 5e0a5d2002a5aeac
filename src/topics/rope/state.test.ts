import { describe, expect, it } from 'vitest';
import { FakeClient, fakeInfo } from '../../runtime/fakeClient';
import { RuntimeError } from '../../runtime/protocol';
import { Controls } from '../../state/controls.svelte';
import { ModelHandle } from '../../state/model.svelte';
import { controls as spec, methods } from './controls';
import { beyondOutcome, neighbourOutcome } from './outcomes';
import { RopeState } from './state.svelte';
import { norm } from './turning';

async function opened(values: Record<string, unknown> = {}, client = new FakeClient()) {
  const controls = new Controls(spec);
  controls.assign({ prompt: 'the dog found a red ball', ...values });
  const model = new ModelHandle('story', client);
  await model.load();
  const panel = new RopeState(controls, model);
  await panel.reading.read();
  return { panel, controls, model, client };
}

describe('the held q and k', () => {
  it('come from the layer, head and tokens that are chosen', async () => {
    const { panel, controls } = await opened({ layer: 2, head: 3, query: 4, key: 1 });
    const { q } = panel.reading.current!;
    expect(panel.reading.current!.layer).toBe(1);
    expect(Array.from(panel.vectors!.q)).toEqual(Array.from(q.data.slice((2 * 6 + 4) * 8, (2 * 6 + 5) * 8)));
    controls.set('query', 2);
    expect(Array.from(panel.vectors!.q)).toEqual(Array.from(q.data.slice((2 * 6 + 2) * 8, (2 * 6 + 3) * 8)));
  });

  it('fall back to the last token and to whom it looks at most', async () => {
    const { panel } = await opened();
    expect(panel.query).toBe(5);
    const pattern = panel.reading.current!.pattern.data.subarray(5 * 6, 6 * 6);
    expect(pattern[panel.key]).toBe(Math.max(...pattern));
  });

  it('turn as the model turns them', async () => {
    const { panel } = await opened({ head: 4 });
    expect(panel.gap).toBeLessThan(1e-5 * norm(panel.vectors!.q));
  });

  it('stay within the model when the link asks for more', async () => {
    const { panel } = await opened({ layer: 6, head: 6, query: 255, key: 255, pair: 16 });
    expect(panel.head).toBe(fakeInfo.heads - 1);
    expect([panel.query, panel.key]).toEqual([5, 5]);
    expect(panel.pair).toBe(3);
    expect(panel.hands).toHaveLength(4);
  });
});

describe('moving', () => {
  it('together leaves q·k, apart and swapped changes it', async () => {
    const { panel, controls } = await opened({ query: 5, key: 2, shift: 400 });
    const { unshifted, now } = panel.placements!;
    const size = panel.lengths!.q * panel.lengths!.k;
    expect(now.m - unshifted.m).toBe(400);
    expect(Math.abs(now.dot - unshifted.dot)).toBeLessThan(1e-5 * size);
    expect(Math.abs(panel.placements!.swapped.dot - unshifted.dot)).toBeGreaterThan(1e-3 * size);
    expect(panel.lengths!.qTurned).toBeCloseTo(panel.lengths!.q, 9);
    controls.set('m', 6);
    expect(Math.abs(panel.placements!.now.dot - unshifted.dot)).toBeGreaterThan(1e-3 * size);
  });

  it('swaps, undoes and puts back', async () => {
    const { panel, controls } = await opened({ query: 5, key: 2 });
    const before = panel.placements!.now.dot;
    panel.swap();
    expect([panel.m, panel.n]).toEqual([2, 5]);
    controls.undo();
    expect(panel.placements!.now.dot).toBe(before);
    controls.set('shift', 77);
    panel.putBack();
    expect(panel.placements!.now).toEqual(panel.placements!.inText);
  });

  it('keeps a placement to compare with', async () => {
    const { panel, controls } = await opened({ query: 5, key: 2, shift: 9 });
    panel.pin();
    const kept = panel.placements!.now.dot;
    controls.set('m', 50);
    expect(panel.placements!.pinned!.dot).toBe(kept);
    panel.unpin();
    expect(panel.placements!.pinned).toBeNull();
  });
});

describe('the long texts', () => {
  it('are read past the window, once a method, and kept', async () => {
    const { panel, client } = await opened({ length: '512', methods: [0, 1], own: false });
    const recipes = [0, 1].map((index) => panel.recipe(methods[index]));
    await panel.stretching.measure(recipes);
    const traces = client.traces;
    const [plain, pi] = recipes.map((recipe) => panel.stretching.result(recipe)!);
    expect(plain.bits).toHaveLength(4 * fakeInfo.window - 1);
    expect(plain.beyond).toBeGreaterThan(0);
    expect(Array.from(pi.bits)).not.toEqual(Array.from(plain.bits));
    await panel.stretching.measure(recipes);
    expect(client.traces).toBe(traces);
    expect(panel.stretching.done).toBe(panel.stretching.wanted);
  });

  it('with a window that slides agree with plain inside the window', async () => {
    const { panel } = await opened({ length: '512', own: true });
    const recipes = (['plain', 'sliding'] as const).map((method) => panel.recipe(method));
    await panel.stretching.measure(recipes);
    const [plain, sliding] = recipes.map((recipe) => panel.stretching.result(recipe)!);
    expect(panel.prefix.length).toBeGreaterThan(0);
    expect(sliding.inside).toBeCloseTo(plain.inside, 9);
    expect(sliding.bits.every((bits) => bits > 0)).toBe(true);
  });

  it('can be given up, which is no error', async () => {
    const { panel, model } = await opened({ length: '512' });
    const work = panel.stretching.measure([panel.recipe('plain')]);
    panel.stretching.stop();
    await work;
    expect(panel.stretching.running).toBe(false);
    expect(model.status).toBe('ready');
    expect(panel.stretching.result(panel.recipe('plain'))).toBeNull();
  });
});

describe('another base', () => {
  it('changes the angles of all pairs but the first, and is measured once', async () => {
    const { panel, client } = await opened({ base: 500 });
    expect(panel.otherTheta[0]).toBe(panel.theta[0]);
    expect(panel.otherTheta[3]).toBeGreaterThan(panel.theta[3]);
    await panel.bases.measure([10_000, 500]);
    const traces = client.traces;
    expect(panel.bases.points.map(([base]) => base)).toEqual([500, 10_000]);
    await panel.bases.measure([500]);
    expect(client.traces).toBe(traces);
  });
});

describe('what may go wrong', () => {
  it('an empty text is no error and draws nothing', async () => {
    const { panel, model } = await opened({ prompt: '' });
    expect(panel.reading.settled).toBe(true);
    expect(panel.vectors).toBeNull();
    expect(panel.hands).toEqual([]);
    expect(model.status).toBe('ready');
  });

  it('a model that cannot be had leaves the clocks', async () => {
    const client = new FakeClient({ failure: new RuntimeError('model-missing', 'in a test') });
    const { panel, model } = await opened({}, client);
    expect(model.status).toBe('error');
    expect(panel.theta).toHaveLength(16);
    expect(panel.incomplete).toBe(9);
  });
});

describe('outcomes', () => {
  it('follow the measurement', () => {
    expect([beyondOutcome(2, 3), beyondOutcome(3, 3.01), beyondOutcome(4, 3)]).toEqual([0, 1, 2]);
    expect(neighbourOutcome([1, 0.1])).toBe(0);
    expect(neighbourOutcome([1, 1])).toBe(2);
  });
});

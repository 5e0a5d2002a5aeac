import { describe, expect, it } from 'vitest';
import { FakeClient } from '../../runtime/fakeClient';
import { Controls } from '../../state/controls.svelte';
import { ModelHandle } from '../../state/model.svelte';
import { MOST_WORDS, controls as spec } from './controls';
import { PositionState } from './state.svelte';

async function opened(values: Record<string, unknown> = {}) {
  const client = new FakeClient();
  const controls = new Controls(spec);
  controls.assign({ prompt: 'the dog found a red ball', order: '', ...values });
  const panel = new PositionState(controls, new ModelHandle('position-none', client));
  await panel.handle.load();
  await panel.reading.read();
  return { panel, controls, client };
}

describe('the words in two orders', () => {
  it('are matched word by word', async () => {
    const { panel } = await opened({ order: '2.1.3.4.5.6' });
    expect(panel.rows.map(({ word }) => word)).toEqual(['dog', 'the', 'found', 'a', 'red', 'ball']);
    expect(panel.rows.map(({ was }) => was)).toEqual([1, 0, 2, 3, 4, 5]);
    expect(panel.reading.current!.differences).toHaveLength(2 + 2);
    expect(panel.reading.settled).toBe(true);
  });

  it('are one run when nothing has moved', async () => {
    const { panel } = await opened();
    expect(panel.reading.current!.largest).toBe(0);
    expect(panel.equal).toBe(6);
  });

  it('show no number for an order that has not been read yet', async () => {
    const { panel } = await opened();
    panel.move([1, 0, 2, 3, 4, 5]);
    expect(panel.rows.every(({ difference }) => Number.isNaN(difference))).toBe(true);
    await panel.reading.read();
    expect(panel.rows.some(({ difference }) => Number.isNaN(difference))).toBe(false);
  });

  it('stop at a handful, and a new text stands as written', async () => {
    const { panel, controls } = await opened({ prompt: 'a '.repeat(400), order: '2.1' });
    expect(panel.reading.words).toHaveLength(MOST_WORDS);
    expect(panel.places).toEqual(Array.from({ length: MOST_WORDS }, (_, at) => at));
    panel.type('one two');
    expect(controls.get('order')).toBe('');
  });

  it.each(['', '   \n '])('an empty text (%j) is no error', async (prompt) => {
    const { panel } = await opened({ prompt });
    expect(panel.reading.current).toBeNull();
    expect(panel.reading.settled).toBe(true);
    expect(panel.handle.status).toBe('ready');
  });

  it.each(['我们去看大海', '😀😀 <b>bold</b>', 'مرحبا بالعالم', 'x'.repeat(5000)])(
    '%s is read',
    async (prompt) => {
      const { panel } = await opened({ prompt });
      expect(panel.handle.status).toBe('ready');
      expect(panel.reading.current!.words.length).toBeGreaterThan(0);
    },
  );
});

describe('the five models', () => {
  it('are handles of their own behind one client', async () => {
    const { panel, controls, client } = await opened();
    controls.set('model', 'rope');
    expect(panel.handle.name).toBe('position-rope');
    expect(panel.handle.status).toBe('idle');
    expect(panel.handle.client).toBe(client);
    expect(panel.told).toBe(true);
    controls.set('positions', false);
    expect(panel.told).toBe(false);
  });

  it('read a long text one after the other and keep what they read', async () => {
    const { panel, controls } = await opened({ long: 'own', prompt: 'the dog found a red ball '.repeat(12) });
    await panel.long.measure(panel.longText);
    expect(panel.long.complete(panel.longText)).toBe(true);
    const { bits, inside, beyond } = panel.long.result('rope', panel.longText)!;
    expect(bits).toHaveLength(panel.long.length - 1);
    expect(inside).toBeGreaterThan(0);
    expect(Number.isNaN(beyond)).toBe(panel.long.length <= 64);
    controls.set('long', 'first');
    expect(panel.long.complete(panel.longText)).toBe(false);
  });
});

describe('rows added to the embeddings', () => {
  it("are the paper's, and their dot product depends on the distance alone", async () => {
    const { panel, controls } = await opened({ model: 'sinusoidal', at: 20 });
    const width = panel.shape.width;
    expect(panel.rowsAdded![3 * width + 2]).toBeCloseTo(Math.sin(3 / 10000 ** (2 / width)), 9);
    const near = panel.products![26];
    controls.set('at', 70);
    expect(panel.products![76]).toBeCloseTo(near, 9);
    expect(panel.products![64]).toBeCloseTo(near, 9);
    controls.set('model', 'alibi');
    expect(panel.products).toBeNull();
    expect(panel.slopes[0]).toBe(2 ** (-8 / panel.shape.heads));
  });
});

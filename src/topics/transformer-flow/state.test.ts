import { describe, expect, it } from 'vitest';
import { FakeClient } from '../../runtime/fakeClient';
import { Controls } from '../../state/controls.svelte';
import { ModelHandle } from '../../state/model.svelte';
import { controls as spec } from './controls';
import { maskOffChange } from './origins';
import { FlowState } from './state.svelte';

/** The panel over the fake encoder-decoder, its default sentence read. */
async function opened(values: Partial<Record<keyof typeof spec, unknown>> = {}) {
  const controls = new Controls(spec);
  controls.assign({ prompt: 'the little dog found a red ball', ...values });
  const client = new FakeClient();
  const model = new ModelHandle('translate', client);
  const panel = new FlowState(controls, model);
  await model.load();
  await panel.reading.read();
  return { controls, client, model, panel };
}

describe('the panel’s state', () => {
  it('shows the finished picture first, and the same frame for the same number', async () => {
    const { panel, controls } = await opened();
    expect(panel.reading.settled).toBe(true);
    expect(panel.timeline.at).toBe(panel.lastFrame);
    expect(panel.writtenCount).toBe(panel.run!.written.length);
    panel.timeline.seek(40);
    const first = { made: panel.made, block: panel.frame.block.id, norms: panel.norms };
    panel.timeline.seek(panel.lastFrame);
    panel.timeline.seek(40);
    expect({ made: panel.made, block: panel.frame.block.id, norms: panel.norms }).toEqual(first);
    expect(controls.get('frame')).toBe(40);
    expect(controls.canUndo).toBe(true);
  });

  it('takes another token and writes the rest anew; what stood before stays', async () => {
    const { panel } = await opened();
    const before = panel.run!.written.map((token) => token.id);
    const other = before[1] === 300 ? 301 : 300;
    panel.choose(1, other);
    await panel.reading.read();
    expect(panel.run!.written[0].id).toBe(before[0]);
    expect(panel.run!.written[1].id).toBe(other);
    expect(panel.forced).toEqual(new Set([1]));
    expect(panel.frame).toMatchObject({ token: 1, stage: 'token' });
    panel.unchoose();
    await panel.reading.read();
    expect(panel.run!.written.map((token) => token.id)).toEqual(before);
  });

  it('reads nothing into an empty text, and cuts one that is too long', async () => {
    const { panel, controls, model } = await opened({ prompt: '' });
    expect(panel.run).toBeNull();
    expect(panel.reading.settled).toBe(true);
    controls.set('prompt', 'dog '.repeat(400));
    await panel.reading.read();
    expect(panel.run!.source).toHaveLength(model.info!.window);
    expect(panel.run!.cut).toBeGreaterThan(0);
  });

  it('steps, enters blocks, changes layers and closes again', async () => {
    const { panel, controls } = await opened({ unit: 'block' });
    panel.go(0);
    panel.timeline.next();
    panel.timeline.next();
    expect(panel.frame).toMatchObject({ stage: 'input', token: null });
    panel.enter(panel.frames.decoder.find((block) => block.kind === 'cross')!);
    expect(controls.get('open')).toBe(true);
    panel.toStage('pattern');
    panel.toLayer(1);
    expect(panel.frame.block.id).toBe('decoder.1.cross');
    expect(panel.frame.stage).toBe('pattern');
    panel.toStage('k');
    // Keys of cross-attention are there for every source token at once.
    expect(panel.made).toBe(panel.run!.source.length);
  });

  it('begins an opened tensor in the followed row, and says what hides a later token', async () => {
    const { panel } = await opened({ open: true });
    for (const block of [...panel.frames.encoder, ...panel.frames.decoder]) {
      for (const stage of block.stages) {
        panel.go(panel.frames.of(block.id, stage, 1), true);
        if (!panel.tensor) continue;
        expect(panel.cell, `${block.id} ${stage}`).not.toBeNull();
        expect(panel.cell!.row).toBeLessThan(panel.made);
      }
    }
    const self = panel.frames.decoder.find((block) => block.kind === 'self')!;
    panel.go(panel.frames.of(self.id, 'masked', 1), true);
    panel.openCell(0, 1);
    expect(panel.arithmetic).toMatchObject({ kind: 'mask', hidden: true, result: -Infinity });
    const change = maskOffChange(panel.run!, self)!;
    expect(change.newest).toBe(0);
    expect(change.earlier).toBeGreaterThan(0);
  });
});

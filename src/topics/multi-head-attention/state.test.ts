import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../../runtime/protocol';
import type { StoredRun } from '../../runtime/storedRun';
import { Controls } from '../../state/controls.svelte';
import { Lesson } from '../../state/lesson.svelte';
import { H, openHeads as open, patternOf, V } from '../../../tests/components/scriptedHeads';
import { controls as spec } from './controls';
import topic from './index';

describe('the opened head', () => {
  it('is the one with most of what was asked for', async () => {
    const { panel, controls } = await open({ open: 'previousToken' });
    expect(panel.nameOf(panel.opened)).toBe('3·4');
    controls.set('open', 'costliest');
    expect(panel.opened).toBe(20);
    panel.openHead(35);
    expect(controls.values).toMatchObject({ open: 'chosen', layer: 6, head: 6 });
    expect(panel.opened).toBe(35);
  });

  it('has rows that sum to 1', async () => {
    const { panel, controls } = await open();
    for (let t = 0; t < 5; t++) {
      controls.set('query', t + 1);
      expect(panel.row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
    }
  });

  it('looks from the last token unless one is chosen, and never ahead', async () => {
    const { panel, controls } = await open();
    expect(panel.query).toBe(4);
    panel.openCell(2, 1);
    expect([panel.query, panel.key]).toEqual([2, 1]);
    panel.openCell(1, 4);
    expect([panel.query, panel.key]).toEqual([2, 1]);
    controls.assign({ query: 1, key: 3 });
    expect([panel.query, panel.key]).toEqual([0, 0]);
    panel.hoverCell({ row: 3, col: 2 });
    expect([panel.query, panel.key]).toEqual([3, 2]);
    panel.hoverCell({ row: 1, col: 3 });
    expect(panel.hoveredCell).toBeNull();
  });
});

describe('texts and states', () => {
  it('shows a stored run of this very text until the live one is there', async () => {
    const { panel, model, settle } = await open({ prompt: 'ab' }, false);
    const stored: StoredRun = {
      slug: 'multi-head-attention',
      prompt: 'ab',
      tokens: [
        { id: 1, text: 'a' },
        { id: 2, text: 'b' },
      ],
      trace: {
        model: 'story',
        ids: [1, 2],
        durationMs: 0,
        tensors: {
          logits: { dims: [1, 1, V], data: new Float32Array(V) },
          'layer.0.attn.pattern': { dims: [1, H, 2, 2], data: patternOf(0, 2) },
        },
      },
      vocabulary: { 1: 'a' },
    };
    panel.reading.keepStored(stored);
    expect(panel.run?.live).toBe(false);
    expect(panel.loss).toBeNull();
    expect(panel.cell).toBeNull();
    expect(panel.settled).toBe(false);
    await model.load();
    await settle();
    expect(panel.run?.live).toBe(true);
    expect(panel.settled).toBe(true);
    expect(panel.cell).not.toBeNull();
  });

  it.each(['', 'a', '   ', '你好', '<b>x</b>', 'שלום'])('survives the text "%s"', async (prompt) => {
    const { panel, model } = await open({ prompt });
    expect(model.status).toBe('ready');
    expect(panel.rows(7).length).toBeLessThanOrEqual(7);
    if (prompt.length < 2) expect(panel.loss).toBeNull();
  });

  it('reads the last window of a long text', async () => {
    const { panel } = await open({ prompt: 'abcdefghij'.repeat(10) });
    expect(panel.run!.ids).toHaveLength(32);
    expect(panel.texts).toHaveLength(32);
    expect(panel.query).toBe(31);
  });

  it('turns a failed call into the model’s error, a superseded one into nothing', async () => {
    const { panel, client, model, controls } = await open();
    client.failure = new RuntimeError('cancelled', 'newer');
    controls.set('prompt', 'xyz');
    await panel.reading.read(panel.out);
    expect(model.status).toBe('ready');
    client.failure = new RuntimeError('out-of-memory', 'full');
    await panel.reading.read(panel.out);
    expect(model.errorCode).toBe('out-of-memory');
  });

  it('keeps a pinned run to compare with', async () => {
    const { panel, settle } = await open();
    panel.toggleHead(20);
    await settle();
    panel.pin();
    panel.toggleHead(7);
    await settle();
    expect(panel.baseline!.out).toBe('20');
    expect(panel.run!.out).toBe('7.20');
    panel.unpin();
    expect(panel.baseline!.out).toBe('');
  });
});

describe('the lesson', () => {
  it('sets controls that hold, and shows each step whatever the model', async () => {
    const { controls, panel, settle } = await open();
    const lesson = new Lesson(controls as never, topic.steps);
    const seen = [];
    for (let step = 1; step <= lesson.count; step++) {
      lesson.go(step);
      await settle();
      expect(panel.settled).toBe(true);
      seen.push([controls.get('view'), panel.out.length]);
    }
    expect(seen).toEqual([
      ['arcs', 0],
      ['induction', 0],
      ['loss', 1],
      ['loss', 6],
      ['average', 0],
      ['cost', 0],
    ]);
  });

  it('writes and reads its set of heads in the link', () => {
    const controls = new Controls(spec);
    controls.set('knocked', [3, 20, 35]);
    expect(controls.toQuery().toString()).toBe('knocked=3.20.35');
    const again = new Controls(spec);
    expect(again.fromQuery(new URLSearchParams('knocked=3.20.35&h=500'))).toMatchObject([
      { key: 'h', used: '96' },
    ]);
    expect(again.get('knocked')).toEqual([3, 20, 35]);
  });
});

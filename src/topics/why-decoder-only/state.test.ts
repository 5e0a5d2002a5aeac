import { describe, expect, it } from 'vitest';
import { FakeClient, fakeInfo } from '../../runtime/fakeClient';
import { RuntimeError } from '../../runtime/protocol';
import { Controls } from '../../state/controls.svelte';
import { ModelHandle } from '../../state/model.svelte';
import { turnsOf } from './chat.svelte';
import { REPLY, controls as spec } from './controls';
import { DecoderState } from './state.svelte';

async function opened(values: Record<string, unknown> = {}, client = new FakeClient()) {
  const controls = new Controls(spec);
  controls.assign({ prompt: 'the dog found a red ball', length: '32', ...values });
  const model = new ModelHandle('story', client);
  await model.load();
  const panel = new DecoderState(controls, model);
  await panel.reading.read();
  return { panel, controls, model, client };
}

describe('both runs', () => {
  it('draw the same tokens, count what ran, and compare their logits', async () => {
    const { panel } = await opened();
    await panel.race.start(panel.raceRecipe);
    const { race, runs } = panel;
    expect(race.complete).toBe(true);
    expect(race.cached).toHaveLength(32);
    expect(race.tokens).toEqual({ same: 32, compared: 32, parted: -1 });
    expect(race.compared).toBe(32);
    expect(race.gap).toBeLessThan(1e-4);
    expect('logits' in race.cached[0]).toBe(false);
    expect(runs.cached.tokensRun).toBe(6 + 31);
    expect(runs.plain.tokensRun).toBe(32 * 6 + (31 * 32) / 2);
    expect(runs.cached.bytes).toBe((6 + 31) * panel.bytesPerToken);
    expect(panel.raceHolds).toBe(true);
  });

  it('are asked for once, and anew for another seed', async () => {
    const { panel, controls } = await opened();
    await panel.race.start(panel.raceRecipe);
    const first = panel.race.cached;
    await panel.race.start(panel.raceRecipe);
    expect(panel.race.cached).toBe(first);
    controls.set('seed', 2);
    expect(panel.raceHolds).toBe(false);
    await panel.race.start(panel.raceRecipe);
    expect(panel.race.cached.map(({ id }) => id)).not.toEqual(first.map(({ id }) => id));
  });

  it('leave room in the window for what they generate', async () => {
    const { panel } = await opened({ prompt: 'the dog '.repeat(80) });
    expect(panel.start).toHaveLength(fakeInfo.window - 32);
    await panel.race.start(panel.raceRecipe);
    expect(panel.race.cached).toHaveLength(32);
  });

  it('can be given up, which is no error, and taken up again', async () => {
    const { panel, model } = await opened();
    const work = panel.race.start(panel.raceRecipe);
    panel.race.stop();
    await work;
    expect([panel.race.running, panel.race.complete, model.status]).toEqual([false, false, 'ready']);
    await panel.race.start(panel.raceRecipe);
    expect(panel.race.complete).toBe(true);
  });
});

describe('attention', () => {
  it('is that of the text with what was generated behind it', async () => {
    const { panel } = await opened({ layer: 2, head: 3 });
    await panel.patterns.read(panel.patternText);
    expect(panel.pattern?.size).toBe(6);
    await panel.race.start(panel.raceRecipe);
    await panel.patterns.read(panel.patternText);
    expect(panel.pattern?.size).toBe(38);
    expect(panel.patterns.current?.given).toBe(6);
    const { values, size } = panel.pattern!;
    for (let row = 0; row < size; row++) {
      const weights = Array.from(values.slice(row * size, (row + 1) * size));
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4);
      expect(weights.slice(row + 1).every((weight) => weight === 0)).toBe(true);
    }
  });

  it('is taken apart into singular values under both masks, once a text', async () => {
    const { panel, client } = await opened();
    await panel.patterns.takeOff(panel.patternText);
    expect(panel.ranksDone).toBe(true);
    expect(panel.ranks).toHaveLength(fakeInfo.layers * fakeInfo.heads);
    const open = panel.patterns.open![0];
    expect(open.data[1]).toBeGreaterThan(0);
    const traces = client.traces;
    await panel.patterns.takeOff(panel.patternText);
    expect(client.traces).toBe(traces);
  });

  it('answers the tolerance without asking the model', async () => {
    const { panel, controls, client } = await opened();
    await panel.patterns.takeOff(panel.patternText);
    const traces = client.traces;
    controls.set('tolerance', 1e-6);
    const fine = panel.rankTally.causal;
    controls.set('tolerance', 0.5);
    expect(panel.rankTally.causal).toBeLessThan(fine);
    expect(client.traces).toBe(traces);
  });
});

describe('a conversation', () => {
  it('keeps every earlier token but the last drawn', async () => {
    const { panel } = await opened({ said: 'the dog\nthe cat\n\n' });
    await panel.chat.hold(panel.chatRecipe);
    const [first, second] = panel.chat.turns;
    expect(panel.chat.turns).toHaveLength(2);
    expect(first.kept).toBe(0);
    expect(first.whole).toBe(first.said.length);
    expect(second.whole).toBe(first.whole + first.reply.length + second.said.length);
    const ended = first.reply.length < REPLY;
    expect(second.kept).toBe(first.whole + first.reply.length - (ended ? 0 : 1));
    expect(second.freshFlops).toBeLessThan(second.wholeFlops);
    expect(first.freshFlops).toBe(first.wholeFlops);
  });

  it('says when the window is full', async () => {
    const { panel } = await opened({ said: Array(9).fill('the dog found the red ball').join('\n') });
    await panel.chat.hold(panel.chatRecipe);
    expect(panel.chat.full).toBe(true);
    expect(panel.chat.turns.length).toBeLessThan(9);
    for (const turn of panel.chat.turns) expect(turn.whole + REPLY).toBeLessThanOrEqual(fakeInfo.window);
  });

  it('has a turn for each line that is not blank', () => {
    expect(turnsOf(' a \n\n b\r\n')).toEqual(['a', 'b']);
  });
});

describe('what may go wrong', () => {
  it('an empty text is no error and draws nothing', async () => {
    const { panel, model } = await opened({ prompt: '', run: true });
    panel.syncRace();
    await panel.patterns.takeOff(panel.patternText);
    expect(panel.reading.settled).toBe(true);
    expect(panel.pattern).toBeNull();
    expect(panel.signals.decoder.scored).toBe(0);
    expect(panel.race.running).toBe(false);
    expect(model.status).toBe('ready');
  });

  it('a model that cannot be had leaves the page standing', async () => {
    const client = new FakeClient({ failure: new RuntimeError('model-missing', 'in a test') });
    const { panel, model } = await opened({ run: true, talk: true }, client);
    panel.syncRace();
    panel.syncChat();
    panel.syncPatterns();
    expect(model.status).toBe('error');
    expect(panel.bytesPerToken).toBe(2 * 6 * 6 * 32 * 4);
  });
});

import { describe, expect, it } from 'vitest';
import { FakeClient } from '../../runtime/fakeClient';
import { RuntimeError } from '../../runtime/protocol';
import { Controls } from '../../state/controls.svelte';
import { ModelHandle } from '../../state/model.svelte';
import { tally } from './change';
import { controls as spec } from './controls';
import { FamiliesState } from './state.svelte';

const sentence = { prompt: 'the little dog opened a red box', changed: 'the little cat opened a red box' };

/** Lets every model read what is asked for; what is asked for may depend on what was read. */
async function settle(panel: FamiliesState) {
  for (let round = 0; round < 3; round++) await panel.sync();
}

async function opened(values: Record<string, unknown> = {}, client = new FakeClient()) {
  const controls = new Controls(spec);
  // This view asks for nothing beyond the columns.
  controls.assign({ ...sentence, view: 'models', ...values });
  const story = new ModelHandle('story', client);
  const panel = new FamiliesState(controls, story);
  await Promise.all(Object.values(panel.models).map((model) => model.load()));
  await settle(panel);
  return { panel, controls, client };
}

describe('an edit that keeps the number of tokens', () => {
  it('moves nothing before it in the decoder, by exactly 0', async () => {
    const { panel } = await opened();
    const { change } = panel.decoderRuns!;
    expect(change.counts[0]).toBe(change.counts[1]);
    expect(change.edited).toEqual([change.first]);
    const { before, beforeMoved, after, afterMoved } = tally(change);
    expect(before).toBeGreaterThan(0);
    expect(change.gaps.slice(0, before)).toEqual(Array(before).fill(0));
    expect([beforeMoved, afterMoved]).toEqual([0, after]);
  });

  it('moves outputs before it in the encoder', async () => {
    const { panel } = await opened();
    expect(tally(panel.encoderRuns!.change).beforeMoved).toBeGreaterThan(0);
  });

  it('reaches the target only through cross-attention, and a target token never the source', async () => {
    const { panel, controls } = await opened();
    const moved = (values: readonly number[]) => values.filter((each) => each !== 0).length;
    const open = panel.pairRuns!;
    expect(moved(open.source.moved)).toBe(open.source.moved.length);
    expect(moved(open.target.moved)).toBe(open.target.moved.length);
    expect(open.target.edited).toEqual([]);

    controls.set('cross', false);
    await settle(panel);
    const shut = panel.pairRuns!;
    expect(moved(shut.source.moved)).toBe(shut.source.moved.length);
    expect(moved(shut.target.moved)).toBe(0);

    controls.assign({ cross: true, changed: '', target: 2 });
    await settle(panel);
    const swapped = panel.pairRuns!;
    expect(moved(swapped.source.moved)).toBe(0);
    // Target token 2 stands at row 2, behind the start token.
    expect(swapped.target.edited).toEqual([2]);
    expect(moved(swapped.target.moved.slice(0, 2))).toBe(0);
    expect(moved(swapped.target.moved.slice(2))).toBe(swapped.target.moved.length - 2);
  });

  it('reaches the rows before it under a prefix mask that takes it in, and no others', async () => {
    const { panel, controls } = await opened({ view: 'prefix', prefix: 3 });
    const at = panel.decoderRuns!.change.first!;
    const before = async (prefix: number) => {
      controls.set('prefix', prefix);
      await settle(panel);
      return tally(panel.prefixRuns!.change).beforeMoved;
    };
    expect(await before(0)).toBe(0);
    expect(await before(at)).toBe(0);
    expect(await before(at + 1)).toBe(at);
    controls.set('prefix', 0);
    await settle(panel);
    expect(panel.prefixRuns!.after.final).toEqual(panel.decoderRuns!.after.final);
  });
});

describe('other edits', () => {
  it('that change the count leave only the rows before it to compare', async () => {
    const { panel } = await opened({ changed: 'the little xylophone opened a red box' });
    const { change } = panel.decoderRuns!;
    expect(change.counts[1]).toBeGreaterThan(change.counts[0]);
    expect(change.comparable).toBe(change.first);
    expect(change.moved.every((each) => each === 0)).toBe(true);
  });

  it('are taken back, undone, and forgotten when the sentence is typed anew', async () => {
    const { panel, controls } = await opened();
    expect(panel.words[2]).toEqual({ word: 'cat', was: 'dog', changed: true });
    panel.change(panel.before);
    expect([panel.edited, controls.get('changed')]).toEqual([false, '']);
    controls.undo();
    expect(panel.after).toBe(sentence.changed);
    panel.type('a dog');
    expect([panel.before, panel.after]).toEqual(['a dog', 'a dog']);
  });

  it('can be kept to compare with', async () => {
    const { panel } = await opened();
    panel.pins.keep();
    expect(panel.pins.label).toBe(sentence.changed);
    expect(panel.keptOf('decoder')).toEqual(panel.decoderRuns!.change.moved);
  });
});

describe('each task', () => {
  it('fills the blanks that are put, whole words of tokens', async () => {
    const { panel, controls } = await opened({ view: 'task', blanks: [2, 99] });
    expect(panel.blankWords).toEqual([2]);
    const mask = panel.models.encoder.info!.maskId!;
    expect(panel.filled!.ids.filter((id) => id === mask)).toHaveLength(panel.blankTokens.length);
    panel.toggleBlank(2);
    expect(controls.get('blanks')).toEqual([]);
    expect(panel.filled).toBeNull();
  });

  it('writes on and translates the sentence before the edit', async () => {
    const { panel } = await opened({ view: 'task' });
    expect(panel.continuation.text).toBe(sentence.prompt);
    expect(panel.continuation.tokens.length).toBeGreaterThan(0);
    expect(panel.pair.translationOf(sentence.prompt)!.tokens.length).toBeGreaterThan(0);
  });

  it('offers what fill-mask would put in the place of a word', async () => {
    const { panel } = await opened();
    panel.editing = 2;
    await settle(panel);
    expect(panel.editedTokens).toHaveLength(1);
    expect(panel.encoder.of(panel.suggestReading!)!.logits).not.toBeNull();
  });
});

describe('what is scored', () => {
  it('is counted from the real masks, with the bits of each prediction', async () => {
    const { panel, controls } = await opened({ view: 'scored' });
    const { scoring } = panel;
    const T = scoring.decoder.length;
    expect(scoring.counts).toMatchObject({
      encoder: { read: T, scored: Math.max(1, Math.round(0.15 * T)) },
      decoder: { read: T, scored: T - 1 },
    });
    const pair = scoring.pair!;
    expect(scoring.counts.pair).toEqual({
      read: pair.source.length + pair.target.length,
      scored: pair.target.length,
    });
    for (const token of [...scoring.decoder, ...scoring.encoder, ...pair.target])
      expect(token.bits !== null).toBe(token.scored);
    const first = scoring.fates;
    controls.set('seed', 8);
    await settle(panel);
    expect(scoring.fates).not.toEqual(first);
  });
});

describe('when things go wrong', () => {
  it('reads odd texts and loses nothing', async () => {
    for (const prompt of ['', '   ', '🙂🙂', '你好，世界', '<b>bold</b>', 'a '.repeat(400)]) {
      const { panel, controls } = await opened({ prompt, changed: '', blanks: [0] });
      for (const view of ['scored', 'prefix']) {
        controls.set('view', view as 'scored');
        await settle(panel);
      }
      expect(Object.values(panel.models).map(({ status }) => status)).toEqual(['ready', 'ready', 'ready']);
      expect(panel.before).toBe(prompt);
      expect(panel.decoderRuns!.change.moved.some(Number.isNaN)).toBe(false);
      expect(panel.pairRuns!.target.moved.some(Number.isNaN)).toBe(false);
    }
  });

  it('loads one model after the other, and the others when one has failed', async () => {
    const client = new FakeClient({ failure: new RuntimeError('model-missing', 'gone') });
    const panel = new FamiliesState(new Controls(spec), new ModelHandle('story', client));
    panel.loadNext();
    expect(panel.models.encoder.status).toBe('idle');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(panel.models.decoder.status).toBe('error');
    client.heal();
    panel.loadNext();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(panel.models.encoder.status).toBe('ready');
  });

  it('asks again after the worker died', async () => {
    const { panel, client } = await opened();
    client.die();
    panel.forget();
    expect(panel.encoderRuns).toBeNull();
    await Promise.all(Object.values(panel.models).map((model) => model.load()));
    await settle(panel);
    expect(panel.encoderRuns).not.toBeNull();
  });
});

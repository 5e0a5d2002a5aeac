import { describe, expect, it } from 'vitest';
import { softmax } from '../../math/softmax';
import { openHeads as open } from '../../../tests/components/scriptedHeads';
import { FurtherQuestion, outcomeOf } from './further.svelte';

describe('knocking out', () => {
  it('asks the model with exactly those heads at 0', async () => {
    const { panel, client, settle } = await open();
    panel.toggleHead(20);
    panel.toggleHead(3);
    await settle();
    const mask = client.traced.findLast((request) =>
      (request.outputs as readonly string[]).includes('layer.0.attn.v'),
    )!.interventions!.headMask!;
    expect([...mask.keys()].filter((i) => mask[i] === 0)).toEqual([3, 20]);
    expect(mask.filter((factor) => factor === 1)).toHaveLength(34);
  });

  it('moves bars and loss, and putting all back restores every bit', async () => {
    const { panel, settle } = await open();
    const before = panel.logits!;
    const loss = panel.loss!;
    expect(panel.comparing).toBe(false);
    panel.toggleHead(20);
    await settle();
    expect(panel.settled).toBe(true);
    expect(panel.comparing).toBe(true);
    expect(panel.loss!).toBeGreaterThan(loss);
    expect(panel.lossBefore).toBe(loss);
    expect(Array.from(panel.probabilitiesBefore!)).toEqual(Array.from(softmax(before)));
    panel.putAllBack();
    await settle();
    expect(panel.logits).toEqual(before);
    expect(panel.loss).toBe(loss);
  });

  it('asks for the whole model without any mask', async () => {
    const { client } = await open();
    expect(client.traced[0].interventions).toBeUndefined();
  });

  it('starts the reader’s own set from the heads a lesson has taken out', async () => {
    const { panel, controls, settle } = await open({ open: 'costliest', out: 'opened' });
    await settle();
    expect(panel.out).toEqual([20]);
    panel.toggleHead(4);
    expect(controls.values).toMatchObject({ out: 'chosen', knocked: [4, 20], open: 'chosen' });
    expect(panel.opened).toBe(20);
  });
});

describe('costs of heads', () => {
  it('are measured one by one and ranked', async () => {
    const { panel } = await open();
    expect(panel.sweep.complete).toBe(true);
    expect(panel.sweep.ranking[0]).toBe(20);
    expect(panel.sweep.increases[20]).toBeGreaterThan(0.5);
    expect(panel.sweep.increases[5]).toBeCloseTo(0, 6);
  });

  it('are not measured while the reader has stopped it, and go on where they were', async () => {
    const { panel, controls, settle, client } = await open({ sweep: false });
    expect(panel.sweep.done).toBe(0);
    const calls = client.traced.length;
    controls.set('sweep', true);
    await settle();
    expect(panel.sweep.complete).toBe(true);
    expect(client.traced.length - calls).toBe(36);
  });

  it('of a set are more than the sum where heads back one another up', async () => {
    const { panel, controls, settle } = await open();
    controls.assign({ out: 'chosen', knocked: [7, 8] });
    await settle();
    expect(panel.together!.measured).toBeGreaterThan(panel.together!.sum + 0.3);
    controls.assign({ knocked: [5, 10] });
    await settle();
    expect(panel.together!.measured).toBeCloseTo(panel.together!.sum, 6);
  });

  it('take out the six cheapest', async () => {
    const { panel, controls } = await open();
    controls.set('out', 'cheapest');
    expect(panel.out).toHaveLength(6);
    const dearest = Math.max(...panel.out.map((index) => panel.sweep.increases[index]));
    const rest = panel.sweep.increases.filter((_, index) => !panel.out.includes(index));
    expect(dearest).toBeLessThanOrEqual(Math.min(...rest));
  });

  it('are tried in pairs of the cheapest', async () => {
    const { panel } = await open();
    await panel.searchPairs();
    expect(panel.sweep.pairs).toHaveLength(36);
    expect(panel.sweep.pairs.every(({ together }) => Number.isFinite(together))).toBe(true);
  });

  it('belong to one text: a new one starts afresh', async () => {
    const { panel, controls, settle } = await open();
    const before = panel.sweep.increases;
    controls.set('prompt', 'abcabc');
    await settle();
    expect(panel.sweep.complete).toBe(true);
    expect(panel.sweep.increases).not.toEqual(before);
  });
});

describe('the question about one more head', () => {
  it('is answered by the model, and stays what it was after the guess', async () => {
    const { panel, settle } = await open({ open: 'chosen', layer: 4, head: 3 });
    const question = new FurtherQuestion(panel);
    expect(question.asked?.head).toBe(20);
    await question.measure();
    expect(question.outcome).toBe(0);
    question.commit();
    panel.toggleHead(1);
    await settle();
    expect(question.asked?.head).toBe(20);
    expect(question.result!.after).toBeLessThan(question.result!.before);
    question.ask();
    expect(question.result).toBeNull();
  });

  it('calls less than a hundredth hardly', () => {
    expect([outcomeOf(0.5, 0.4), outcomeOf(0.5, 0.495), outcomeOf(0.5, 0.52)]).toEqual([0, 1, 2]);
  });
});

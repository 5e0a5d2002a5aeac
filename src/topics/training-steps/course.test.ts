import { describe, expect, it } from 'vitest';
import { TrainingDesk } from '../../state/trainingDesk.svelte';
import { Course, pairsOf, TUNE_STEPS } from './course.svelte';
import { localTrainingClient } from '../../../tests/runtime/localTraining';

const recipe = {
  text: 'Mia has a red ball. Tom has a blue kite. '.repeat(20),
  seed: 1,
  learningRate: 0.01,
};
const { pairs } = pairsOf('Who has a ball? | Mia has it.\nWho has a kite? | Tom has it.\nno pair here');

function course() {
  const client = localTrainingClient();
  return { course: new Course(new TrainingDesk(() => client)), client };
}

describe('a course of a character model', () => {
  it('reads pairs a line each and counts what is none', () => {
    expect(pairs).toEqual([
      { prompt: 'Who has a ball?\n', answer: 'Mia has it.' },
      { prompt: 'Who has a kite?\n', answer: 'Tom has it.' },
    ]);
    expect(pairsOf('谁有狗？｜小明有狗。').pairs[0].answer).toBe('小明有狗。');
    expect(pairsOf('a | b | c\n\n | x')).toEqual({ pairs: [], unusable: 2 });
  });

  it('lowers the held-out loss, then the answers’ loss, and keeps both curves', async () => {
    const { course: taken } = course();
    for (let step = 0; step < 20; step++) await taken.pretrain(recipe, true);
    const held = taken.pretrained.filter((point) => point.heldOutLoss !== null);
    expect(taken.steps).toBe(20);
    expect(held.at(-1)!.heldOutLoss!).toBeLessThan(held[0].heldOutLoss!);
    expect(taken.samples.map((sample) => sample.step)).toContain(10);
    for (let step = 0; step < 12; step++) await taken.tune(pairs, 'Who has a ball?', 1, true);
    await taken.tune(pairs, 'Who has a ball?', 1);
    await expect.poll(() => taken.tuneSteps, { timeout: 20_000 }).toBeGreaterThan(14);
    await taken.desk.pause();
    expect(taken.desk.errorDetail).toBe('');
    expect(taken.tuned.at(-1)!.loss).toBeLessThan(taken.tuned[0].loss);
    expect(taken.answers.before).not.toBeNull();
    expect(taken.pair!.tokens.some((token) => token.scored)).toBe(true);
    expect(taken.pretrained).toHaveLength(20);
    expect(TUNE_STEPS).toBeGreaterThan(12);
  }, 60_000);

  it('is saved and loaded; another file leaves a fresh model', async () => {
    const { course: taken } = course();
    await taken.pretrain(recipe, true);
    const bytes = (await taken.desk.ask((session) => session.save()))!;
    expect(await taken.restore(recipe, new Uint8Array([1, 2, 3]))).toBe(false);
    expect(taken.desk.status).toBe('ready');
    expect(await taken.restore(recipe, bytes)).toBe(true);
  }, 60_000);

  it('tells of a worker that died, and goes on from its checkpoint', async () => {
    const { course: taken, client } = course();
    for (let step = 0; step < 12; step++) await taken.pretrain(recipe, true);
    client.workers[0].crash();
    await expect.poll(() => taken.desk.status).toBe('dead');
    const kept = taken.desk.checkpoint?.step ?? 0;
    await taken.desk.revive();
    expect(taken.desk.status).toBe('ready');
    expect(taken.desk.events.every((event) => event.step <= kept)).toBe(true);
    await taken.desk.step();
    expect(taken.desk.errorDetail).toBe('');
  }, 60_000);
});

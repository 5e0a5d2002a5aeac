import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../../src/runtime/protocol';
import type { PreferencePair, RunState, StepEvent, TrainingTask } from '../../src/runtime/training';
import { localTrainingClient } from './localTraining';

const names = ['Ann', 'Bob', 'Eve', 'Tom', 'Mia', 'Leo', 'Kim', 'Sam'];
const pairs: PreferencePair[] = names.flatMap((name) =>
  ['tea', 'pie', 'hat'].map((thing) => ({
    prompt: `Ask ${name} for ${thing}:`,
    chosen: ` please`,
    rejected: ` gimme!`,
  })),
);
const [train, heldOut] = [pairs.slice(0, 16), pairs.slice(16)];
const prompts = pairs.map(({ prompt }) => prompt);
const base = { kind: 'model', model: 'story' } as const;
const reward: TrainingTask = {
  kind: 'reward',
  pairs: train,
  heldOut,
  settings: { learningRate: 0.02, evaluateEvery: 5 },
};

async function code(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'nothing thrown',
    (error: unknown) => (error instanceof RuntimeError ? error.code : String(error)),
  );
}

async function rewarded() {
  const client = localTrainingClient();
  const session = await client.open(base);
  const run = await session.begin(reward);
  let last!: StepEvent;
  for (let i = 0; i < 20; i++) last = await run.step();
  return { client, session, last };
}

describe('a session', () => {
  it('says what it is made of, and reports its loading', async () => {
    const phases: string[] = [];
    const { info } = await localTrainingClient().open(base, ({ phase }) => phases.push(phase));
    expect(info).toMatchObject({
      base: 'story',
      layers: 2,
      trainedLayers: 1,
      trunkLayers: 1,
      kernels: 'plain',
    });
    expect(info.trained).toBeLessThan(info.parameters);
    expect(phases).toContain('fetch');
    expect(phases.at(-1)).toBe('ready');
  });

  it('trains a reward model, whose scores then part the answers', async () => {
    const { session, last } = await rewarded();
    expect(last).toMatchObject({ kind: 'reward', step: 20 });
    if (last.kind !== 'reward') return;
    expect(last.heldOut!.share).toBe(1);
    expect(last.heldOut!.low).toBeLessThan(1);
    const [good, bad] = await session.score({
      role: 'reward',
      texts: [
        { prompt: prompts[20], answer: ' please' },
        { prompt: prompts[20], answer: ' gimme!' },
      ],
    });
    expect(good).toBeGreaterThan(bad);
  });

  it('PPO, GRPO and DPO move the right way', async () => {
    const { session } = await rewarded();
    const settings = { learningRate: 0.02, maxTokens: 8, answers: 8, seed: 4 };
    const ask = { prompts: prompts.slice(0, 12), answersPerPrompt: 4, maxTokens: 8, seed: 9 };
    const before = await session.measure(ask);
    expect(before.kl.exact).toBeCloseTo(0, 6);
    const start = await session.save(['actor']);
    for (const task of [
      { kind: 'ppo', prompts, settings: { ...settings, beta: 0.01 } },
      { kind: 'grpo', prompts, settings: { ...settings, beta: 0.01 } },
    ] as const) {
      await session.load(start);
      const run = await session.begin(task);
      for (let i = 0; i < 25; i++) await run.step();
      const after = await session.measure(ask);
      expect(after.reward!.mean, task.kind).toBeGreaterThan(
        before.reward!.mean + 2 * before.reward!.standardError,
      );
      expect(after.kl.exact).toBeGreaterThan(0);
    }
    await session.load(start);
    const dpo = await session.begin({
      kind: 'dpo',
      pairs: train,
      heldOut,
      settings: { learningRate: 0.01, evaluateEvery: 20 },
    });
    const first = await dpo.step();
    let last = first;
    for (let i = 0; i < 19; i++) last = await dpo.step();
    if (first.kind !== 'dpo' || last.kind !== 'dpo') throw new Error('not DPO');
    expect(first.loss).toBeCloseTo(Math.LN2, 5);
    expect(last.margin).toBeGreaterThan(first.margin + 0.1);
    expect(last.heldOut!.accuracy.share).toBeGreaterThan(0.8);
  });

  it('shows all that the four models say of each token', async () => {
    const { session } = await rewarded();
    const run = await session.begin({
      kind: 'ppo',
      prompts,
      settings: { maxTokens: 6, beta: 0.3, whiten: false },
    });
    await run.step();
    const event = await run.step();
    if (event.kind !== 'ppo') throw new Error('not PPO');
    expect(event.answers).toHaveLength(8);
    for (const { tokens, score, ended, text } of event.answers) {
      expect(tokens.map((token) => token.text).join('')).toBe(text);
      expect(ended || tokens.length === 6).toBe(true);
      tokens.forEach((token, t) => {
        const last = t === tokens.length - 1 ? score : 0;
        const k1 = token.logProbability - token.referenceLogProbability;
        expect(token.reward).toBeCloseTo(last - 0.3 * k1, 6);
        expect(token.kl).toBeGreaterThanOrEqual(0);
      });
      // GAE by its definition, from the values shown.
      let next = 0;
      let value = 0;
      for (const token of [...tokens].reverse()) {
        next = token.reward + value - token.value! + 0.95 * next;
        value = token.value!;
        expect(token.advantage).toBeCloseTo(next, 6);
      }
    }
  });

  it('changes settings between steps, and refuses those that can’t be', async () => {
    const { session } = await rewarded();
    const run = await session.begin({ kind: 'grpo', prompts, settings: { maxTokens: 4 } });
    expect(run.settings).toMatchObject({ epsilon: 0.2, group: 4, maxTokens: 4 });
    await run.change({ epsilon: 0.1 });
    expect(run.settings.epsilon).toBe(0.1);
    expect(await code(run.change({ group: 3 }))).toBe('bad-request');
    expect(await code(run.change({ learningRate: NaN }))).toBe('bad-request');
    expect(run.settings).toMatchObject({ epsilon: 0.1, group: 4 });
    expect(await code(session.begin({ kind: 'ppo', prompts: [] }))).toBe('bad-request');
    expect(await code(session.begin({ kind: 'pretrain' }))).toBe('bad-request');
  });
});

describe('a run', () => {
  it('starts, pauses after a step, and resets to the same course', async () => {
    const client = localTrainingClient();
    const session = await client.open(base);
    const states: RunState[] = [];
    const losses: number[] = [];
    const run = await session.begin(reward, {
      onState: (state) => states.push(state),
      onStep: ({ loss }) => losses.push(loss),
    });
    run.start(6);
    await new Promise<void>((resolve) => {
      const wait = (): void => void (losses.length >= 6 ? resolve() : setTimeout(wait, 5));
      wait();
    });
    await run.pause();
    expect(run.state).toBe('paused');
    expect(states).toContain('running');
    expect(run.stepsDone).toBe(6);
    const first = losses.splice(0);
    await run.reset();
    expect(run.stepsDone).toBe(0);
    for (let i = 0; i < 6; i++) await run.step();
    expect(losses).toEqual(first);
    losses.length = 0;
    await run.reset(99);
    await run.step();
    await run.step();
    // The first loss is ln 2 for every order of the pairs: an untrained head scores them alike.
    expect(losses[0]).toBe(first[0]);
    expect(losses[1]).not.toBe(first[1]);
  });

  it('saves its numbers to a file that another session reads, and refuses what is not one', async () => {
    const { session } = await rewarded();
    const texts = [{ prompt: prompts[0], answer: ' hello' }];
    const bytes = await session.save();
    const other = await localTrainingClient().open(base, undefined, bytes);
    expect(await other.score({ role: 'reward', texts })).toEqual(
      await session.score({ role: 'reward', texts }),
    );
    const cut = bytes.slice(0, bytes.length - 8);
    const noise = new Uint8Array(64).fill(7);
    const stranger = await (await localTrainingClient().open({ ...base, model: 'other' })).save();
    const shaped = await (await localTrainingClient().open({ ...base, adapter: { rank: 4 } })).save();
    for (const bad of [cut, noise, stranger, shaped, new Uint8Array(0)])
      expect(await code(session.load(bad))).toBe('model-corrupt');
  });

  it('goes on from the last checkpoint after its worker was killed, to the same numbers', async () => {
    const whole = await (await localTrainingClient().open(base)).begin(reward);
    const wanted: number[] = [];
    for (let i = 0; i < 14; i++) wanted.push((await whole.step()).loss);

    const client = localTrainingClient();
    const session = await client.open(base);
    const deaths: (number | null)[] = [];
    session.onDeath((_error, checkpoint) => deaths.push(checkpoint?.step ?? null));
    const run = await session.begin(reward);
    for (let i = 0; i < 12; i++) await run.step();
    client.workers[0].crash();
    expect(run.state).toBe('failed');
    expect(deaths).toEqual([12]);
    const revived = await session.revive();
    expect(revived!.stepsDone).toBe(12);
    expect(client.workers).toHaveLength(2);
    expect([(await revived!.step()).loss, (await revived!.step()).loss]).toEqual(wanted.slice(12));
  });
});

describe('a character model', () => {
  const text = 'the cat sat on the mat. the dog sat on the log. '.repeat(30);
  it('learns its text, held-out loss falling, and takes pairs afterwards', async () => {
    const session = await localTrainingClient().open({
      kind: 'characters',
      text,
      shape: { layers: 1, width: 16, heads: 2, window: 48 },
    });
    expect(session.info.characters).toBe([...new Set(text)].sort().join(''));
    const run = await session.begin({
      kind: 'pretrain',
      settings: { evaluateEvery: 10, batch: 4, learningRate: 0.01 },
    });
    const losses: number[] = [];
    for (let i = 0; i < 60; i++) {
      const event = await run.step();
      if (event.kind === 'pretrain' && event.heldOutLoss !== null) losses.push(event.heldOutLoss);
    }
    expect(losses.at(-1)).toBeLessThan(losses[0] - 0.5);
    const ask = { prompt: 'the ', maxTokens: 12, seed: 3, count: 2 };
    const samples = await session.sample(ask);
    expect(samples).toEqual(await session.sample(ask));
    const tune = await session.begin({ kind: 'tune', pairs: [{ prompt: 'cat?', answer: ' mat' }] });
    const first = await tune.step();
    for (let i = 0; i < 30; i++) await tune.step();
    const last = await tune.step();
    expect(last.loss).toBeLessThan(first.loss / 2);
    expect(await code(session.begin({ kind: 'ppo', prompts: ['the'] }))).toBe('bad-request');
    const saved = await session.save();
    const other = await localTrainingClient().open({ kind: 'characters', text: text.replaceAll('z', 'y'), shape: { layers: 1, width: 16, heads: 2, window: 48 } }); // prettier-ignore
    expect(await other.load(saved)).toEqual(['actor']);
    expect(await other.sample(ask)).toEqual(await session.sample(ask));
  });

  it('says why a text won’t do', async () => {
    const open = (words: string) => localTrainingClient().open({ kind: 'characters', text: words });
    expect(await code(open('too short'))).toBe('bad-request');
    expect(await code(open(''))).toBe('bad-request');
  });
});

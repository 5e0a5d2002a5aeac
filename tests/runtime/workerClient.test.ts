import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WorkerClient } from '../../src/runtime/workerClient';
import type { GenerateRequest, RuntimeError, TraceRequest } from '../../src/runtime/protocol';
import { ScriptedWorker, traceAnswer } from './scriptedWorker';

const request: TraceRequest = { model: 'story', ids: [1], outputs: ['logits'] };
const generation: GenerateRequest = {
  model: 'story',
  ids: [1],
  maxTokens: 9,
  sampling: { temperature: 1 },
  seed: 1,
  cache: true,
};
const info = { name: 'story' };

let workers: ScriptedWorker[];
let client: WorkerClient;
const worker = () => workers[workers.length - 1];
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'fulfilled',
    (error: RuntimeError) => error.code,
  );

beforeEach(() => {
  workers = [];
  client = new WorkerClient({
    createWorker: () => {
      workers.push(new ScriptedWorker());
      return worker();
    },
    modelsBase: 'http://here/sub/models/',
  });
});
afterEach(() => {
  client.dispose();
});

describe('the client', () => {
  it('starts its worker on the first call, and tells it first where the models are', async () => {
    expect(workers).toHaveLength(0);
    const answer = client.trace(request);
    expect(worker().received[0]).toEqual({ type: 'start', modelsBase: 'http://here/sub/models/' });
    worker().say(traceAnswer(worker().calls[0].id));
    expect((await answer).tensors.logits.data).toEqual(Float32Array.of(1, 2));
    expect(workers).toHaveLength(1);
  });

  it('loads a model once, whoever asks, and tells each the bytes', async () => {
    const [first, second]: number[][] = [[], []];
    const a = client.load('story', (progress) => first.push(progress.loadedBytes));
    const { id } = worker().calls[0];
    worker().say({
      type: 'progress',
      id,
      progress: { model: 'story', loadedBytes: 5, totalBytes: 9, phase: 'fetch' },
    });
    const b = client.load('story', (progress) => second.push(progress.loadedBytes));
    worker().say({
      type: 'progress',
      id,
      progress: { model: 'story', loadedBytes: 9, totalBytes: 9, phase: 'fetch' },
    });
    worker().say({ type: 'answer', id, value: info });
    expect(await a).toEqual(info);
    expect(await b).toEqual(info);
    expect(await client.load('story')).toEqual(info);
    expect([first, second]).toEqual([
      [5, 9],
      [5, 9],
    ]);
    expect(worker().calls).toHaveLength(1);
  });

  it('tries again after a load that failed', async () => {
    const failed = codeOf(client.load('story'));
    worker().say({
      type: 'failure',
      id: worker().calls[0].id,
      code: 'model-missing',
      detail: '404',
      fatal: false,
    });
    expect(await failed).toBe('model-missing');
    const again = client.load('story');
    worker().say({ type: 'answer', id: worker().calls[1].id, value: info });
    expect(await again).toEqual(info);
    expect(workers).toHaveLength(1);
  });

  it('hands on tokens as they come and returns them all', async () => {
    const seen: number[] = [];
    const all = client.generate(generation, (token) => seen.push(token.id));
    const { id } = worker().calls[0];
    for (const index of [0, 1]) {
      const token = {
        index,
        id: 7 + index,
        text: 'x',
        modelProbability: 0.5,
        drawnProbability: 1,
        durationMs: 1,
      };
      worker().say({ type: 'token', id, token });
    }
    expect(seen).toEqual([7, 8]);
    worker().say({ type: 'answer', id, value: null });
    expect((await all).map((token) => token.id)).toEqual([7, 8]);
  });
});

describe('channels', () => {
  it('runs the first and the newest of fifty, and never sends the rest', async () => {
    const codes = Array.from({ length: 50 }, () => codeOf(client.trace(request, { channel: 'slider' })));
    expect(worker().calls).toHaveLength(1);
    worker().say(traceAnswer(worker().calls[0].id));
    await Promise.resolve();
    expect(worker().calls).toHaveLength(2);
    worker().say(traceAnswer(worker().calls[1].id));
    const outcome = await Promise.all(codes);
    expect(outcome.flatMap((code, i) => (code === 'fulfilled' ? [i] : []))).toEqual([0, 49]);
    expect(new Set(outcome.slice(1, 49))).toEqual(new Set(['cancelled']));
    expect(worker().calls).toHaveLength(2);
  });

  it('keeps other channels, and calls without one, waiting in order', async () => {
    const calls = [
      client.trace(request),
      client.trace(request, { channel: 'a' }),
      client.trace(request, { channel: 'b' }),
      client.trace(request),
    ];
    const values: number[] = [];
    for (let i = 0; i < 4; i++) {
      worker().say(traceAnswer(worker().calls[i].id, i));
      values.push((await calls[i]).tensors.logits.data[0]);
    }
    expect(values).toEqual([0, 1, 2, 3]);
  });

  it('stops a running generation for a newer one of its channel', async () => {
    const old = codeOf(client.generate(generation, () => {}, { channel: 'g' }));
    const running = worker().calls[0].id;
    const next = client.generate(generation, () => {}, { channel: 'g' });
    expect(await old).toBe('cancelled');
    expect(worker().cancelled).toEqual([running]);
    expect(worker().calls).toHaveLength(1);
    worker().say({ type: 'failure', id: running, code: 'cancelled', detail: '', fatal: false });
    worker().say({ type: 'answer', id: worker().calls[1].id, value: null });
    expect(await next).toEqual([]);
  });

  it('lets traces through while a generation runs', async () => {
    void codeOf(client.generate(generation, () => {}));
    const trace = client.trace(request);
    expect(worker().calls.map((call) => call.kind)).toEqual(['generate', 'trace']);
    worker().say(traceAnswer(worker().calls[1].id));
    expect((await trace).durationMs).toBe(1);
  });
});

describe('giving up', () => {
  it('rejects at once, tells the worker, and ignores what still comes', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const code = codeOf(
      client.generate(generation, (token) => seen.push(token.id), { signal: controller.signal }),
    );
    const { id } = worker().calls[0];
    controller.abort();
    expect(await code).toBe('cancelled');
    expect(worker().cancelled).toEqual([id]);
    const token = { index: 0, id: 7, text: 'x', modelProbability: 1, drawnProbability: 1, durationMs: 1 };
    worker().say({ type: 'token', id, token });
    expect(seen).toEqual([]);
  });

  it('takes a waiting call out without a word to the worker', async () => {
    const controller = new AbortController();
    const running = client.trace(request);
    const code = codeOf(client.trace(request, { signal: controller.signal }));
    controller.abort();
    expect(await code).toBe('cancelled');
    worker().say(traceAnswer(worker().calls[0].id));
    await running;
    expect(worker().calls).toHaveLength(1);
    expect(worker().cancelled).toEqual([]);
  });

  it('refuses a call whose signal is already aborted, and any call after dispose', async () => {
    expect(await codeOf(client.trace(request, { signal: AbortSignal.abort() }))).toBe('cancelled');
    client.dispose();
    expect(await codeOf(client.trace(request))).toBe('cancelled');
    expect(workers).toHaveLength(0);
  });

  it('ends a generation whose listener throws, and no other call', async () => {
    const code = codeOf(
      client.generate(generation, () => {
        throw new Error('drawn badly');
      }),
    );
    const trace = client.trace(request);
    const [generate, traced] = worker().calls;
    const token = { index: 0, id: 7, text: 'x', modelProbability: 1, drawnProbability: 1, durationMs: 1 };
    worker().say({ type: 'token', id: generate.id, token });
    expect(await code).toBe('cancelled');
    worker().say(traceAnswer(traced.id));
    expect((await trace).model).toBe('story');
  });
});

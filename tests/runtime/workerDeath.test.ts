import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WorkerClient } from '../../src/runtime/workerClient';
import type { RuntimeError, TraceRequest } from '../../src/runtime/protocol';
import { ScriptedWorker, traceAnswer } from './scriptedWorker';

const request: TraceRequest = { model: 'story', ids: [1], outputs: ['logits'] };
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
    heartbeat: { intervalMs: 100, misses: 3 },
  });
});
afterEach(() => {
  client.dispose();
  vi.useRealTimers();
});

describe('death', () => {
  it('rejects what was pending or waiting, tells listeners once, and starts anew on the next call', async () => {
    const details: string[] = [];
    client.onRestart((detail) => details.push(detail));
    const codes = [
      client.load('story'),
      client.trace(request),
      client.trace(request),
      client.vocabulary('story'),
    ].map(codeOf);
    worker().crash('boom');
    expect(await Promise.all(codes)).toEqual(Array(4).fill('worker-died'));
    expect(details).toEqual(['boom']);
    expect(workers[0].terminated).toBe(true);
    const again = client.load('story');
    expect(workers).toHaveLength(2);
    worker().say({ type: 'answer', id: worker().calls[0].id, value: info });
    expect(await again).toEqual(info);
    const vocabulary = client.vocabulary('story');
    worker().say({ type: 'answer', id: worker().calls[1].id, value: ['a'] });
    expect(await vocabulary).toEqual(['a']);
  });

  it('lets a listener load again at once', async () => {
    let again: Promise<unknown> | undefined;
    client.onRestart(() => (again = client.load('story')));
    const first = codeOf(client.load('story'));
    worker().crash('boom');
    expect(await first).toBe('worker-died');
    worker().say({ type: 'answer', id: worker().calls[0].id, value: info });
    expect(await again).toEqual(info);
    expect(await client.load('story')).toEqual(info);
    expect(worker().calls).toHaveLength(1);
  });

  it('is noticed when the worker falls silent, by unanswered pings', async () => {
    vi.useFakeTimers();
    const code = codeOf(client.trace(request));
    vi.advanceTimersByTime(350);
    expect(worker().received.filter(({ type }) => type === 'ping')).toHaveLength(3);
    worker().say({ type: 'pong' });
    vi.advanceTimersByTime(300);
    expect(workers[0].terminated).toBe(false);
    vi.advanceTimersByTime(100);
    expect(await code).toBe('worker-died');
    expect(workers[0].terminated).toBe(true);
  });

  it('asks for no sign of life while nothing is expected', async () => {
    vi.useFakeTimers();
    const answer = client.trace(request);
    worker().say(traceAnswer(worker().calls[0].id));
    await answer;
    vi.advanceTimersByTime(10_000);
    expect(worker().received.some(({ type }) => type === 'ping')).toBe(false);
    expect(worker().terminated).toBe(false);
  });

  it.each([
    ['no envelope', 'hello'],
    ['null', null],
    ['an unknown type', { type: 'greeting', id: 1 }],
    ['an answer without a value', { type: 'answer', id: 1 }],
    ['a trace without tensors', { type: 'answer', id: 1, value: {} }],
    [
      'a tensor whose size is not its shape',
      { type: 'answer', id: 1, value: { tensors: { logits: { dims: [2], data: new Float32Array(3) } } } },
    ],
    [
      'numbers that are no Float32Array',
      { type: 'answer', id: 1, value: { tensors: { logits: { dims: [1], data: [1] } } } },
    ],
  ])('follows from %s', async (_, message) => {
    const code = codeOf(client.trace(request));
    worker().say(message);
    expect(await code).toBe('worker-died');
    expect(workers[0].terminated).toBe(true);
  });

  it('does not follow from an answer that nobody waits for any more', async () => {
    const answer = client.trace(request);
    worker().say(traceAnswer(999));
    worker().say(traceAnswer(worker().calls[0].id));
    expect((await answer).model).toBe('story');
    expect(workers[0].terminated).toBe(false);
  });

  it('replaces a worker whose engine failed without calling it a death', async () => {
    const details: string[] = [];
    client.onRestart((detail) => details.push(detail));
    const codes = [codeOf(client.load('story')), codeOf(client.trace(request))];
    worker().say({
      type: 'failure',
      id: worker().calls[0].id,
      code: 'no-webassembly',
      detail: 'refused',
      fatal: true,
    });
    expect(await Promise.all(codes)).toEqual(['no-webassembly', 'no-webassembly']);
    expect(details).toEqual([]);
    void codeOf(client.load('story'));
    expect(workers).toHaveLength(2);
  });

  it('says so when no worker can be started at all', async () => {
    const none = new WorkerClient({
      createWorker: () => {
        throw new Error('no Worker here');
      },
      modelsBase: '',
    });
    expect(await codeOf(none.load('story'))).toBe('no-webassembly');
    expect(await codeOf(none.trace(request))).toBe('no-webassembly');
    expect(await codeOf(none.trace(request))).toBe('no-webassembly');
  });
});

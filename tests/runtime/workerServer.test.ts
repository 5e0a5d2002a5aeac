import { describe, expect, it } from 'vitest';
import { softmax } from '../../src/math/softmax';
import { isFromWorker, type FromWorker, type WorkerCall } from '../../src/runtime/envelope';
import { fakeInfo } from '../../src/runtime/fakeClient';
import { fakeGraph } from '../../src/runtime/fakeGraph';
import { fakeEncode, fakeVocabulary } from '../../src/runtime/fakeVocabulary';
import type { GraphSession } from '../../src/runtime/graphSession';
import type { ModelSource } from '../../src/runtime/modelHost';
import {
  RuntimeError,
  type GeneratedToken,
  type GenerateRequest,
  type TraceRequest,
} from '../../src/runtime/protocol';
import { WorkerServer } from '../../src/runtime/workerServer';

const ids = fakeEncode('The little dog');
const traced: TraceRequest = { model: 'story', ids, outputs: ['logits'] };
const generation: GenerateRequest = {
  model: 'story',
  ids,
  maxTokens: 5,
  sampling: { temperature: 1 },
  seed: 3,
  cache: false,
  stopIds: [],
};

interface Served {
  readonly server: WorkerServer;
  readonly posted: { message: FromWorker; transfer: Transferable[] }[];
  /** Waits for the answer to a call and gives everything said about it. */
  call(call: WorkerCall): Promise<FromWorker[]>;
}

function serve(session: Partial<GraphSession> = {}, source: Partial<ModelSource> = {}): Served {
  const posted: Served['posted'] = [];
  let opened = 0;
  const server = new WorkerServer(
    {
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
      row: async (name) => ({
        name,
        kind: 'decoder',
        parameters: 1,
        window: 64,
        bytes: 9,
        files: [],
        card: '',
      }),
      open: async (row, onProgress) => {
        onProgress({ model: row.name, loadedBytes: ++opened, totalBytes: 9, phase: 'fetch' });
        return {
          info: fakeInfo,
          session: { ...fakeGraph(fakeInfo), ...session },
          encode: fakeEncode,
          texts: fakeVocabulary,
        };
      },
      ...source,
    },
    (message, transfer) => posted.push({ message, transfer }),
  );
  let nextId = 1;
  return {
    server,
    posted,
    async call(call) {
      const id = nextId++;
      server.receive({ type: 'call', id, call });
      const about = () =>
        posted.map(({ message }) => message).filter((message) => 'id' in message && message.id === id);
      while (!about().some(({ type }) => type === 'answer' || type === 'failure'))
        await new Promise((resolve) => setImmediate(resolve));
      return about();
    },
  };
}

const failure = (messages: FromWorker[]) => messages.at(-1) as Extract<FromWorker, { type: 'failure' }>;

describe('the server', () => {
  it('speaks only messages that the client accepts', async () => {
    const { call, posted, server } = serve();
    await call({ kind: 'load', model: 'story' });
    await call({ kind: 'tokenize', model: 'story', text: 'a red ball' });
    await call({ kind: 'vocabulary', model: 'story' });
    await call({ kind: 'trace', request: traced });
    await call({ kind: 'generate', request: { ...generation, withLogits: true } });
    await call({ kind: 'trace', request: { ...traced, ids: [] } });
    server.receive({ type: 'ping' });
    expect(posted.length).toBeGreaterThan(10);
    expect(posted.every(({ message }) => isFromWorker(structuredClone(message)))).toBe(true);
  });

  it('transfers the tensors of a trace and the logits of a token', async () => {
    const { call, posted } = serve();
    await call({ kind: 'trace', request: { ...traced, outputs: 'all' } });
    const answer = posted.at(-1)!;
    const tensors = (answer.message as { value: { tensors: Record<string, { data: Float32Array }> } }).value
      .tensors;
    expect(new Set(answer.transfer)).toEqual(new Set(Object.values(tensors).map(({ data }) => data.buffer)));
    expect(answer.transfer.length).toBeGreaterThan(10);
    await call({ kind: 'generate', request: { ...generation, withLogits: true } });
    expect(
      posted.filter(({ message }) => message.type === 'token').every(({ transfer }) => transfer.length === 1),
    ).toBe(true);
  });

  it('opens a model once for many calls, and again after a failure', async () => {
    let attempts = 0;
    const { call } = serve(
      {},
      {
        row: async (name) => {
          attempts++;
          if (attempts === 1) throw new RuntimeError('model-missing', 'no network');
          return { name, kind: 'decoder', parameters: 1, window: 64, bytes: 9, files: [], card: '' };
        },
      },
    );
    expect(failure(await call({ kind: 'load', model: 'story' }))).toMatchObject({
      code: 'model-missing',
      fatal: false,
    });
    await Promise.all([call({ kind: 'load', model: 'story' }), call({ kind: 'trace', request: traced })]);
    await call({ kind: 'vocabulary', model: 'story' });
    expect(attempts).toBe(2);
  });

  it.each<[string, Partial<TraceRequest>, string]>([
    ['no tokens', { ids: [] }, 'empty-input'],
    ['more tokens than the window', { ids: Array(65).fill(1) }, 'too-long'],
    [
      'far more tokens than the window, on purpose',
      { ids: Array(257).fill(1), beyondWindow: true },
      'too-long',
    ],
    ['an id past the vocabulary', { ids: [99_999] }, 'bad-request'],
    ['a negative id', { ids: [-1] }, 'bad-request'],
    ['an id that is no whole number', { ids: [1.5] }, 'bad-request'],
    ['an output that the graph has not', { outputs: ['layer.9.attn.q'] }, 'bad-request'],
    ['a head mask of the wrong size', { interventions: { headMask: new Float32Array(3) } }, 'bad-request'],
    [
      'a bias of the wrong shape',
      { interventions: { attentionBias: { dims: [1, 1, 2, 2], data: new Float32Array(4) } } },
      'bad-request',
    ],
    [
      'rotary tables of the wrong size',
      { interventions: { rotary: { cos: new Float32Array(4), sin: new Float32Array(4) } } },
      'bad-request',
    ],
  ])('answers a trace with %s by a code', async (_, change, code) => {
    const { call } = serve();
    expect(failure(await call({ kind: 'trace', request: { ...traced, ...change } }))).toMatchObject({
      code,
      fatal: false,
    });
  });

  it('takes a text past the window when that is asked for', async () => {
    const { call } = serve();
    const answer = (
      await call({ kind: 'trace', request: { ...traced, ids: Array(65).fill(1), beyondWindow: true } })
    ).at(-1);
    expect(answer?.type).toBe('answer');
  });

  it.each<[string, unknown, string]>([
    ['a failed allocation', new RangeError('Array buffer allocation failed'), 'out-of-memory'],
    ['bad_alloc', new Error('std::bad_alloc'), 'out-of-memory'],
    ['an exception pointer', 12345, 'out-of-memory'],
  ])('calls %s out of memory, and gives up its engine', async (_, thrown, code) => {
    const { call } = serve({ run: () => Promise.reject(thrown) });
    expect(failure(await call({ kind: 'trace', request: traced }))).toMatchObject({ code, fatal: true });
  });

  it('calls unreadable weights corrupt', async () => {
    const thrown = new Error(
      "Can't create a session. ERROR_CODE: 7, ERROR_MESSAGE: Failed to load model because protobuf parsing failed.",
    );
    const { call } = serve({}, { open: () => Promise.reject(thrown) });
    expect(failure(await call({ kind: 'load', model: 'story' }))).toMatchObject({
      code: 'model-corrupt',
      fatal: false,
    });
  });

  it.each([
    ['a refused engine', 'unsafe-eval is not allowed by the Content Security Policy', 'no-webassembly'],
    [
      'an engine whose file is missing',
      'expected magic word 00 61 73 6d, found 3c 21 64 6f',
      'model-missing',
    ],
    ['an engine without memory', 'WebAssembly.Memory(): could not allocate memory', 'out-of-memory'],
  ])('calls %s by its code, and gives it up', async (_, words, code) => {
    const thrown = new Error(
      `no available backend found. ERR: [wasm] CompileError: WebAssembly.instantiate(): ${words}`,
    );
    const { call } = serve({}, { open: () => Promise.reject(thrown) });
    expect(failure(await call({ kind: 'load', model: 'story' }))).toMatchObject({ code, fatal: true });
  });
});

describe('generation', () => {
  const tokensOf = (messages: FromWorker[]): GeneratedToken[] =>
    messages.flatMap((message) => (message.type === 'token' ? [message.token] : []));

  it('draws the same tokens from the same seed, others from another', async () => {
    const { call } = serve();
    const run = async (seed: number) =>
      tokensOf(await call({ kind: 'generate', request: { ...generation, seed } })).map(({ id }) => id);
    const first = await run(3);
    expect(first).toHaveLength(5);
    expect(await run(3)).toEqual(first);
    expect(await run(4)).not.toEqual(first);
  });

  it('gives both probabilities: the model’s own and the one it was drawn with', async () => {
    const { call } = serve();
    const request = { ...generation, sampling: { temperature: 0.5, topK: 3 }, withLogits: true };
    for (const { id, logits, modelProbability, drawnProbability } of tokensOf(
      await call({ kind: 'generate', request }),
    )) {
      expect(modelProbability).toBeCloseTo(softmax(logits!)[id], 12);
      const cold = softmax(logits!, 0.5);
      const kept = [...cold].sort((a, b) => b - a).slice(0, 3);
      expect(kept).toContain(cold[id]);
      expect(drawnProbability).toBeCloseTo(cold[id] / kept.reduce((sum, p) => sum + p), 12);
    }
  });

  it('takes the likeliest token at temperature 0', async () => {
    const { call } = serve();
    const request = { ...generation, sampling: { temperature: 0 }, withLogits: true };
    for (const { id, logits, drawnProbability } of tokensOf(await call({ kind: 'generate', request }))) {
      expect(logits![id]).toBe(Math.max(...logits!));
      expect(drawnProbability).toBe(1);
    }
  });

  it('ends after a stop token, which it still reports, and at the window', async () => {
    const { call } = serve();
    const [first, second] = tokensOf(await call({ kind: 'generate', request: generation }));
    const stopped = await call({ kind: 'generate', request: { ...generation, stopIds: [second.id] } });
    expect(tokensOf(stopped).map(({ id }) => id)).toEqual([first.id, second.id]);
    const full = await call({ kind: 'generate', request: { ...generation, ids: Array(62).fill(1) } });
    expect(tokensOf(full)).toHaveLength(2);
  });

  it('stops between two tokens when cancelled, and answers once', async () => {
    const { server, posted } = serve();
    server.receive({
      type: 'call',
      id: 1,
      call: { kind: 'generate', request: { ...generation, maxTokens: 50 } },
    });
    while (!posted.some(({ message }) => message.type === 'token'))
      await new Promise((resolve) => setImmediate(resolve));
    server.receive({ type: 'cancel', id: 1 });
    const drawn = () => posted.filter(({ message }) => message.type === 'token').length;
    const before = drawn();
    while (!posted.some(({ message }) => message.type === 'failure'))
      await new Promise((resolve) => setImmediate(resolve));
    expect(drawn()).toBeLessThanOrEqual(before + 1);
    expect(posted.at(-1)?.message).toMatchObject({ type: 'failure', id: 1, code: 'cancelled', fatal: false });
  });

  it.each<[string, Partial<GenerateRequest>]>([
    ['a negative temperature', { sampling: { temperature: -1 } }],
    ['top-p above 1', { sampling: { temperature: 1, topP: 2 } }],
    ['half a token', { maxTokens: 1.5 }],
    ['a seed that is no whole number', { seed: 0.5 }],
  ])('refuses %s', async (_, change) => {
    const { call } = serve();
    expect(failure(await call({ kind: 'generate', request: { ...generation, ...change } }))).toMatchObject({
      code: 'bad-request',
      fatal: false,
    });
  });

  it('lets a trace in between two tokens', async () => {
    const { call, posted } = serve();
    const all = call({ kind: 'generate', request: { ...generation, maxTokens: 30 } });
    await call({ kind: 'trace', request: traced });
    expect(posted.filter(({ message }) => message.type === 'token').length).toBeLessThan(30);
    expect(tokensOf(await all)).toHaveLength(30);
  });
});

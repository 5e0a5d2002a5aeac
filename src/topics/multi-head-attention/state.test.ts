import { describe, expect, it } from 'vitest';
import { softmax } from '../../math/softmax';
import type { ModelClient } from '../../runtime/modelClient';
import { RuntimeError, type ModelInfo, type Tensor, type TraceRequest } from '../../runtime/protocol';
import type { StoredRun } from '../../runtime/storedRun';
import { Controls } from '../../state/controls.svelte';
import { Lesson } from '../../state/lesson.svelte';
import { ModelHandle } from '../../state/model.svelte';
import { controls as spec } from './controls';
import { FurtherQuestion, outcomeOf } from './further.svelte';
import topic from './index';
import { HeadsState } from './state.svelte';

const V = 50;
const L = 6;
const H = 6;
const D = 4;
const info: ModelInfo = {
  name: 'story', layers: L, heads: H, headSize: D, width: H * D, vocabulary: V, window: 32, rotaryBase: 10_000,
  parameters: 1, bytes: 1, endOfTextId: 0,
};

/** A smooth pseudo-random number in -1..1 from whole numbers. */
const wave = (...numbers: number[]) => Math.sin(numbers.reduce((sum, n, i) => sum * 7.13 + n * (i + 1.7), 0.3));

/** Head costs of the made-up model: heads 7 and 8 back each other up, head 20 matters, the rest is small. */
function damage(out: ReadonlySet<number>): number {
  let sum = 0;
  for (const head of out) sum += head === 20 ? 2 : 0.001 * (head % 5);
  return sum + (out.has(7) && out.has(8) ? 1.5 : 0);
}

/** A model without a network: one token a character; what heads are out lowers the logit of the token that comes. */
class ScriptedClient implements ModelClient {
  traced: TraceRequest[] = [];
  failure: RuntimeError | null = null;
  async load() {
    return info;
  }
  async tokenize(_model: string, text: string) {
    return Array.from(text, (character) => ({ id: (character.codePointAt(0) ?? 0) % V, text: character }));
  }
  async vocabulary() {
    return Array.from({ length: V }, (_, id) => `t${id}`);
  }
  async trace(request: TraceRequest) {
    this.traced.push(request);
    if (this.failure) throw this.failure;
    const { ids } = request;
    const T = ids.length;
    const mask = request.interventions?.headMask;
    const out = new Set(mask ? [...mask.keys()].filter((i) => mask[i] === 0) : []);
    const logits = new Float32Array(T * V); // [1, T, V]
    for (let t = 0; t < T; t++) {
      for (let id = 0; id < V; id++) logits[t * V + id] = wave(t, id);
      logits[t * V + (ids[t + 1] ?? 5)] = 4 - damage(out);
    }
    const tensors: Record<string, Tensor> = {};
    for (const name of request.outputs as readonly string[]) {
      const [, layer, , part] = name.split('.');
      if (name === 'logits') tensors[name] = { dims: [1, T, V], data: logits };
      else if (part === 'pattern') tensors[name] = { dims: [1, H, T, T], data: patternOf(Number(layer), T) };
      else tensors[name] = { dims: [1, H, T, D], data: Float32Array.from({ length: H * T * D }, (_, i) => wave(i, part.length)) };
    }
    return { model: 'story', ids, tensors, durationMs: 1 };
  }
  async generate() {
    return [];
  }
  onRestart() {
    return () => undefined;
  }
  dispose() {}
}

/** Layer 2's head 3 looks at the token before; all others look at all places alike. */
function patternOf(layer: number, T: number): Float32Array {
  const data = new Float32Array(H * T * T); // [H, T, T]
  for (let h = 0; h < H; h++) {
    for (let t = 0; t < T; t++) {
      for (let s = 0; s <= t; s++) {
        data[(h * T + t) * T + s] = layer === 2 && h === 3 ? Number(s === Math.max(0, t - 1)) : 1 / (t + 1);
      }
    }
  }
  return data;
}

async function open(values: Partial<Record<keyof typeof spec, unknown>> = {}, live = true) {
  const controls = new Controls(spec);
  controls.assign({ prompt: 'abcab', ...values });
  const client = new ScriptedClient();
  const model = new ModelHandle('story', client);
  const panel = new HeadsState(controls, model);
  const settle = async () => {
    await panel.reading.read(panel.out);
    panel.measureHeads();
    await panel.testInduction();
    for (let i = 0; i < 200; i++) await Promise.resolve();
    await panel.reading.read(panel.out);
  };
  if (live) {
    await model.load();
    await settle();
  }
  return { controls, client, model, panel, settle };
}

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

describe('knocking out', () => {
  it('asks the model with exactly those heads at 0', async () => {
    const { panel, client, settle } = await open();
    panel.toggleHead(20);
    panel.toggleHead(3);
    await settle();
    const mask = client.traced.findLast((request) => (request.outputs as readonly string[]).includes('layer.0.attn.v'))!
      .interventions!.headMask!;
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

describe('texts and states', () => {
  it('shows a stored run of this very text until the live one is there', async () => {
    const { panel, model, settle } = await open({ prompt: 'ab' }, false);
    const stored: StoredRun = {
      slug: 'multi-head-attention',
      prompt: 'ab',
      tokens: [{ id: 1, text: 'a' }, { id: 2, text: 'b' }],
      trace: {
        model: 'story', ids: [1, 2], durationMs: 0,
        tensors: { logits: { dims: [1, 1, V], data: new Float32Array(V) }, 'layer.0.attn.pattern': { dims: [1, H, 2, 2], data: patternOf(0, 2) } },
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
    expect(seen).toEqual([['arcs', 0], ['induction', 0], ['loss', 1], ['loss', 6], ['average', 0], ['cost', 0]]);
  });

  it('writes and reads its set of heads in the link', () => {
    const controls = new Controls(spec);
    controls.set('knocked', [3, 20, 35]);
    expect(controls.toQuery().toString()).toBe('knocked=3.20.35');
    const again = new Controls(spec);
    expect(again.fromQuery(new URLSearchParams('knocked=3.20.35&h=500'))).toMatchObject([{ key: 'h', used: '96' }]);
    expect(again.get('knocked')).toEqual([3, 20, 35]);
  });
});

import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { applyCuts } from '../../math/cuts';
import { createRandom } from '../../math/random';
import { sampleIndex } from '../../math/sampling';
import { softmax } from '../../math/softmax';
import type { CallOptions, ModelClient } from '../../runtime/modelClient';
import type { GeneratedToken, GenerateRequest, ModelInfo, TraceRequest } from '../../runtime/protocol';
import type { StoredRun } from '../../runtime/storedRun';
import { Controls } from '../../state/controls.svelte';
import { ModelHandle } from '../../state/model.svelte';
import { controls as spec, GROWTH_LENGTH } from './controls';
import { TemperatureState } from './state.svelte';

const V = 500;
const info: ModelInfo = {
  name: 'story', layers: 1, heads: 1, headSize: 2, width: 2, vocabulary: V, window: 64, rotaryBase: 10_000,
  parameters: 1, bytes: 1, endOfTextId: 0,
};

/** Logits that fall like a language model's and depend on the last token. */
const logitsAfter = (ids: readonly number[]) => {
  const turn = ids[ids.length - 1] ?? 0;
  return Float32Array.from({ length: V }, (_, i) => 5 - 1.8 * Math.log(1 + ((i + turn) % V)));
};

/** A model without a network: one token a character, deterministic logits, generation drawn as the runtime draws. */
class ScriptedClient implements ModelClient {
  traced: (readonly number[])[] = [];
  generated: GenerateRequest[] = [];
  /** Ends a text at this many tokens, as an end-of-text token would. */
  endAfter = Infinity;
  async load() {
    return info;
  }
  async tokenize(_model: string, text: string) {
    return Array.from(text, (character) => {
      const id = (character.codePointAt(0) ?? 0) % V;
      return { id, text: /\p{Script=Han}/u.test(character) ? '<E4><BD>' : character };
    });
  }
  async vocabulary() {
    return Array.from({ length: V }, (_, id) => `t${id}`);
  }
  async trace(request: TraceRequest) {
    this.traced.push(request.ids);
    const data = new Float32Array(request.ids.length * V); // [T, V]
    data.set(logitsAfter(request.ids), (request.ids.length - 1) * V);
    return { model: 'story', ids: request.ids, tensors: { logits: { dims: [request.ids.length, V], data } }, durationMs: 1 };
  }
  async generate(request: GenerateRequest, onToken: (token: GeneratedToken) => void, options?: CallOptions) {
    this.generated.push(request);
    const random = createRandom(request.seed);
    const ids = [...request.ids];
    const tokens: GeneratedToken[] = [];
    for (let index = 0; index < Math.min(request.maxTokens, this.endAfter); index++) {
      await Promise.resolve();
      if (options?.signal?.aborted) break;
      const logits = logitsAfter(ids);
      const { final } = applyCuts(logits, request.sampling);
      const id = sampleIndex(final, random);
      ids.push(id);
      const token = { index, id, text: `t${id}`, modelProbability: softmax(logits)[id], drawnProbability: final[id], durationMs: 1 };
      tokens.push(token);
      onToken(token);
    }
    return tokens;
  }
  onRestart() {
    return () => undefined;
  }
  dispose() {}
}

async function open(values: Partial<Record<keyof typeof spec, unknown>> = {}, stored: StoredRun | null = null) {
  const controls = new Controls(spec);
  controls.assign(values);
  const client = new ScriptedClient();
  const model = new ModelHandle('story', client);
  const panel = new TemperatureState(controls, model);
  panel.reading.stored = stored;
  const live = async () => {
    await model.load();
    await panel.reading.read();
  };
  return { controls, client, model, panel, live };
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

const storedRun: StoredRun = {
  slug: 'temperature',
  prompt: spec.prompt.default,
  tokens: [{ id: 84, text: 'The' }],
  trace: { model: 'story', ids: [84], tensors: { logits: { dims: [1, V], data: logitsAfter([3]) } }, durationMs: 0 },
  vocabulary: { 0: ' big' },
};

describe('the distribution', () => {
  it.each([0.01, 0.5, 1, 5, 100])('holds the whole vocabulary’s mass at T = %d', async (T) => {
    const { panel, live } = await open({ T, topP: null });
    await live();
    expect(panel.cut!.probabilities).toHaveLength(V);
    expect(sum(panel.cut!.probabilities)).toBeCloseTo(1, 10);
    expect(panel.cut!.kept).toBe(panel.cut!.probabilities.filter((p) => p > 0).length);
  });

  it('keeps top-p’s mass even where the nucleus is larger than what is drawn', async () => {
    const { panel, live } = await open({ T: 3, topP: 0.9 });
    await live();
    const { cut } = panel;
    expect(cut!.kept).toBeGreaterThan(14);
    const mass = sum(cut!.probabilities.filter((_, id) => cut!.keep[id]));
    const least = Math.min(...cut!.probabilities.filter((_, id) => cut!.keep[id]));
    expect(mass).toBeGreaterThanOrEqual(0.9);
    expect(mass - least).toBeLessThan(0.9);
    expect(sum(cut!.final)).toBeCloseTo(1, 10);
  });

  it('is greedy at T = 0', async () => {
    const { panel, live, controls } = await open({ T: 0, draws: 1000 });
    await live();
    expect(panel.cut!.probabilities[panel.ranked[0]]).toBe(1);
    expect(panel.readouts).toMatchObject({ entropy: 0, choices: 1, top: 1 });
    expect(panel.drawn!.counts[panel.ranked[0]]).toBe(1000);
    controls.set('seed', 99);
    expect(panel.drawn!.counts[panel.ranked[0]]).toBe(1000);
  });

  it('never changes the order of its rows with T', async () => {
    const { panel, live, controls } = await open();
    await live();
    const before = panel.rows(14);
    controls.set('T', 4.2);
    expect(panel.rows(14)).toEqual(before);
  });

  it('spares more tokens with the temperature first than last when T is high', async () => {
    const { panel, live, controls } = await open({ T: 2.5, topP: 0.8, order: 'first' });
    await live();
    const first = panel.cut!.kept;
    controls.set('order', 'last');
    expect(panel.cut!.kept).toBeLessThan(first);
    expect(panel.orders!.first.kept).toBe(first);
    expect(panel.orders!.last.kept).toBe(panel.cut!.kept);
    expect(panel.orders!.onlyFirst).toHaveLength(first - panel.cut!.kept);
  });

  it('shows a chosen token from the tail in the last row', async () => {
    const { panel, live, controls } = await open();
    await live();
    const far = panel.ranked[300];
    controls.set('token', far);
    expect(panel.rows(14)).toHaveLength(14);
    expect(panel.rows(14).at(-1)).toBe(far);
    expect(panel.focused).toBe(far);
    controls.set('token', 60_000);
    expect(panel.rows(14)).toEqual(panel.ranked.slice(0, 14));
    expect(panel.focused).toBe(panel.ranked[0]);
  });
});

describe('the reading', () => {
  it('is the stored run until the model has answered, for the stored text only', async () => {
    const { panel, live, controls } = await open({}, storedRun);
    expect(panel.reading.current).toMatchObject({ live: false });
    expect(panel.reading.textOf(0)).toBe(' big');
    controls.set('prompt', 'Another text');
    expect(panel.reading.current).toBeNull();
    expect(panel.cut).toBeNull();
    await live();
    expect(panel.reading.current).toMatchObject({ live: true, prompt: 'Another text' });
    expect(panel.reading.settled).toBe(true);
  });

  it('has no distribution for an empty text', async () => {
    const { panel, live, client } = await open({ prompt: '' });
    await live();
    expect(panel.cut).toBeNull();
    expect(panel.ranked).toEqual([]);
    expect(panel.rows(14)).toEqual([]);
    expect(client.traced).toEqual([]);
  });

  it('reads the last window of a text that is too long', async () => {
    const { panel, live, client } = await open({ prompt: `${'a'.repeat(200)}b` });
    await live();
    expect(client.traced[0]).toHaveLength(info.window);
    expect(client.traced[0].at(-1)).toBe('b'.codePointAt(0));
    expect(panel.reading.current!.tokens).toHaveLength(201);
  });

  it('counts the byte tokens of a script the vocabulary lacks', async () => {
    const { panel, live } = await open({ prompt: 'go 山中' });
    await live();
    expect(panel.reading.byteTokens).toBe(2);
  });

  it('turns a failed call into the model’s error and keeps the stored run', async () => {
    const { panel, model, client } = await open({}, storedRun);
    client.trace = () => Promise.reject(new Error('gone'));
    await model.load();
    await panel.reading.read();
    expect(model.status).toBe('error');
    expect(panel.reading.current).toMatchObject({ live: false });
  });
});

describe('pins', () => {
  it('keep a distribution as ticks while T and the text move on', async () => {
    const { panel, live, controls } = await open({ T: 0.5 });
    await live();
    const kept = Array.from(panel.cut!.probabilities);
    panel.pin();
    controls.set('T', 2);
    expect(Array.from(panel.ticks!)).toEqual(kept);
    controls.set('prompt', 'Another text');
    await panel.reading.read();
    expect(Array.from(panel.ticks!)).toEqual(kept);
    panel.unpin();
    expect(panel.ticks).toEqual(panel.plain);
  });

  it('come back from a link', async () => {
    const first = await open({ T: 0.5 });
    await first.live();
    first.panel.pin();
    first.controls.assign({ prompt: 'Another text', T: 2 });
    await first.panel.reading.read();
    const second = await open();
    expect(second.controls.fromQuery(first.controls.toQuery())).toEqual([]);
    await second.live();
    expect(second.panel.pinned).toEqual(first.panel.pinned);
  });
});

describe('draws', () => {
  it('single out the last of a few, and none of a thousand', async () => {
    const { panel, live } = await open({ draws: 1000 });
    await live();
    expect(panel.picked).toBeNull();
    panel.drawOne();
    expect(panel.controls.get('draws')).toBe(1);
    expect(panel.picked).toBe(sampleIndex(panel.cut!.final, createRandom(7)));
    panel.drawOne();
    expect(panel.drawn!.draws).toBe(2);
  });

  it('append the drawn token to the text', async () => {
    const { panel, live, controls } = await open({ prompt: 'ab', draws: 1 });
    await live();
    const drawn = panel.reading.textOf(panel.picked!);
    panel.append();
    expect(controls.get('prompt')).toBe(`ab${drawn}`);
    expect(controls.get('draws')).toBe(0);
  });
});

describe('the three texts', () => {
  const grown = (panel: TemperatureState) => panel.growth.texts.map((text) => text.tokens.map((token) => token.id));

  it('are the same for the same seed and differ for another', async () => {
    const first = await open({ seed: 11 });
    await first.live();
    first.panel.grow();
    await settle();
    expect(first.panel.growth.complete).toBe(true);
    const second = await open({ seed: 11 });
    await second.live();
    second.panel.grow();
    await settle();
    expect(grown(second.panel)).toEqual(grown(first.panel));
    second.controls.set('seed', 12);
    second.panel.grow();
    await settle();
    expect(grown(second.panel)).not.toEqual(grown(first.panel));
  });

  it('begin with the very token that "draw one" draws at that temperature', async () => {
    const { panel, live } = await open({ T: 0.8, t2: 0.8, draws: 1 });
    await live();
    panel.grow();
    await settle();
    expect(panel.growth.texts[1].tokens[0].id).toBe(panel.picked);
  });

  it('are asked for anew only where something changed', async () => {
    const { panel, live, controls, client } = await open();
    await live();
    panel.grow();
    await settle();
    controls.set('T', 3);
    panel.grow();
    expect(client.generated).toHaveLength(3);
    controls.set('t3', 2);
    panel.grow();
    expect(client.generated).toHaveLength(4);
    expect(client.generated[3].sampling).toMatchObject({ temperature: 2, topP: 0.9, order: 'temperature-first' });
  });

  it('leave room to grow in the window', async () => {
    const { panel, live, client } = await open({ prompt: 'x'.repeat(90) });
    await live();
    panel.grow();
    expect(client.generated[0].ids).toHaveLength(info.window - GROWTH_LENGTH);
  });

  it('play to the end, stop, and scrub', async () => {
    const { panel, live, controls } = await open();
    await live();
    panel.grow();
    await settle();
    const { growth } = panel;
    growth.play();
    expect(growth.shown).toBe(0);
    growth.advance();
    growth.advance();
    growth.stop();
    expect([growth.playing, growth.shown, controls.get('shown')]).toEqual([false, 2, 2]);
    growth.play();
    for (let beat = 0; beat < GROWTH_LENGTH; beat++) growth.advance();
    flushSync();
    expect([growth.playing, growth.shown, controls.get('shown')]).toEqual([false, GROWTH_LENGTH, null]);
    growth.scrub(5);
    expect(growth.shown).toBe(5);
  });

  it('know a story that ended early', async () => {
    const { panel, live, client } = await open();
    client.endAfter = 6;
    await live();
    panel.grow();
    await settle();
    expect(panel.growth.texts.every((text) => text.ended)).toBe(true);
    panel.growth.play();
    for (let beat = 0; beat < 8; beat++) panel.growth.advance();
    expect(panel.growth.playing).toBe(false);
  });
});

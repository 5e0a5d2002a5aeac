import { describe, expect, it } from 'vitest';
import { decodingDistribution } from '../../math/decoding';
import { softmax } from '../../math/softmax';
import { FakeClient } from '../../runtime/fakeClient';
import type { GeneratedToken, GenerateRequest } from '../../runtime/protocol';
import { Controls } from '../../state/controls.svelte';
import { ModelHandle } from '../../state/model.svelte';
import { GREEDY_LENGTH, controls as spec } from './controls';
import { RepetitionState } from './state.svelte';

const prompt = 'the dog and the cat';

/** The fake's window is too short for the panel's lengths; everything else about it stays. */
class RoomyClient extends FakeClient {
  generated: GenerateRequest[] = [];
  override async load(...given: Parameters<FakeClient['load']>) {
    return { ...(await super.load(...given)), window: 256 };
  }
  override generate: FakeClient['generate'] = async (request, onToken, options) => {
    this.generated.push(request);
    const drawn: GeneratedToken[] = [];
    const ids = [...request.ids];
    for (let index = 0; index < Math.min(request.maxTokens, 14); index++) {
      const [token] = await new FakeClient().generate(
        { ...request, ids, penalties: undefined, maxTokens: 1, stopIds: [], withLogits: true },
        () => undefined,
        options,
      );
      const generated = drawn.map((each) => each.id);
      const { final } = decodingDistribution(
        token.logits!,
        { prompt: request.ids, generated },
        { ...request.sampling, ...request.penalties },
      );
      const id = final.indexOf(Math.max(...final));
      const next = { ...token, index, id, modelProbability: softmax(token.logits!)[id] };
      drawn.push(next);
      ids.push(id);
      onToken(next);
    }
    return drawn;
  };
}

async function open(values: Partial<Record<keyof typeof spec, unknown>> = {}) {
  const controls = new Controls(spec);
  controls.assign({ prompt, ...values });
  const client = new RoomyClient({ beforeTrace: () => new Promise((resolve) => setTimeout(resolve, 0)) });
  const model = new ModelHandle('story', client);
  const panel = new RepetitionState(controls, model);
  await model.load();
  await panel.greedy.sync();
  return { controls, client, model, panel };
}

const settle = async (done: () => boolean) => {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 0));
};

describe('the greedy text', () => {
  it('is written once, read once, and gives a distribution at every place', async () => {
    const { panel, client, controls } = await open();
    expect(panel.greedy.settled).toBe(true);
    expect(panel.ids).toHaveLength(14);
    expect(client.generated[0].sampling.temperature).toBe(0);
    expect(panel.entropy).toHaveLength(14);
    for (const at of [0, 5, 13]) {
      controls.set('at', at);
      expect(panel.next!.plain[panel.ids[at]]).toBeCloseTo(panel.p[at], 4);
      expect(panel.taken).toBe(panel.ids[at]);
    }
    await panel.greedy.sync();
    expect(client.generated).toHaveLength(1);
  });

  it('is nothing for an empty opening', async () => {
    const { panel, client } = await open({ prompt: '' });
    expect(panel.greedy.empty).toBe(true);
    expect(panel.greedy.settled).toBe(false);
    expect(panel.next).toBeNull();
    expect(client.generated).toEqual([]);
  });

  it('becomes the model’s error when it fails', async () => {
    const { panel, client, model, controls } = await open();
    client.trace = () => Promise.reject(new Error('gone'));
    controls.set('prompt', 'another');
    await panel.greedy.sync();
    expect(model.status).toBe('error');
  });

  it('keeps room in the window for what it writes', async () => {
    const { client } = await open({ prompt: `${'ab'.repeat(150)}c` });
    expect(client.generated[0].ids).toHaveLength(256 - GREEDY_LENGTH);
    expect(client.generated[0].ids.at(-1)).toBe('c'.charCodeAt(0) + 1);
  });
});

describe('the cures', () => {
  it('act on the next token as src/math says, prompt and text kept apart', async () => {
    const { panel, controls } = await open({ at: 6 });
    controls.assign({ rep: 1.4, presence: 0.7, frequency: 0.2, ngram: 2, T: 1.3, topP: 0.8 });
    const expected = decodingDistribution(
      panel.logits!,
      { prompt: panel.run!.given, generated: panel.ids.slice(0, 6) },
      {
        repetitionPenalty: 1.4,
        presencePenalty: 0.7,
        frequencyPenalty: 0.2,
        noRepeatNgram: 2,
        temperature: 1.3,
        topP: 0.8,
      },
    );
    expect(panel.next!.final).toEqual(expected.final);
    expect(panel.next!.cured).toEqual(expected.probabilities);
    expect(panel.on).toEqual(['rep', 'presence', 'frequency', 'ngram', 'T', 'topP']);
    panel.switchOff();
    expect(panel.on).toEqual([]);
    expect(panel.next!.final).toEqual(panel.next!.plain);
    expect(panel.next!.moved).toBe(0);
  });

  it('name what else they cost: meant by the model, not its first choice, more than half lost', async () => {
    const { panel } = await open({ at: 8, rep: 3 });
    const { plain, final, ranked, casualties } = panel.next!;
    const expected = ranked.filter((id, i) => i > 0 && plain[id] >= 0.01 && final[id] < plain[id] / 2);
    expect(casualties.map((each) => each.id)).toEqual(expected);
  });

  it('change nothing through temperature while the likeliest is taken', async () => {
    const { panel, controls } = await open({ T: 2.5, view: 'texts' });
    panel.sync();
    await settle(() => panel.cured.status === 'done');
    expect(panel.cured.tokens.map((token) => token.id)).toEqual(panel.ids);
    expect(panel.parting).toBeNull();
    controls.set('T', null);
    panel.sync();
    expect(panel.cured.tokens).toEqual([]);
    expect(panel.cured.status).toBe('idle');
  });

  it('reach the worker as penalties', async () => {
    const { panel, client } = await open({ rep: 1.5, ngram: 3 });
    panel.sync();
    await settle(() => panel.cured.status === 'done');
    expect(client.generated.at(-1)).toMatchObject({
      likeliest: true,
      penalties: { repetitionPenalty: 1.5, noRepeatNgram: 3 },
    });
  });
});

describe('keeping a text', () => {
  it('keeps the greedy text while no cure is on, and the cured one with its own measures after', async () => {
    const { controls, panel } = await open();
    const pins = panel.pins(() => 'now');
    pins.keep();
    expect(pins.latest?.value.tokens.map((token) => token.id)).toEqual(panel.ids);
    expect(pins.latest?.value.measures).toEqual(panel.measures);
    controls.assign({ rep: 2 });
    panel.sync();
    await settle(() => panel.cured.status === 'done');
    pins.keep();
    expect(pins.latest?.value.tokens).toEqual(panel.cured.tokens);
    expect(pins.latest?.value.measures).toEqual(panel.curedMeasures);
  });
});

describe('contrastive search', () => {
  it('scores each candidate by its own pass and takes the best', async () => {
    const { panel, controls } = await open({ at: 4, alpha: 0.6, k: 3, view: 'next' });
    panel.sync();
    await settle(() => panel.contrast !== null);
    const { ids, scores, chosen, probabilities, degenerationPenalties } = panel.contrast!;
    expect(ids).toEqual(panel.next!.ranked.slice(0, 3));
    ids.forEach((id, i) => {
      expect(probabilities[i]).toBe(panel.next!.plain[id]);
      expect(scores[i]).toBeCloseTo(0.4 * probabilities[i] - 0.6 * degenerationPenalties[i], 12);
    });
    expect(panel.taken).toBe(ids[chosen]);
    controls.set('alpha', 0);
    expect(panel.taken).toBe(panel.ids[4]);
  });

  it('writes a text of its own, with the model’s own probabilities, and stops when told', async () => {
    const { panel } = await open({ alpha: 0.6, k: 2, view: 'texts' });
    panel.sync();
    await settle(() => panel.cured.tokens.length >= 3);
    panel.cured.stop();
    const written = panel.cured.tokens.length;
    expect(panel.cured.status).toBe('stopped');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(panel.cured.tokens).toHaveLength(written);
    expect(panel.cured.tokens[0].modelProbability).toBeGreaterThan(0);
  });
});

import { applyCuts } from '../../src/math/cuts';
import { createRandom } from '../../src/math/random';
import { sampleIndex } from '../../src/math/sampling';
import { softmax } from '../../src/math/softmax';
import type { CallOptions, ModelClient } from '../../src/runtime/modelClient';
import type { GeneratedToken, GenerateRequest, ModelInfo, TraceRequest } from '../../src/runtime/protocol';
import type { StoredRun } from '../../src/runtime/storedRun';
import { Controls } from '../../src/state/controls.svelte';
import { ModelHandle } from '../../src/state/model.svelte';
import { controls as spec } from '../../src/topics/temperature/controls';
import { TemperatureState } from '../../src/topics/temperature/state.svelte';

/** Size of the scripted vocabulary. */
export const V = 500;
/** Shape of the scripted model. */
export const info: ModelInfo = {
  kind: 'decoder',
  name: 'story',
  layers: 1,
  heads: 1,
  headSize: 2,
  width: 2,
  vocabulary: V,
  window: 64,
  rotaryBase: 10_000,
  parameters: 1,
  bytes: 1,
  endOfTextId: 0,
};

/** Logits that fall like a language model's and depend on the last token. */
export const logitsAfter = (ids: readonly number[]) => {
  const turn = ids[ids.length - 1] ?? 0;
  return Float32Array.from({ length: V }, (_, i) => 5 - 1.8 * Math.log(1 + ((i + turn) % V)));
};

/** A model without a network: one token a character, deterministic logits, generation drawn as the runtime draws. */
export class ScriptedClient implements ModelClient {
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
    return {
      model: 'story',
      ids: request.ids,
      tensors: { logits: { dims: [request.ids.length, V], data } },
      durationMs: 1,
    };
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
      const token = {
        index,
        id,
        text: `t${id}`,
        modelProbability: softmax(logits)[id],
        drawnProbability: final[id],
        durationMs: 1,
      };
      tokens.push(token);
      onToken(token);
    }
    return tokens;
  }
  async traceSeq2Seq(): Promise<never> {
    throw new Error('no encoder-decoder');
  }
  async translate() {
    return [];
  }
  onRestart() {
    return () => undefined;
  }
  dispose() {}
}

/** A temperature panel's state over the scripted model; `live` loads it and reads the text. */
export async function openTemperature(
  values: Partial<Record<keyof typeof spec, unknown>> = {},
  stored: StoredRun | null = null,
) {
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

import type { ModelClient } from '../../src/runtime/modelClient';
import type { RuntimeError, ModelInfo, Tensor, TraceRequest } from '../../src/runtime/protocol';
import { Controls } from '../../src/state/controls.svelte';
import { ModelHandle } from '../../src/state/model.svelte';
import { controls as spec } from '../../src/topics/multi-head-attention/controls';
import { HeadsState } from '../../src/topics/multi-head-attention/state.svelte';

/** Size of the made-up vocabulary. */
export const V = 50;
const L = 6;
/** Heads a layer. */
export const H = 6;
const D = 4;
const info: ModelInfo = {
  kind: 'decoder',
  name: 'story',
  layers: L,
  heads: H,
  headSize: D,
  width: H * D,
  vocabulary: V,
  window: 32,
  rotaryBase: 10_000,
  parameters: 1,
  bytes: 1,
  endOfTextId: 0,
};

/** A smooth pseudo-random number in -1..1 from whole numbers. */
const wave = (...numbers: number[]) =>
  Math.sin(numbers.reduce((sum, n, i) => sum * 7.13 + n * (i + 1.7), 0.3));

/** Head costs of the made-up model: heads 7 and 8 back each other up, head 20 matters, the rest is small. */
function damage(out: ReadonlySet<number>): number {
  let sum = 0;
  for (const head of out) sum += head === 20 ? 2 : 0.001 * (head % 5);
  return sum + (out.has(7) && out.has(8) ? 1.5 : 0);
}

/** A model without a network: one token a character; what heads are out lowers the logit of the token that comes. */
export class ScriptedClient implements ModelClient {
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
      else
        tensors[name] = {
          dims: [1, H, T, D],
          data: Float32Array.from({ length: H * T * D }, (_, i) => wave(i, part.length)),
        };
    }
    return { model: 'story', ids, tensors, durationMs: 1 };
  }
  async generate() {
    return [];
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

/** Layer 2's head 3 looks at the token before; all others look at all places alike. */
export function patternOf(layer: number, T: number): Float32Array {
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

/** The panel's state over the made-up model, settled on its controls unless `live` is false. */
export async function openHeads(values: Partial<Record<keyof typeof spec, unknown>> = {}, live = true) {
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

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { cosSinTables, frequencies } from '../../src/math/rope';
import type { OpenModel } from '../../src/runtime/modelHost';
import type { Interventions, Tensor } from '../../src/runtime/protocol';
import { tracePass } from '../../src/runtime/tracePass';
import { diskHost, hashOf } from '../runtime/nodeHost';

interface Recorded {
  readonly shape: number[];
  readonly data: number[];
}

/** What PyTorch computed with the shipped file's own weights (training/common/parity.py). */
export interface ParityFile {
  readonly model: string;
  readonly sha256: string;
  readonly tolerance: number;
  readonly prompts: { readonly text: string; readonly ids: number[]; readonly lastLogits: number[] }[];
  readonly tensors: {
    readonly text: string;
    readonly ids: number[];
    readonly values: Record<string, Recorded>;
  };
  readonly headKnockedOut: {
    readonly ids: number[];
    readonly layer: number;
    readonly head: number;
    readonly lastLogits: number[];
  };
  readonly positionInterpolation: {
    readonly ids: number[];
    readonly scale: number;
    readonly lastLogits: number[];
    readonly values: Record<string, Recorded>;
  };
}

/** Largest absolute difference; NaN anywhere gives NaN, which no bar lets pass. */
export function gap(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  expect(found.length).toBe(wanted.length);
  let worst = 0;
  for (let i = 0; i < found.length; i++) {
    const difference = Math.abs(found[i] - wanted[i]);
    worst = difference > worst || Number.isNaN(difference) ? difference : worst;
  }
  return worst;
}

/** One shipped decoder or encoder beside what PyTorch computed with its weights. */
export class Shipped {
  readonly parity: ParityFile;
  #model: OpenModel | null = null;

  constructor(name: string) {
    this.parity = JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8')) as ParityFile;
  }

  get model(): OpenModel {
    if (!this.#model) throw new Error('The model is opened before the tests.');
    return this.#model;
  }

  async open(): Promise<void> {
    this.#model = await diskHost().open(this.parity.model);
  }

  trace(ids: readonly number[], outputs: readonly string[] | 'all', interventions?: Interventions) {
    const { session, info } = this.model;
    return tracePass(session, info, { model: info.name, ids, outputs, interventions });
  }

  /** A head mask that knocks one head out. */
  without(layer: number, head: number): Float32Array {
    const { layers, heads } = this.model.info;
    const mask = new Float32Array(layers * heads).fill(1); // [L, H]
    mask[layer * heads + head] = 0;
    return mask;
  }

  /** The logits that a prompt's parity is of: at the first blank, else at the end. */
  answer(ids: readonly number[], { dims, data }: Tensor): Float32Array {
    const { maskId } = this.model.info;
    const place = maskId === undefined ? ids.length - 1 : ids.indexOf(maskId);
    return data.slice(place * dims[2], (place + 1) * dims[2]);
  }
}

/** The tests that every such model must pass; its own come beside them. Returns the model for these. */
export function describeParity(name: string): Shipped {
  const shipped = new Shipped(name);
  const { parity } = shipped;
  const last = (logits: Tensor) => logits.data.slice(-logits.dims[2]);

  beforeAll(() => shipped.open(), 120_000);

  describe(`the shipped ${name} against PyTorch`, () => {
    it('was recorded from the very file that ships', () => {
      expect(hashOf(`${name}/onnx/model.onnx`)).toBe(parity.sha256);
    });

    it('splits the prompts into the same tokens, whose texts join to the prompt', () => {
      for (const prompt of parity.prompts) {
        const ids = shipped.model.encode(prompt.text);
        expect(ids).toEqual(prompt.ids);
        // The space before a blank belongs to the word that is hidden.
        const text = prompt.text.replaceAll(' <mask>', '<mask>');
        expect(ids.map((id) => shipped.model.texts[id]).join('')).toBe(text);
      }
    });

    it('gives the logits of five prompts over the whole vocabulary', async () => {
      for (const prompt of parity.prompts) {
        const { tensors } = await shipped.trace(prompt.ids, ['logits']);
        expect(gap(shipped.answer(prompt.ids, tensors.logits), prompt.lastLogits)).toBeLessThanOrEqual(1e-4);
      }
    });

    it('gives every named tensor', async () => {
      const { tensors } = await shipped.trace(parity.tensors.ids, 'all');
      expect(Object.keys(parity.tensors.values).length).toBeGreaterThan(40);
      for (const [name, recorded] of Object.entries(parity.tensors.values)) {
        expect(tensors[name].dims, name).toEqual(recorded.shape);
        expect(gap(tensors[name].data, recorded.data), name).toBeLessThanOrEqual(1e-4);
      }
    });

    it('gives the logits of a run with one head knocked out, which differ from the plain ones', async () => {
      const { ids, layer, head, lastLogits } = parity.headKnockedOut;
      const { tensors } = await shipped.trace(ids, ['logits'], { headMask: shipped.without(layer, head) });
      expect(gap(last(tensors.logits), lastLogits)).toBeLessThanOrEqual(1e-4);
      const plain = await shipped.trace(ids, ['logits']);
      expect(gap(last(plain.tensors.logits), lastLogits)).toBeGreaterThan(1e-3);
    });

    it('gives the run with interpolated positions', async () => {
      const { ids, scale, lastLogits, values } = parity.positionInterpolation;
      const positions = ids.map((_, t) => t * scale);
      const rotary = cosSinTables(
        positions,
        frequencies(shipped.model.info.headSize, shipped.model.info.rotaryBase),
      );
      const { tensors } = await shipped.trace(ids, ['logits', ...Object.keys(values)], { rotary });
      expect(gap(last(tensors.logits), lastLogits)).toBeLessThanOrEqual(1e-4);
      for (const [name, recorded] of Object.entries(values)) {
        expect(gap(tensors[name].data, recorded.data), name).toBeLessThanOrEqual(1e-4);
      }
    });
  });

  return shipped;
}

import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sinusoidalTable } from '../../src/math/positions';
import { generationLoop } from '../../src/runtime/generationLoop';
import { arrangement, positionsOf } from '../../src/runtime/positions';
import type { Interventions, Tensor } from '../../src/runtime/protocol';
import type { MatchedSet } from '../../src/state/matchedRuns';
import { parseCatalogue, rowOf } from '../../src/runtime/catalogue';
import { diskHost, hashOf, modelsFolder } from '../runtime/nodeHost';

interface Few {
  readonly every: number;
  readonly data: number[];
}

/** What PyTorch computed with a matched model's own weights (training/matched/parity.py). */
interface ParityFile {
  readonly model: string;
  readonly sha256: string;
  readonly tolerance: number;
  readonly prompts: {
    readonly text: string;
    readonly ids: number[];
    readonly every: number;
    readonly lastLogits: number[];
  }[];
  readonly tensors: Record<string, Few & { readonly shape: number[] }>;
  readonly switchedOff: { readonly every: number; readonly lastLogits: number[] };
}

const folder = new URL('./matched/', import.meta.url);
const files = readdirSync(folder).map(
  (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as ParityFile,
);
const host = diskHost();
const last = ({ data, dims }: Tensor) => data.slice(-dims[dims.length - 1]);

/** Largest difference between every n-th value and what was recorded. */
function gap(values: Float32Array, every: number, wanted: readonly number[]): number {
  const found = Array.from(values).filter((_, at) => at % every === 0);
  expect(found).toHaveLength(wanted.length);
  return Math.max(...found.map((value, at) => Math.abs(value - wanted[at])));
}
const trace = (
  model: string,
  ids: readonly number[],
  outputs: readonly string[],
  interventions?: Interventions,
) => host.trace({ model, ids, outputs, interventions });

describe.each(files.map((file) => [file.model, file] as const))('%s against PyTorch', (model, file) => {
  it('gives the recorded numbers, as trained and with positions and mask off', async () => {
    expect(hashOf(`${model}/onnx/model.onnx`)).toBe(file.sha256);
    const { info, encode } = await host.open(model);
    for (const { text, ids, every, lastLogits } of file.prompts) {
      expect(encode(text)).toEqual(ids);
      const { tensors } = await trace(model, ids, ['logits']);
      expect(gap(last(tensors.logits), every, lastLogits)).toBeLessThan(file.tolerance);
    }
    const { ids } = file.prompts.at(-1)!;
    const { tensors } = await trace(model, ids, Object.keys(file.tensors));
    for (const [name, { shape, every, data }] of Object.entries(file.tensors)) {
      expect(tensors[name].dims).toEqual(shape);
      expect(gap(tensors[name].data, every, data), name).toBeLessThan(file.tolerance);
    }
    const off = arrangement(info, ids.length, { positions: false, mask: false });
    const { logits } = (await trace(model, ids, ['logits'], off)).tensors;
    expect(gap(last(logits), file.switchedOff.every, file.switchedOff.lastLogits)).toBeLessThan(
      file.tolerance,
    );
  });

  it('writes the same with and without its cache', async () => {
    const { info, session, texts } = await host.open(model);
    const drawn: number[][] = [];
    for (const cache of [true, false]) {
      const found: number[] = [];
      await generationLoop(
        session,
        info,
        {
          model,
          ids: file.prompts[0].ids,
          maxTokens: 12,
          sampling: { temperature: 0 },
          seed: 1,
          cache,
        },
        {
          texts,
          breathe: () => Promise.resolve(),
          cancelled: () => false,
          onToken: ({ id }) => found.push(id),
        },
      );
      drawn.push(found);
    }
    expect(drawn[0]).toEqual(drawn[1]);
  });

  it('moves its outputs with the words once positions and mask are off', async () => {
    const { info } = await host.open(model);
    const { ids } = file.prompts.at(-1)!;
    const order = ids.map((_, at) => ids.length - 1 - at);
    const off = arrangement(info, ids.length, { positions: false, mask: false });
    const names = ['final.norm', 'logits'];
    const plain = (await trace(model, ids, names, off)).tensors;
    const moved = (
      await trace(
        model,
        order.map((at) => ids[at]),
        names,
        off,
      )
    ).tensors;
    const row = ({ data, dims }: Tensor, at: number) => data.subarray(at * dims[2], (at + 1) * dims[2]);
    const worst = order.map((from, to) => {
      const [a, b] = [row(plain['final.norm'], from), row(moved['final.norm'], to)];
      return Math.max(...a.map((value, c) => Math.abs(value - b[c])));
    });
    expect(Math.max(...worst)).toBeLessThan(1e-5);
  });
});

describe('what the matched models know of places', () => {
  const kinds = files.map(({ model }) => model).filter((model) => model.startsWith('position-'));

  it('all five are here', () => {
    expect(kinds.sort()).toEqual(
      ['alibi', 'learned', 'none', 'rope', 'sinusoidal'].map((kind) => `position-${kind}`),
    );
  });

  it.each(kinds)(
    '%s: one causal layer without positions is blind to earlier order, two are not',
    async (model) => {
      const { info, encode } = await host.open(model);
      const ids = encode(' the dog chased the big cat');
      const moved = [...ids.slice(0, -1).reverse(), ids.at(-1)!];
      const names = ['layer.0.resid', 'layer.1.resid'];
      for (const positions of [false, true]) {
        const given = arrangement(info, ids.length, { positions, mask: true });
        const [one, two] = await Promise.all([
          trace(model, ids, names, given),
          trace(model, moved, names, given),
        ]);
        const [first, second] = names.map((name) => {
          const [a, b] = [last(one.tensors[name]), last(two.tensors[name])];
          const size = Math.hypot(...a);
          return Math.hypot(...a.map((value, c) => value - b[c])) / size;
        });
        expect(second).toBeGreaterThan(1e-3);
        if (!positions || positionsOf(info).kind === 'none') expect(first).toBeLessThan(1e-5);
        else expect(first).toBeGreaterThan(1e-3);
      }
    },
  );

  it('a learned table has no rows past its end, the others go on', async () => {
    const ids = Array.from({ length: 140 }, (_, i) => 1 + (i % 900));
    for (const model of kinds) {
      const request = { model, ids, outputs: ['logits'], beyondWindow: true };
      if (model === 'position-learned')
        await expect(host.trace(request)).rejects.toMatchObject({ code: 'too-long' });
      else expect((await host.trace(request)).tensors.logits.dims[1]).toBe(140);
    }
  });

  it('the sinusoidal rows are the formula of the paper', () => {
    const table = sinusoidalTable(128, 128);
    for (const [t, i] of [
      [0, 0],
      [5, 6],
      [100, 90],
    ]) {
      expect(table[t * 128 + i]).toBeCloseTo(Math.sin(t / 10000 ** (i / 128)), 12);
      expect(table[t * 128 + i + 1]).toBeCloseTo(Math.cos(t / 10000 ** (i / 128)), 12);
    }
  });
});

describe('what ships of the matched models', () => {
  const rows = parseCatalogue(readFileSync(`${modelsFolder}index.json`, 'utf8'));

  it('is small, and its 8-bit weights cost less than one per cent', () => {
    for (const { model } of files) {
      const row = rowOf(rows, model);
      expect(row.bytes).toBeLessThan(1.2e6);
      const card = JSON.parse(readFileSync(modelsFolder + row.card, 'utf8')) as {
        scores: { heldOutBitsPerByte: { change: number } };
      };
      expect(Math.abs(card.scores.heldOutBitsPerByte.change)).toBeLessThan(0.01);
    }
    expect(rows.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(60e6);
  });

  it.each(['position', 'heads', 'repeat', 'family'])('matched-%s.json names models that are there', (set) => {
    const record = JSON.parse(
      readFileSync(new URL(`../../static/runs/matched-${set}.json`, import.meta.url), 'utf8'),
    ) as MatchedSet;
    const recordOnly = ['order-blind', 'family-encdec', 'family-masked'];
    for (const { name, sameRunAs, runs } of record.members) {
      if (!recordOnly.includes(name)) expect(() => rowOf(rows, sameRunAs ?? name)).not.toThrow();
      for (const run of runs) {
        expect(run.tokens).toBe(record.members[0].runs[0].tokens);
        expect(run.steps).toBe(record.members[0].runs[0].steps);
      }
    }
  });
});

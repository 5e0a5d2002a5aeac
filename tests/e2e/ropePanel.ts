import type { Page } from 'playwright';
import type { ChartData } from '../../src/charts/data';
import { scaledFrequencies } from '../../src/math/rope';
import type { Tensor } from '../../src/runtime/protocol';
import longTexts from '../../src/topics/rope/longTexts.json';
import { open, ready } from './browser';
import { diskHost } from '../runtime/nodeHost';

/** The shipped model in Node, without a page. */
export const host = diskHost();
/** The prompt a link without one opens with. */
export const defaultPrompt = "Lily has a red ball. Tom has a blue kite. Lily's ball is";

/** Everything behind a chart, by series name. */
export async function series(page: Page, name: string): Promise<Record<string, number[]>> {
  return page
    .locator(`[data-chart="${name}"]`)
    .first()
    .evaluate((element) =>
      Object.fromEntries(
        (element as unknown as { getData(): ChartData })
          .getData()
          .series.map((each) => [each.name, Array.from(each.values)]),
      ),
    );
}

/** Address of the panel with these controls. */
export function route(controls: Readonly<Record<string, string | number>>): string {
  const query = new URLSearchParams(Object.entries(controls).map(([key, value]) => [key, String(value)]));
  return `#/rope?${query.toString()}`;
}

/** Opens the panel and waits for the live model. */
export async function openLive(controls: Readonly<Record<string, string | number>> = {}, options = {}) {
  const opened = await open(route(controls), options);
  await ready(opened.page, 'rope');
  return opened;
}

/** One head's vector from the graph itself, in Node. */
function row({ dims, data }: Tensor, head: number, position: number): number[] {
  const from = (head * dims[2] + position) * dims[3];
  return Array.from(data.slice(from, from + dims[3]));
}

/** q and k of a layer and head counted from 1, at two positions, and the model's own turned ones. */
export async function vectors(prompt: string, layer: number, head: number, query: number, key: number) {
  const { encode } = await host.open('story');
  const name = `layer.${layer - 1}.attn`;
  const parts = ['q', 'k', 'q_rot', 'k_rot'].map((part) => `${name}.${part}`);
  const { tensors } = await host.trace({ model: 'story', ids: encode(prompt), outputs: parts });
  const [q, k, qRot, kRot] = parts.map((part) => tensors[part]);
  return {
    q: row(q, head - 1, query),
    k: row(k, head - 1, key),
    qRot: row(qRot, head - 1, query),
    kRot: row(kRot, head - 1, key),
  };
}

/** The rotation written out once more, apart from src/math. */
export function turned(x: readonly number[], m: number, base = 10_000): number[] {
  const half = x.length / 2;
  const out = [...x];
  for (let i = 0; i < half; i++) {
    const angle = m * base ** (-i / half);
    out[i] = x[i] * Math.cos(angle) - x[i + half] * Math.sin(angle);
    out[i + half] = x[i] * Math.sin(angle) + x[i + half] * Math.cos(angle);
  }
  return out;
}

/** Dot product. */
export const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);
/** Length. */
export const norm = (a: readonly number[]) => Math.sqrt(dot(a, a));
/** Largest difference, entry by entry. */
export const largestGap = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i])));

/** Bits a token by position over the long texts, from onnxruntime in Node. */
export async function lossOf(
  kind: 'plain' | 'ntk' | 'yarn-code',
  scale: number,
  length: number,
): Promise<number[]> {
  const { encode, info } = await host.open('story');
  const { frequencies, attentionFactor } = scaledFrequencies(kind, {
    headSize: 32,
    base: 10_000,
    trainedLength: 256,
    scale,
    length,
  });
  const cos = new Float32Array(length * 16);
  const sin = new Float32Array(length * 16);
  for (let m = 0; m < length; m++)
    for (let i = 0; i < 16; i++) {
      cos[m * 16 + i] = Math.cos(m * frequencies[i]) * attentionFactor;
      sin[m * 16 + i] = Math.sin(m * frequencies[i]) * attentionFactor;
    }
  const bits = Array<number>(length - 1).fill(0);
  for (const documents of longTexts.texts) {
    const ids = documents.flatMap((each) => [...encode(each), info.endOfTextId]).slice(0, length);
    const interventions = { rotary: { cos, sin } };
    const { tensors } = await host.trace({
      model: 'story',
      ids,
      outputs: ['logits'],
      interventions,
      beyondWindow: true,
    });
    const V = info.vocabulary;
    for (let t = 0; t < length - 1; t++) {
      const z = tensors.logits.data.subarray(t * V, (t + 1) * V);
      const top = z.reduce((most, each) => Math.max(most, each), -Infinity);
      let total = 0;
      for (const each of z) total += Math.exp(each - top);
      bits[t] += (top + Math.log(total) - z[ids[t + 1]]) / Math.LN2 / longTexts.texts.length;
    }
  }
  return bits;
}

/** Mean of a list. */
export const mean = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0) / list.length;

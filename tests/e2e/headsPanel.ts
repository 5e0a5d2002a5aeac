import type { Page } from 'playwright';
import type { ChartData } from '../../src/charts/data';
import { diskHost } from '../runtime/nodeHost';
import { open, ready } from './browser';

/** The topic under test. */
export const slug = 'multi-head-attention';
const host = diskHost();
/** Texts of our own; the first is the panel’s default. */
export const prompts = [
  "Lily has a red ball. Tom has a blue kite. What colour is Lily's ball? It is",
  'Once upon a time there was a little girl called Mia. She wanted to',
  'The cat sat on the mat and the dog sat on the',
];

/** Controls as a link names them. */
export type Query = Readonly<Record<string, string | number>>;

/** The panel’s route with these controls. */
export function route(controls: Query = {}): string {
  const query = new URLSearchParams(Object.entries(controls).map(([key, value]) => [key, String(value)]));
  return `#/${slug}?${query.toString()}`;
}

/** The panel in a fresh profile, the live model’s numbers drawn. */
export async function openLive(controls: Query = {}, options = {}) {
  const opened = await open(route(controls), options);
  await ready(opened.page, slug);
  return opened;
}

/** Everything behind a chart, by series name. */
export async function series(page: Page, chart: string): Promise<Record<string, number[]>> {
  return page
    .locator(`[data-chart="${slug}/${chart}"]`)
    .first()
    .evaluate((element) =>
      Object.fromEntries(
        (element as unknown as { getData(): ChartData })
          .getData()
          .series.map((each) => [each.name, Array.from(each.values)]),
      ),
    );
}

/** A pass of the shipped graph in Node, some heads out; no page involved. */
export async function trace(
  prompt: string | readonly number[],
  out: readonly number[],
  outputs: readonly string[] = ['logits'],
) {
  const { info, encode } = await host.open('story');
  const ids = typeof prompt === 'string' ? encode(prompt).slice(-info.window) : prompt;
  const headMask = new Float32Array(info.layers * info.heads).fill(1);
  for (const index of out) headMask[index] = 0;
  const { tensors } = await host.trace({
    model: 'story',
    ids,
    outputs,
    interventions: out.length ? { headMask } : undefined,
  });
  return { ids, info, tensors };
}

/** The last row of logits [T, V]. */
export const last = (data: Float32Array, V: number) => Array.from(data.slice(-V));
/** The largest difference of two lists; Infinity when they differ in length. */
export const largestGap = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  a.length === b.length ? Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]))) : Infinity;

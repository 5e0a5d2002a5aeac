import type { Page } from 'playwright';
import type { ChartData } from '../../src/charts/data';
import { softmax } from '../../src/math/softmax';
import { withEnd, withStart } from '../../src/runtime/seq2seq';
import { Frames } from '../../src/topics/transformer-flow/frames';
import { shippedShape } from '../../src/topics/transformer-flow/machine';
import { diskHost } from '../runtime/nodeHost';
import { open, ready } from './browser';

/** The topic under test. */
export const slug = 'transformer-flow';
/** The film of the shipped model. */
export const frames = new Frames(shippedShape);
const host = diskHost();

/** Controls as a link names them. */
export type Query = Readonly<Record<string, string | number>>;

/** The panel's route with these controls. */
export function route(controls: Query = {}): string {
  const query = new URLSearchParams(Object.entries(controls).map(([key, value]) => [key, String(value)]));
  return `#/${slug}?${query.toString()}`;
}

/** The panel in a fresh profile, the live model's numbers drawn. */
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

/** What the exported graphs write to a text, in Node, no page involved: ids, texts, and tensors on the way. */
export async function translated(prompt: string, outputs: readonly string[] = [], prefix: number[] = []) {
  const model = 'translate';
  const { info, encode, texts } = await host.open(model);
  const sourceIds = withEnd(info, encode(prompt).slice(0, info.window - 1));
  const ids = [...prefix];
  await host.translate(
    { model, sourceIds, prefix, maxTokens: info.window - prefix.length, cache: true },
    (token) => ids.push(token.id),
    () => false,
  );
  const targetIds = withStart(info, ids.slice(0, -1));
  const { tensors } = await host.traceSeq2Seq({
    model,
    sourceIds,
    targetIds,
    outputs: ['logits', ...outputs],
  });
  const V = info.vocabulary;
  const p = (step: number) => softmax(tensors.logits.data.subarray(step * V, (step + 1) * V));
  return { ids, texts: ids.map((id) => texts[id]), sourceIds, tensors, p, info };
}

/** The largest difference of two lists; Infinity when they differ in length. */
export const largestGap = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  a.length === b.length
    ? Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0)
    : Infinity;

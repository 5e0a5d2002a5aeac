import type { Page } from 'playwright';
import type { ChartData } from '../../src/charts/data';
import { logSumExp, softmax } from '../../src/math/softmax';
import { open, ready } from './browser';
import { diskHost } from '../runtime/nodeHost';

/** The shipped models in Node, without a page. */
export const host = diskHost();
export const slug = 'strengths-and-limits';

/** Everything behind a chart, by series name. */
export async function series(page: Page, name: string): Promise<Record<string, number[]>> {
  return page
    .locator(`[data-chart="${slug}/${name}"]`)
    .first()
    .evaluate((element) =>
      Object.fromEntries(
        (element as unknown as { getData(): ChartData })
          .getData()
          .series.map((each) => [each.name, Array.from(each.values)]),
      ),
    );
}

/** The labels of a chart's first axis. */
export async function labelsOf(page: Page, name: string): Promise<string[]> {
  return page
    .locator(`[data-chart="${slug}/${name}"]`)
    .first()
    .evaluate((element) => [...((element as unknown as { getData(): ChartData }).getData().labels ?? [])]);
}

/** Opens the panel with these controls and waits until the view on show is the live model's whole answer. */
export async function openLive(controls: Readonly<Record<string, string | number>> = {}, options = {}) {
  const query = new URLSearchParams(Object.entries(controls).map(([key, value]) => [key, String(value)]));
  const opened = await open(`#/${slug}?${query.toString()}`, options);
  await ready(opened.page, slug);
  return opened;
}

/** The unrounded number of a readout; waits for it. */
export async function readout(page: Page, name: string): Promise<number> {
  return Number(await page.locator(`[data-readout="${name}"]`).first().getAttribute('data-value'));
}

/** Opens another tab of the stage and waits for its experiment. */
export async function show(page: Page, tab: number): Promise<void> {
  await page.locator('.tabs button').nth(tab).click();
  await ready(page, slug);
}

async function logits(ids: readonly number[], model = 'story'): Promise<{ data: Float32Array; V: number }> {
  const { info } = await host.open(model);
  const { tensors } = await host.trace({ model, ids, outputs: ['logits'] });
  return { data: tensors.logits.data, V: info.vocabulary };
}

/** The model's softmax after a text. */
export async function nextOf(text: string): Promise<Float64Array> {
  const { encode } = await host.open('story');
  const { data, V } = await logits(encode(text));
  return softmax(data.slice(-V));
}

/** P(answer | text), all the answer's tokens; the text is cut to its last `window` tokens first. */
export async function probability(text: string, answer: string, window = 256): Promise<number> {
  const { encode, info } = await host.open('story');
  const tail = encode(` ${answer}`);
  const ids = encode(text).slice(-Math.min(window, info.window - tail.length));
  const { data, V } = await logits([...ids, ...tail]);
  let nats = 0;
  tail.forEach((id, j) => {
    const row = data.subarray((ids.length + j - 1) * V, (ids.length + j) * V);
    nats += row[id] - logSumExp(row);
  });
  return Math.exp(nats);
}

/** What a model writes after a text, taking the likeliest token each time. */
export async function greedy(model: string, text: string, maxTokens: number): Promise<string[]> {
  const { encode } = await host.open(model);
  const texts: string[] = [];
  await host.generate(
    { model, ids: encode(text), maxTokens, sampling: { temperature: 0 }, seed: 1, cache: true },
    (token) => texts.push(token.text),
    () => false,
  );
  return texts;
}

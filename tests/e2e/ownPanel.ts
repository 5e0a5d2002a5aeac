import { inject } from 'vitest';
import type { Page } from 'playwright';
import type { ChartData } from '../../src/charts/data';
import { softmax } from '../../src/math/softmax';
import type { LocalHub } from '../runtime/own/hubServer';
import { ownHost } from '../runtime/own/nodeOwn';

/** For machines five times slower than this one. */
export const patient = { timeout: 40_000 };

/** Requests that left this site. */
export const away = (requests: readonly string[]) =>
  requests.filter((url) => !url.startsWith(new URL(inject('address')).origin) && /^https?:/.test(url));

/** Asks a hub for a model's size, as a reader would. */
export async function look(page: Page, title: string, address: string): Promise<void> {
  await page.getByLabel('Model, as owner/name').fill(title);
  await page.getByLabel('Hub or mirror').fill(address);
  await page.getByRole('button', { name: 'Ask for its size' }).click();
}

/** Fetches a model from a hub, as a reader would. */
export async function bring(page: Page, hub: LocalHub, title: string): Promise<void> {
  await look(page, title, hub.address);
  await page.locator('[data-plan]').waitFor();
  await page.locator('.plan .btn.primary').click();
  await page.locator('[data-own-model]').waitFor();
}

/** The next token's probabilities of a text by the same engine in Node. */
export async function expected(name: string, text: string): Promise<Float64Array> {
  const host = ownHost();
  const ids = (await host.tokenize(name, text)).map(({ id }) => id);
  const { logits } = (await host.trace({ model: name, ids, outputs: ['logits'] })).tensors;
  return softmax(logits.data.slice(-logits.dims[2]));
}

/** One series behind a chart; empty while the chart is not there. */
export async function series(page: Page, chart: string, name: string): Promise<number[]> {
  return page.locator(`[data-chart="${chart}"]`).evaluateAll((found, wanted) => {
    const data = (found[0] as unknown as { getData(): ChartData } | undefined)?.getData();
    return Array.from(data?.series.find((each) => each.name === wanted)?.values ?? []);
  }, name);
}

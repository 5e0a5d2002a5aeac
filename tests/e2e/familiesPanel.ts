import type { Page } from 'playwright';
import { expect } from 'vitest';
import type { ChartData } from '../../src/charts/data';
import { open, ready } from './browser';

/** Every number of one of the panel's charts, and its labels. */
export async function data(
  page: Page,
  name: string,
): Promise<{ series: Record<string, number[]>; labels: string[] }> {
  return page
    .locator(`[data-chart="three-families/${name}"]`)
    .first()
    .evaluate((element) => {
      const { series, labels } = (element as unknown as { getData(): ChartData }).getData();
      return {
        series: Object.fromEntries(series.map((each) => [each.name, Array.from(each.values)])),
        labels: [...(labels ?? [])],
      };
    });
}

/** Waits until a chart of the panel is there. */
export const present = (page: Page, name: string) =>
  page.locator(`[data-chart="three-families/${name}"]`).first().waitFor({ timeout: 60_000 });

/** Opens the panel with all three models at work. */
export async function openLive(values: Readonly<Record<string, string | number>> = {}, columns = 4) {
  const query = new URLSearchParams(Object.entries(values).map(([key, value]) => [key, String(value)]));
  const opened = await open(`#/three-families?${query.toString()}`);
  await ready(opened.page, 'three-families');
  if (columns === 4) await present(opened.page, 'target');
  return opened;
}

/** Equal to 1e-3, number by number. */
export const close = (found: readonly number[], wanted: readonly number[]) => {
  expect(found).toHaveLength(wanted.length);
  found.forEach((each, i) => expect(Math.abs(each - wanted[i])).toBeLessThan(1e-3));
};

import { expect } from 'vitest';
import { isChart, type ChartData } from '../src/charts/data';

/** The name every chart under test is given. */
export const name = 'test/chart';
/** The finding every chart under test is given. */
export const label = 'what it shows';

/** A rendered chart's numbers, after checking that its root keeps the inspection contract. */
export function dataOf(container: HTMLElement): ChartData {
  const root = container.querySelector<HTMLElement>('[data-chart]');
  if (!root || !isChart(root)) throw new Error('No chart was rendered.');
  expect(root.dataset.chart).toBe(name);
  return root.getData();
}

/** The unrounded `data-value` of every mark a selector finds. */
export function values(container: Element, selector: string): number[] {
  return [...container.querySelectorAll(selector)].map((mark) => Number(mark.getAttribute('data-value')));
}

/** An element's markup with its numbers rounded to a tenth, for snapshots of the layout. */
export function rounded(element: Element): string {
  return element.outerHTML
    .replace(/-?\d+\.\d+/g, (text) => Number(text).toFixed(1))
    .replace(/svelte-\w+/g, '')
    .replace(/<!---->/g, '');
}

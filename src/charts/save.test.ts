import { render } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import Bars from './Bars.svelte';
import DistributionBars from './DistributionBars.svelte';
import Flow from './Flow.svelte';
import TokenRow from './TokenRow.svelte';
import { chartSvg } from './save';

const notes = {
  title: 'What does the temperature do?',
  caption: 'Ticks: T = 1. 刻度表示 T = 1。',
  settings: 'story, T = 0.80, seed 7',
  link: 'https://example.org/#/temperature?T=0.8&p=<1>',
};
const root = (container: HTMLElement) => container.querySelector<HTMLElement>('[data-chart]')!;

describe('a saved picture', () => {
  const bars = () =>
    render(DistributionBars, {
      name: 'temperature/next-token',
      label: 'big leads with one half',
      all: [0.5, 0.3, 0.2],
      ids: [0, 1],
      text: (id: number) => ['big', 'shiny', 'red'][id],
    }).container;

  it('stands alone: title, alternative, caption, settings, link, and no class, style or outside address', () => {
    const saved = chartSvg(root(bars()), notes)!;
    const parsed = new DOMParser().parseFromString(saved.svg, 'image/svg+xml');
    const texts = [...parsed.querySelectorAll('text')].map((text) => text.textContent);
    for (const line of Object.values(notes)) expect(texts).toContain(line);
    expect(parsed.querySelector('title')!.textContent).toBe(notes.title);
    expect(parsed.querySelector('desc')!.textContent).toBe('big leads with one half');
    expect(saved.svg).not.toMatch(/\s(class|style|tabindex|role="button"|aria-\w+)=|var\(--/);
    expect(saved.svg.replaceAll('http://www.w3.org/2000/svg', '').match(/(href|src)="http/g)).toBeNull();
  });
  it('breaks a long link, so that none of it lies outside the picture', () => {
    const link = `https://example.org/#/temperature?prompt=${'word+'.repeat(60)}&T=0.8`;
    const saved = chartSvg(root(bars()), { ...notes, link })!;
    const parsed = new DOMParser().parseFromString(saved.svg, 'image/svg+xml');
    const lines = [...parsed.querySelectorAll('text')].map((text) => text.textContent ?? '');
    const first = lines.findIndex((line) => line.startsWith('https://'));
    expect(lines.slice(first).join('')).toBe(link);
    expect(lines.length - first).toBeGreaterThan(2);
  });
  it('keeps every number and its size, and drops what only catches the pointer', () => {
    const container = bars();
    const saved = chartSvg(root(container), notes)!;
    const parsed = new DOMParser().parseFromString(saved.svg, 'image/svg+xml');
    const numbers = (tree: ParentNode) =>
      [...tree.querySelectorAll('svg [data-value]')].map((mark) => mark.getAttribute('data-value'));
    expect(numbers(parsed)).toEqual(numbers(container));
    expect(saved.width).toBe(Number(container.querySelector('svg')!.getAttribute('width')) + 48);
    expect(parsed.documentElement.getAttribute('viewBox')).toBe(`0 0 ${saved.width} ${saved.height}`);
  });
  it('leaves the page as it was', () => {
    const container = render(Bars, { name: 'a/b', label: 'l', rows: [{ label: 'x', value: 1 }] }).container;
    const before = container.innerHTML;
    chartSvg(root(container), notes);
    expect(container.innerHTML).toBe(before);
  });
  it('goes on calling an illustration one', () => {
    const { container } = render(Flow, {
      name: 'a/b',
      label: 'l',
      nodes: [{ id: 'a', x: 0, y: 0, w: 1, h: 1, label: 'x' }],
      links: [],
      cols: 1,
      rows: 1,
      illustration: '示意图',
    });
    expect(chartSvg(root(container), notes)!.svg).toContain(`${notes.title} (示意图)`);
  });
  it('is null where there is no picture', () => {
    expect(
      chartSvg(root(render(TokenRow, { name: 'a/b', label: 'l', tokens: [{ text: 'x' }] }).container), notes),
    ).toBeNull();
  });
});

import { fireEvent, render } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { dataOf, label, name, rounded, values } from '../../tests/readChart';
import DistributionBars from './DistributionBars.svelte';

describe('DistributionBars', () => {
  const all = Float64Array.from([0.5, 0.25, 0.125, 1 / 16, 1 / 16]);
  const text = (id: number) => ['big', 'shiny', 'little', 'red', 'lot'][id];
  const props = { name, label, all, ids: [0, 1, 2], text };

  it('draws the given numbers unrounded and hands over the whole vocabulary', () => {
    const { container } = render(DistributionBars, props);
    expect(values(container, '.row')).toEqual([0.5, 0.25, 0.125]);
    const data = dataOf(container);
    expect(data.series[0].values).toBe(all);
    expect(data.labels).toEqual(['big', 'shiny', 'little', 'red', 'lot']);
  });
  it('makes the bars as long as their probabilities', () => {
    const { container } = render(DistributionBars, props);
    const widths = [...container.querySelectorAll('rect.p')].map((bar) => Number(bar.getAttribute('width')));
    expect(widths[0] / widths[1]).toBeCloseTo(2, 9);
    expect(widths[0] / widths[2]).toBeCloseTo(4, 9);
  });
  it('puts everything else in the tail, which is last, counted, and on its own track', () => {
    const { container } = render(DistributionBars, props);
    const tail = container.querySelector('.tail')!;
    expect(Number(tail.getAttribute('data-value'))).toBeCloseTo(0.125, 12);
    expect(tail.getAttribute('data-count')).toBe('2');
    expect(tail.compareDocumentPosition([...container.querySelectorAll('.row')].at(-1)!)).toBe(2);
    const track = Number(tail.querySelector('.track')!.getAttribute('width'));
    expect(Number(tail.querySelector('.kept')!.getAttribute('width')) / (track + 1)).toBeCloseTo(0.125, 9);
  });
  it('hatches what was cut, extends what was kept, and says so on the dotted line', () => {
    const keep = Uint8Array.from([1, 1, 0, 0, 0]);
    const final = Float64Array.from([2 / 3, 1 / 3, 0, 0, 0]);
    const { container } = render(DistributionBars, {
      ...props,
      keep,
      final,
      before: [0.4, 0.3, 0.1, 0.1, 0.1],
      cutLabel: 'top-p 0.75',
    });
    expect(container.querySelectorAll('rect.p')).toHaveLength(2);
    expect(container.querySelectorAll('rect.c')).toHaveLength(1);
    expect(container.textContent).toContain('top-p 0.75 keeps 2 tokens, cuts .250');
    expect([...container.querySelectorAll('.row')].map((row) => row.getAttribute('data-after'))).toEqual([
      String(2 / 3),
      String(1 / 3),
      null,
    ]);
    expect(values(container, '.ink-tick')).toEqual([0.4, 0.3, 0.1]);
    expect(container.querySelector('.tail .kept')).toBeNull();
    expect(dataOf(container).series.map((series) => series.name)).toEqual([
      'p',
      'before',
      'after cut',
      'kept',
    ]);
  });
  it('reports hovering and locking, from the pointer and the keyboard', async () => {
    const onfocus = vi.fn();
    const onlock = vi.fn();
    const { container } = render(DistributionBars, {
      ...props,
      ids: Int32Array.from([2, 0]),
      picked: 0,
      focused: 2,
      onfocus,
      onlock,
    });
    const [first, second] = container.querySelectorAll<SVGGElement>('.row');
    expect(first.classList.contains('on')).toBe(true);
    await fireEvent.pointerEnter(second);
    await fireEvent.pointerLeave(second);
    expect(onfocus.mock.calls).toEqual([[0], [null]]);
    await fireEvent.click(second);
    await fireEvent.keyDown(first, { key: 'Enter' });
    expect(onlock.mock.calls).toEqual([[0], [2]]);
    await fireEvent.keyDown(first, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(second);
    expect(
      [...container.querySelectorAll('.row')].filter((row) => row.getAttribute('tabindex') === '0'),
    ).toHaveLength(1);
  });
  it('stands with nothing, one token and NaN', () => {
    expect(render(DistributionBars, { ...props, all: [], ids: [] }).container.textContent).toContain(
      'nothing to draw yet',
    );
    const one = render(DistributionBars, { ...props, all: [1], ids: [0] }).container;
    expect(values(one, '.row')).toEqual([1]);
    expect(one.querySelector('.tail')).toBeNull();
    const odd = render(DistributionBars, { ...props, all: [NaN, 0.5], ids: [0, 1] }).container;
    expect(odd.innerHTML.replace(/data-value="NaN"/g, '')).not.toContain('NaN');
    expect(odd.textContent).toContain('undefined');
  });
  it('writes the logits beside the bars, divided by T', () => {
    const { container } = render(DistributionBars, {
      ...props,
      logits: [2, 1, 0.5, 0, 0],
      temperature: 0.5,
      compact: false,
    });
    expect(values(container.querySelector<HTMLElement>('.row')!, 'text[data-value]')).toEqual([2, 4]);
  });
  it('keeps its layout', () => {
    const { container } = render(DistributionBars, { ...props, ids: [0, 1], compact: true });
    expect(rounded(container.querySelector('.row')!)).toMatchSnapshot();
  });
  it('speaks the language of the page', async () => {
    document.documentElement.lang = 'zh';
    const { container } = render(DistributionBars, { ...props, compact: false });
    expect(container.textContent).toContain('占全部概率');
    document.documentElement.lang = 'en';
    await vi.waitFor(() => expect(container.textContent).toContain('of all probability'));
  });
});

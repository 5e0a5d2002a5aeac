import { fireEvent, render } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { dataOf, label, name, values } from '../../tests/readChart';
import Heatmap from './Heatmap.svelte';
import MiniHeatmap from './MiniHeatmap.svelte';

describe('Heatmap', () => {
  const props = { name, label, values: [0.9, 0, 0.25, 0.75], rows: 2, cols: 2 };
  it('draws each cell with its number and leaves masked ones out', () => {
    const { container } = render(Heatmap, { ...props, mask: 'causal' as const });
    expect(values(container, 'rect[data-row]')).toEqual([0.9, 0.25, 0.75]);
    expect(dataOf(container).series[0]).toEqual({ name: 'value', values: props.values, shape: [2, 2] });
  });
  it('counts -Infinity as masked and hatches NaN', () => {
    const { container } = render(Heatmap, { ...props, values: [NaN, -Infinity, 0, 1] });
    expect(container.querySelectorAll('rect[data-row]')).toHaveLength(3);
    expect(container.querySelector('rect.nan')!.getAttribute('fill')).toMatch(/^url\(#/);
  });
  it('moves its focus with the arrow keys and locks with Enter', async () => {
    const onfocus = vi.fn();
    const onlock = vi.fn();
    const { container } = render(Heatmap, {
      ...props,
      focused: { row: 0, col: 0 },
      onfocus,
      onlock,
      rowLabels: [' a', ' b'],
    });
    const svg = container.querySelector('svg')!;
    await fireEvent.keyDown(svg, { key: 'ArrowDown' });
    expect(onfocus).toHaveBeenLastCalledWith({ row: 1, col: 0 });
    await fireEvent.keyDown(svg, { key: 'Enter' });
    expect(onlock).toHaveBeenCalledWith({ row: 0, col: 0 });
    expect(container.querySelector('output')!.textContent).toContain('.90');
  });
  it('finds the cell under the pointer', async () => {
    const onfocus = vi.fn();
    const { container } = render(Heatmap, { ...props, onfocus, maxCell: 40 });
    await fireEvent.pointerMove(container.querySelector('svg')!, { clientX: 60, clientY: 25 });
    expect(onfocus).toHaveBeenLastCalledWith({ row: 0, col: 1 });
  });
  it('keeps the picture of a knocked-out head, and names its state', () => {
    const { container } = render(Heatmap, { ...props, knockedOut: true });
    expect(container.querySelector('.cross')).not.toBeNull();
    expect(container.querySelectorAll('rect[data-row]')).toHaveLength(4);
    expect(container.querySelector('svg')!.getAttribute('aria-label')).toContain('knocked out');
  });
  it('goes to a canvas for 256 by 256 and still hands over every number', () => {
    const big = new Float32Array(256 * 256).map((_, i) => i / 65536);
    const { container } = render(Heatmap, { ...props, values: big, rows: 256, cols: 256 });
    expect(container.querySelectorAll('canvas')).toHaveLength(1);
    expect(container.querySelectorAll('rect[data-row]')).toHaveLength(0);
    expect(dataOf(container).series[0].values).toBe(big);
  });
  it('stands empty and with one token', () => {
    expect(render(Heatmap, { ...props, values: [], rows: 0, cols: 0 }).container.textContent).toContain(
      'nothing to draw yet',
    );
    expect(
      values(render(Heatmap, { ...props, values: [1], rows: 1, cols: 1 }).container, 'rect[data-row]'),
    ).toEqual([1]);
  });
});

describe('MiniHeatmap', () => {
  it('is a button that opens, and X knocks out', async () => {
    const onopen = vi.fn();
    const onknock = vi.fn();
    const { container } = render(MiniHeatmap, {
      name,
      label,
      values: [1, 0, 0, 1],
      rows: 2,
      cols: 2,
      onopen,
      onknock,
      knockedOut: true,
      selected: true,
    });
    const button = container.querySelector('button')!;
    await fireEvent.click(button);
    await fireEvent.keyDown(button, { key: 'x' });
    expect([onopen.mock.calls.length, onknock.mock.calls.length]).toEqual([1, 1]);
    expect(container.querySelector('.corners')).not.toBeNull();
    expect(dataOf(container).series[0].shape).toEqual([2, 2]);
  });
});

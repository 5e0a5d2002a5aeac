import { fireEvent, render } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { dataOf, label, name, values } from '../../tests/readChart';
import Bars from './Bars.svelte';
import Columns from './Columns.svelte';
import DistributionRuler from './DistributionRuler.svelte';
import Flow from './Flow.svelte';
import Histogram from './Histogram.svelte';
import MiniDistribution from './MiniDistribution.svelte';

describe('bars, columns and bins', () => {
  it('Bars marks before and after and points the arrow', async () => {
    const onlock = vi.fn();
    const rows = [
      { label: ' red', value: 0.17, before: 0.62 },
      { label: ' kite', value: 0.23, before: 0.05 },
      { label: ' x', value: NaN },
    ];
    const { container } = render(Bars, { name, label, rows, onlock });
    expect(values(container, '.row')).toEqual([0.17, 0.23, NaN]);
    expect(values(container, '.ink-tick')).toEqual([0.62, 0.05]);
    expect(container.textContent).toMatch(/▼ \.170[\s\S]*▲ \.230/);
    expect(container.querySelectorAll('rect.bar')).toHaveLength(2);
    await fireEvent.keyDown(container.querySelector('.row')!, { key: ' ' });
    expect(onlock).toHaveBeenCalledWith(0);
  });
  it('Bars lets negative values grow to the left of zero', () => {
    const { container } = render(Bars, {
      name,
      label,
      rows: [
        { label: 'a', value: -1 },
        { label: 'b', value: 1 },
      ],
      labels: 'words',
    });
    const [left, right] = [...container.querySelectorAll('rect.bar')].map((bar) => [
      Number(bar.getAttribute('x')),
      Number(bar.getAttribute('width')),
    ]);
    expect(left[0] + left[1]).toBeCloseTo(right[0], 6);
    expect(left[1]).toBeCloseTo(right[1], 6);
  });
  it('Columns draws counts against expectations', () => {
    const { container } = render(Columns, {
      name,
      label,
      columns: [
        { label: 'a', value: 30, expected: 32.5 },
        { label: 'rest', value: 5, state: 'tail' },
      ],
      format: String,
    });
    expect(values(container, '.column')).toEqual([30, 5]);
    expect(values(container, '.expected')).toEqual([32.5]);
  });
  it('Histogram draws bins with their expected ticks', () => {
    const { container } = render(Histogram, {
      name,
      label,
      bins: [
        { x0: 0, x1: 1, count: 3, expected: 2.5 },
        { x0: 1, x1: 2, count: NaN },
      ],
    });
    expect(values(container, 'rect.bar')).toEqual([3]);
    expect(values(container, '.ink-tick')).toEqual([2.5]);
  });
  it('the little distributions carry the tail too', () => {
    const all = [0.5, 0.25, 0.25];
    const { container } = render(MiniDistribution, { name, label, all, ids: [0, 1] });
    expect(values(container, 'rect')).toEqual([0.5, 0.25, 0.25]);
    const ruler = render(DistributionRuler, {
      name,
      label,
      ids: [0, 1],
      stops: [
        { at: 0, value: 0, all },
        { at: 1, value: 5, all },
        { at: 1, value: 6, all },
      ],
    }).container;
    expect(ruler.querySelectorAll('g[data-at]')).toHaveLength(2);
    expect(dataOf(ruler).series).toHaveLength(3);
  });
  it('Flow joins its boxes and says when it is an illustration', async () => {
    const onlock = vi.fn();
    const nodes = [
      { id: 'a', x: 0, y: 0, w: 2, h: 2, label: 'embed', note: '.287', value: 0.2871 },
      { id: 'b', x: 4, y: 0, w: 2, h: 2, label: 'head' },
    ];
    const { container } = render(Flow, {
      name,
      label,
      nodes,
      links: [
        { from: 'a', to: 'b' },
        { from: 'a', to: 'gone' },
      ],
      cols: 6,
      rows: 2,
      illustration: 'illustration',
      onlock,
    });
    expect(container.querySelectorAll('.link')).toHaveLength(1);
    expect(container.textContent).toContain('illustration');
    expect(container.querySelector('[data-node=a]')!.getAttribute('data-value')).toBe('0.2871');
    await fireEvent.click(container.querySelector('[data-node=b]')!);
    expect(onlock).toHaveBeenCalledWith('b');
  });
});

describe('every chart', () => {
  it('is labelled and has no style attribute in its markup source', async () => {
    const sources = import.meta.glob('./*.svelte', {
      query: '?raw',
      import: 'default',
      eager: true,
    }) as Record<string, string>;
    expect(Object.keys(sources).length).toBeGreaterThan(20);
    for (const [path, source] of Object.entries(sources)) {
      expect(source, path).not.toMatch(/\sstyle="/);
      expect(source, path).not.toMatch(/setTimeout|setInterval|Math\.random|querySelector/);
    }
  });
});

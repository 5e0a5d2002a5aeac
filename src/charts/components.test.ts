import { fireEvent, render } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import Arcs from './Arcs.svelte';
import Bars from './Bars.svelte';
import Clock from './Clock.svelte';
import Columns from './Columns.svelte';
import DistributionBars from './DistributionBars.svelte';
import DistributionRuler from './DistributionRuler.svelte';
import Flow from './Flow.svelte';
import Heatmap from './Heatmap.svelte';
import Histogram from './Histogram.svelte';
import Line from './Line.svelte';
import MiniDistribution from './MiniDistribution.svelte';
import MiniHeatmap from './MiniHeatmap.svelte';
import Scatter from './Scatter.svelte';
import Spark from './Spark.svelte';
import Spectrum from './Spectrum.svelte';
import TokenRow from './TokenRow.svelte';
import { isChart, type ChartData } from './data';

const name = 'test/chart';
const label = 'what it shows';

function chartOf(container: HTMLElement): { root: HTMLElement; data: ChartData } {
  const root = container.querySelector<HTMLElement>('[data-chart]')!;
  expect(root.dataset.chart).toBe(name);
  expect(isChart(root)).toBe(true);
  return { root, data: (root as HTMLElement & { getData(): ChartData }).getData() };
}
const values = (container: HTMLElement, selector: string) =>
  [...container.querySelectorAll(selector)].map((mark) => Number(mark.getAttribute('data-value')));
/** Snapshots compare layout, so their numbers are rounded to a tenth. */
const rounded = (element: Element) =>
  element.outerHTML
    .replace(/-?\d+\.\d+/g, (text) => Number(text).toFixed(1))
    .replace(/svelte-\w+/g, '')
    .replace(/<!---->/g, '');

describe('DistributionBars', () => {
  const all = Float64Array.from([0.5, 0.25, 0.125, 1 / 16, 1 / 16]);
  const text = (id: number) => ['big', 'shiny', 'little', 'red', 'lot'][id];
  const props = { name, label, all, ids: [0, 1, 2], text };

  it('draws the given numbers unrounded and hands over the whole vocabulary', () => {
    const { container } = render(DistributionBars, props);
    expect(values(container, '.row')).toEqual([0.5, 0.25, 0.125]);
    const { data } = chartOf(container);
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
    expect(chartOf(container).data.series.map((series) => series.name)).toEqual([
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

describe('Heatmap', () => {
  const props = { name, label, values: [0.9, 0, 0.25, 0.75], rows: 2, cols: 2 };
  it('draws each cell with its number and leaves masked ones out', () => {
    const { container } = render(Heatmap, { ...props, mask: 'causal' as const });
    expect(values(container, 'rect[data-row]')).toEqual([0.9, 0.25, 0.75]);
    expect(chartOf(container).data.series[0]).toEqual({ name: 'value', values: props.values, shape: [2, 2] });
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
    expect(chartOf(container).data.series[0].values).toBe(big);
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
    expect(chartOf(container).data.series[0].shape).toEqual([2, 2]);
  });
});

describe('Arcs', () => {
  const arcs = [
    { from: 2, to: 0, weight: 0.8 },
    { from: 2, to: 1, weight: 0.005 },
    { from: 2, to: 2, weight: 0.195 },
  ];
  it('draws widths by weight and counts what is too thin', () => {
    const { container } = render(Arcs, {
      name,
      label,
      tokens: ['a', 'b', 'c'],
      arcs,
      weights: [0.8, 0.005, 0.195],
      query: 2,
    });
    expect(values(container, 'path.arc')).toEqual([0.8, 0.195]);
    expect(Number(container.querySelector('path.arc')!.getAttribute('stroke-width'))).toBeCloseTo(5.6, 9);
    expect(container.querySelector('[data-count]')!.getAttribute('data-count')).toBe('1');
    expect(chartOf(container).data.series[0].values).toEqual([0.8, 0.005, 0.195]);
  });
  it('reports tokens and stands with none', async () => {
    const onlock = vi.fn();
    const { container } = render(Arcs, { name, label, tokens: ['a', 'b', 'c'], arcs, onlock });
    await fireEvent.click(container.querySelectorAll('.token')[1]);
    expect(onlock).toHaveBeenCalledWith(1);
    expect(render(Arcs, { name, label, tokens: [], arcs: [] }).container.textContent).toContain(
      'nothing to draw yet',
    );
  });
});

describe('TokenRow', () => {
  it('keys tokens by place, marks invisible ones, tints by surprise', async () => {
    const onlock = vi.fn();
    const onfocus = vi.fn();
    const tokens = [{ text: 'the', p: 1 }, { text: ' the', p: 0.001 }, { text: '\n' }, { text: '<0x0A>' }];
    const { container } = render(TokenRow, { name, label, tokens, onlock, onfocus, focused: 1 });
    const spans = [...container.querySelectorAll<HTMLElement>('.tok')];
    expect(spans.map((span) => span.textContent)).toEqual(['the', 'the', '↵', '0A']);
    expect(spans.map((span) => span.classList.contains('tinted'))).toEqual([false, true, false, false]);
    expect(Number(spans[1].style.getPropertyValue('--tint'))).toBeCloseTo(3 / 3.2, 9);
    await fireEvent.pointerEnter(spans[0]);
    await fireEvent.click(spans[1]);
    expect([onfocus.mock.lastCall, onlock.mock.lastCall]).toEqual([[0], [1]]);
    expect(chartOf(container).data.labels).toEqual(['the', ' the', '\n', '<0x0A>']);
  });
  it('puts spaces only where tokens have them and reads right to left when they do', () => {
    const row = render(TokenRow, {
      name,
      label,
      tokens: [{ text: 'un' }, { text: 'do' }, { text: ' it' }],
    }).container;
    expect(row.textContent!.trim()).toBe('undo it');
    const hebrew = render(TokenRow, { name, label, tokens: [{ text: 'שלום' }] }).container;
    expect(hebrew.querySelector('[dir]')!.getAttribute('dir')).toBe('rtl');
  });
});

describe('charts of lines and points', () => {
  it('Line breaks at NaN, labels its ends, and lets a marker be moved by key', async () => {
    const onmove = vi.fn();
    const series = [
      {
        name: 'loss',
        points: [
          [0, 4],
          [1, NaN],
          [2, 2],
          [3, 1],
        ] as const,
        dots: true,
      },
    ];
    const { container } = render(Line, {
      name,
      label,
      series,
      marker: 1.5,
      onmove,
      markerLabel: 'tokens',
      references: [{ axis: 'x', value: 2 }],
    });
    expect(values(container, 'circle')).toEqual([4, 2, 1]);
    expect(container.querySelector('path.line')!.getAttribute('d')!.match(/M/g)).toHaveLength(2);
    expect(container.querySelector('path.line')!.getAttribute('data-value')).toBe('1');
    const slider = container.querySelector('[role=slider]')!;
    expect(slider.getAttribute('aria-valuenow')).toBe('1.5');
    await fireEvent.keyDown(slider, { key: 'ArrowRight' });
    expect(onmove.mock.lastCall![0]).toBeCloseTo(1.53, 9);
    await fireEvent.keyDown(slider, { key: 'End' });
    expect(onmove.mock.lastCall![0]).toBeCloseTo(3, 9);
  });
  it('Line and Spark stand with no and with one point', () => {
    expect(render(Line, { name, label, series: [] }).container.textContent).toContain('nothing to draw yet');
    const one = render(Line, { name, label, series: [{ name: 'a', points: [[1, 5]] as const }] }).container;
    expect(values(one, 'circle')).toEqual([5]);
    const spark = render(Spark, { name, label, points: [], at: [0, NaN] }).container;
    expect(spark.innerHTML).not.toContain('NaN');
    expect(
      values(
        render(Spark, {
          name,
          label,
          points: [
            [0, 1],
            [1, 2],
          ],
          at: [1, 2],
        }).container,
        '.dot',
      ),
    ).toEqual([2]);
  });
  it('Scatter carries both numbers, drops NaN, and merges thousands of dots into one path', () => {
    const { container } = render(Scatter, {
      name,
      label,
      points: [
        { x: 1, y: 2 },
        { x: NaN, y: 3 },
      ],
    });
    expect(values(container, 'path.dot')).toEqual([2]);
    const many = render(Scatter, {
      name,
      label,
      points: Array.from({ length: 2500 }, (_, i) => ({ x: i, y: i })),
    }).container;
    expect(many.querySelectorAll('path.dot')).toHaveLength(0);
    expect(many.querySelector('.cloud')!.getAttribute('data-count')).toBe('2500');
    expect(chartOf(many).data.series[1].values).toHaveLength(2500);
  });
  it('Spectrum draws a stem a value and marks those beyond the window', () => {
    const { container } = render(Spectrum, { name, label, values: [1, 10, 100, 0], beyond: 50 });
    expect(values(container, '.stem')).toEqual([1, 10, 100]);
    expect(container.querySelectorAll('.beyond')).toHaveLength(1);
  });
  it('Clock keeps angles unrounded and leaves an undefined hand out', () => {
    const { container } = render(Clock, {
      name,
      label,
      hands: [
        { name: 'q', angle: 1 / 3 },
        { name: 'k', angle: NaN },
      ],
      trail: [0.1],
      arc: { from: 0, to: 7 },
    });
    expect(values(container, '.hand line')).toEqual([1 / 3]);
    expect(values(container, '.arc')).toEqual([7]);
    expect(chartOf(container).data.series[0].values).toEqual([1 / 3, NaN]);
  });
});

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
    expect(chartOf(ruler).data.series).toHaveLength(3);
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

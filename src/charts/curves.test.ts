import { fireEvent, render } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { dataOf, label, name, values } from '../../tests/readChart';
import Clock from './Clock.svelte';
import Line from './Line.svelte';
import Scatter from './Scatter.svelte';
import Spark from './Spark.svelte';
import Spectrum from './Spectrum.svelte';

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
    expect(dataOf(many).series[1].values).toHaveLength(2500);
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
    expect(dataOf(container).series[0].values).toEqual([1 / 3, NaN]);
  });
});

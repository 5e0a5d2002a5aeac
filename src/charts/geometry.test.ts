import { describe, expect, it } from 'vitest';
import { arcLayout, arcPath } from './arcLayout';
import { arcBetween, handEnd } from './clockGeometry';
import { cssColorToRgb } from './cssColor';
import { asTable } from './data';
import { cutLineAfter, cutOf, probabilityAxis, tailOf } from './distribution';
import { arrowHead, facingSides, linkPoints } from './flowLayout';
import { cellAt, heatDomain, isMasked, maskPath } from './heatGrid';
import { placeLabels } from './labelPlaces';
import { miniBars } from './miniBars';
import { fromOklab, rampCss, rampPosition, textFlips, textNeedsChip, toOklab } from './ramps';
import { nextInGrid, nextInList } from './roving';
import { dataDomain, dodge, makeScale } from './scales';
import { surprisalTint } from './tint';
import { fitText, spacesDiffer, textWidth, visibleToken } from './tokenText';

describe('distribution', () => {
  const all = [0.5, 0.25, 0.125, 0.0625, 0.0625];
  it('sums what is not drawn and splits it by the cut', () => {
    expect(tailOf(all, [0, 1], [1, 1, 1, 0, 0])).toEqual({ count: 3, mass: 0.25, keptMass: 0.125 });
    expect(tailOf(all, [0, 1])).toEqual({ count: 3, mass: 0.25, keptMass: 0.25 });
    expect(cutOf(all, [1, 1, 1, 0, 0])).toEqual({ kept: 3, cutMass: 0.125 });
  });
  it('draws the line of the cut only where the kept rows come first', () => {
    expect(cutLineAfter([0, 1, 2, 3], [1, 1, 0, 0, 0])).toBe(1);
    expect(cutLineAfter([0, 1, 2, 3], [0, 1, 1, 0, 0])).toBe(-1);
    expect(cutLineAfter([0, 1], null)).toBe(-1);
  });
  it('ends the axis above the largest value', () => {
    expect(probabilityAxis(0.319)).toEqual({ end: 0.4, ticks: [0, 0.1, 0.2, 0.3, 0.4] });
    expect(probabilityAxis(1).end).toBe(1);
    expect(probabilityAxis(0.0003).end).toBe(0.01);
  });
  it('gives the rest of the vocabulary one column in the little charts', () => {
    const { bars, tail } = miniBars(all, [0, 1], 40);
    expect(bars.map((bar) => bar.value)).toEqual([0.5, 0.25]);
    expect(tail.value).toBeCloseTo(0.25, 12);
    expect(bars[0].height).toBe(20);
  });
});

describe('heatmap cells', () => {
  const heat = { values: [1, 2, 3, 4, NaN, -Infinity], rows: 2, cols: 3, mask: 'causal' as const };
  it('masks the future, with a cache in front, and every -Infinity', () => {
    expect([0, 1, 2].map((col) => isMasked(heat, 0, col))).toEqual([false, false, true]);
    expect(isMasked(heat, 1, 2)).toBe(true);
    expect(maskPath(heat, 10)).toBe('M20,0h10v10H20ZM20,10h10v10H20Z');
  });
  it('takes a symmetric domain from the finite values', () => {
    expect(heatDomain(heat, 'diverging')).toEqual([-4, 4]);
    expect(heatDomain(heat, 'sequential')).toEqual([0, 1]);
    expect(cellAt(25, 12, 10, heat)).toEqual({ row: 1, col: 2 });
    expect(cellAt(31, 12, 10, heat)).toBeNull();
  });
});

describe('ramps', () => {
  it('mixes neighbouring tokens and clamps', () => {
    expect(rampCss('sequential', 0)).toBe('var(--seq-0)');
    expect(rampCss('sequential', 0.5)).toBe('var(--seq-4)');
    expect(rampCss('sequential', 2)).toBe('var(--seq-8)');
    expect(rampCss('diverging', 0.25 / 16 + 0.5)).toBe('color-mix(in oklab, var(--div-9) 25%, var(--div-8))');
    expect([rampPosition(5, [0, 10]), rampPosition(-3, [0, 10]), rampPosition(1, [1, 1])]).toEqual([
      0.5, 0, 0,
    ]);
  });
  it('flips the text past the token and puts a chip around the flip', () => {
    expect([textFlips('sequential', 0.5), textFlips('sequential', 0.6)]).toEqual([false, true]);
    expect([textFlips('diverging', 0.5), textFlips('diverging', 0.1)]).toEqual([false, true]);
    expect([textNeedsChip('sequential', 0.5), textNeedsChip('sequential', 0.9)]).toEqual([true, false]);
  });
  it('goes to OKLab and back', () => {
    for (const color of [
      [24, 92, 158],
      [255, 255, 255],
      [0, 0, 0],
      [246, 164, 86],
    ] as const)
      expect(fromOklab(toOklab(color))).toEqual(color);
    expect(toOklab([255, 255, 255])[0]).toBeCloseTo(1, 6);
  });
  it('writes computed colours so that any SVG reader knows them', () => {
    expect(cssColorToRgb('oklab(1 0 0)')).toBe('rgb(255,255,255)');
    expect(cssColorToRgb('color(srgb 0 0.5 1 / 0.5)')).toBe('rgba(0,128,255,0.5)');
    expect(cssColorToRgb('rgba(0, 0, 0, 0)')).toBe('none');
    expect(cssColorToRgb('rgb(1, 2, 3)')).toBe('rgb(1,2,3)');
    expect(cssColorToRgb('#185c9e')).toBe('#185c9e');
  });
});

describe('scales', () => {
  it('leaves out what an axis cannot show', () => {
    expect(dataDomain([NaN, 3, Infinity, 1], {})).toEqual([1, 3]);
    expect(dataDomain([-1, 0, 10, 1000], { scale: 'log' })).toEqual([10, 1000]);
    expect(dataDomain([], {})).toEqual([0, 1]);
    expect(dataDomain([4], {})).toEqual([2, 6]);
  });
  it('maps and inverts, with whole decades on a log axis', () => {
    const scale = makeScale([1, 10000], { scale: 'log' }, [0, 100]);
    expect(scale(100)).toBeCloseTo(50, 9);
    expect(scale.invert(50)).toBeCloseTo(100, 9);
    expect(scale.ticks).toEqual([1, 10, 100, 1000, 10000]);
  });
  it('moves labels apart and keeps them inside', () => {
    expect(dodge([10, 11, 50], 10, 0, 55)).toEqual([10, 20, 50]);
    expect(dodge([50, 52, 54], 10, 0, 55)).toEqual([35, 45, 55]);
  });
});

describe('labels beside marks', () => {
  const wish = (x: number, y: number, anchor: 'start' | 'end' = 'start') => ({ x, y, width: 40, anchor });

  it('stay where nothing is in the way, and move to the nearest free height where something is', () => {
    expect(placeLabels([wish(0, 50), wish(100, 50)], 12, 0, 200)).toEqual([50, 50]);
    expect(placeLabels([wish(0, 50), wish(10, 54), wish(20, 49, 'start')], 12, 0, 200)).toEqual([50, 62, 38]);
    expect(placeLabels([wish(0, 50), wish(20, 50, 'end')], 12, 0, 200)[1]).not.toBe(50);
  });

  it('keep inside the chart, and keep their wish where there is no room', () => {
    expect(placeLabels([wish(0, 195), wish(0, 198)], 12, 0, 200)).toEqual([195, 183]);
    expect(placeLabels([wish(0, 5), wish(0, 6)], 12, 0, 10)).toEqual([5, 6]);
  });
});

describe('token texts', () => {
  it('makes every invisible token visible', () => {
    expect(visibleToken(' big')).toEqual({ text: 'big', kind: 'plain', leadingSpace: true });
    expect(visibleToken('\n')).toMatchObject({ text: '↵', kind: 'newline' });
    expect(visibleToken('\t ')).toMatchObject({ text: '⇥·', kind: 'space' });
    expect(visibleToken('')).toMatchObject({ text: '∅', kind: 'empty' });
    expect(visibleToken('<E4><BD>')).toMatchObject({ text: 'E4 BD', kind: 'byte' });
    expect(visibleToken('<|end|>')).toMatchObject({ kind: 'control' });
    for (const raw of ['', ' ', '\n', '\t', '\uFFFD']) expect(visibleToken(raw).text.trim()).not.toBe('');
  });
  it('cuts to a width and counts Chinese characters as wide', () => {
    expect(textWidth('词元', 10)).toBe(20);
    expect(textWidth(fitText('beautifulness', 10, 40), 10)).toBeLessThanOrEqual(40);
    expect(fitText('big', 10, 40)).toBe('big');
    expect(spacesDiffer([' a', ' b'])).toBe(false);
    expect(spacesDiffer([' a', 'b'])).toBe(true);
  });
  it('tints by surprise', () => {
    expect([surprisalTint(1), surprisalTint(0), surprisalTint(NaN)]).toEqual([0, 1, 1]);
    expect(surprisalTint(0.1)).toBeCloseTo(1 / 3.2, 12);
  });
});

describe('arcs, hands and connectors', () => {
  it('spreads tokens without overlap and scrolls when they do not fit', () => {
    const layout = arcLayout(Array<string>(30).fill('token'), [], 200, 15);
    expect(layout.width).toBeGreaterThan(200);
    for (let i = 1; i < 30; i++)
      expect(layout.centers[i] - layout.centers[i - 1]).toBeGreaterThanOrEqual(layout.widths[i]);
    expect(arcPath(10, 10, 5)).toContain('C');
    expect(arcPath(30, 10, 5)).toMatch(/^M30,5A10,[\d.]+ 0 0 0 10,5$/);
  });
  it('turns counter-clockwise as in mathematics', () => {
    const up = handEnd(50, 40, Math.PI / 2);
    expect([up.x, up.y].map((v) => Math.round(v))).toEqual([50, 10]);
    expect(arcBetween(50, 10, 0, 3 * Math.PI).match(/A/g)).toHaveLength(3);
  });
  it('joins facing sides with right angles and points the head', () => {
    const a = { x: 0, y: 0, w: 10, h: 10 };
    const b = { x: 40, y: 2, w: 10, h: 10 };
    expect(facingSides(a, b)).toEqual(['right', 'left']);
    expect(facingSides(a, { x: 0, y: 40, w: 10, h: 10 })).toEqual(['bottom', 'top']);
    const points = linkPoints(a, b, { from: 'a', to: 'b' }, 10);
    expect(points).toEqual([
      [10, 5],
      [25, 5],
      [25, 7],
      [40, 7],
    ]);
    expect(arrowHead(points, 6)).toBe('M40,7L34,10L34,4Z');
    expect(linkPoints(a, b, { from: 'a', to: 'b', swing: 1 }, 10)).toEqual([
      [10, 5],
      [60, 5],
      [60, 7],
      [50, 7],
    ]);
  });
});

describe('keys', () => {
  it('moves within the list and the table and stops at their ends', () => {
    expect(['ArrowDown', 'ArrowUp', 'Home', 'End', 'a'].map((key) => nextInList(key, 1, 3))).toEqual([
      2,
      0,
      0,
      2,
      null,
    ]);
    expect(nextInList('ArrowDown', 2, 3)).toBe(2);
    expect(nextInList('End', 0, 0)).toBeNull();
    expect(nextInGrid('ArrowRight', { row: 1, col: 1 }, 2, 2)).toEqual({ row: 1, col: 1 });
    expect(nextInGrid('ArrowUp', { row: 1, col: 1 }, 2, 2)).toEqual({ row: 0, col: 1 });
  });
});

describe('copied numbers', () => {
  it('are unrounded, one line an index', () => {
    const table = asTable({
      name: 'a/b',
      label: '',
      labels: ['x\ty'],
      series: [
        { name: 'p', values: [1 / 3, 2] },
        { name: 'q', values: [5] },
      ],
    });
    expect(table).toBe(`index\tlabel\tp\tq\n0\tx y\t${1 / 3}\t5\n1\t\t2\t`);
  });
});

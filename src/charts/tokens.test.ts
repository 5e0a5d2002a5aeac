import { fireEvent, render } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { dataOf, label, name, values } from '../../tests/readChart';
import Arcs from './Arcs.svelte';
import TokenRow from './TokenRow.svelte';

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
    expect(dataOf(container).series[0].values).toEqual([0.8, 0.005, 0.195]);
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
    const tokens = [{ text: 'the', p: 1 }, { text: ' the', p: 0.001 }, { text: '\n' }, { text: '<0A>' }];
    const { container } = render(TokenRow, { name, label, tokens, onlock, onfocus, focused: 1 });
    const spans = [...container.querySelectorAll<HTMLElement>('.tok')];
    expect(spans.map((span) => span.textContent)).toEqual(['the', 'the', '↵', '0A']);
    expect(spans.map((span) => span.classList.contains('tinted'))).toEqual([false, true, false, false]);
    expect(Number(spans[1].style.getPropertyValue('--tint'))).toBeCloseTo(3 / 3.2, 9);
    await fireEvent.pointerEnter(spans[0]);
    await fireEvent.click(spans[1]);
    expect([onfocus.mock.lastCall, onlock.mock.lastCall]).toEqual([[0], [1]]);
    expect(dataOf(container).labels).toEqual(['the', ' the', '\n', '<0A>']);
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

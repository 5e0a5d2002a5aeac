import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import Dial from './Dial.svelte';
import { decimalsOf, fit, readNumber } from './dialNumber';
import OptionalSlider from './OptionalSlider.svelte';
import { rulerScale } from './rulerScale';
import Segmented from './Segmented.svelte';
import Slider from './Slider.svelte';

afterEach(cleanup);

const base = { value: 1, min: 0, max: 5, step: 0.1, label: 'Temperature' };

describe('readNumber', () => {
  it('understands what people type', () => {
    expect(readNumber(' 0.8 ')).toBe(0.8);
    expect(readNumber('0,8')).toBe(0.8);
    expect(readNumber('−3')).toBe(-3);
    expect(readNumber('１２．５')).toBe(12.5);
    expect(readNumber('1e-3')).toBe(0.001);
    expect(readNumber('.5')).toBe(0.5);
    expect(readNumber('4,096')).toBe(4096);
    expect(readNumber('0,125')).toBe(0.125);
  });

  it('gives null for no number', () => {
    for (const typed of ['', 'abc', 'NaN', 'Infinity', '1e999', '--1', '1.2.3', '<b>', '0x10'])
      expect(readNumber(typed), typed).toBeNull();
  });
});

describe('fit', () => {
  it('keeps to limits and grid without binary dust', () => {
    expect(fit(0.1 + 0.2, 0, 1, 0.1)).toBe(0.3);
    expect(fit(9, 0, 5, 0.1)).toBe(5);
    expect(fit(-9, 0, 5, 0.1)).toBe(0);
    expect(fit(Infinity, 0, 5, 0.1)).toBe(5);
    expect(decimalsOf(0.05)).toBe(2);
    expect(decimalsOf(1)).toBe(0);
    expect(decimalsOf(1e-7)).toBe(7);
  });
});

describe('rulerScale', () => {
  it.each(['linear', 'quadratic', 'log'] as const)('%s goes there and back', (kind) => {
    const scale = rulerScale(kind, 0.5, 8);
    for (const value of [0.5, 0.7, 1, 3.3, 8]) expect(scale.from(scale.to(value))).toBeCloseTo(value, 10);
    expect(scale.to(-100)).toBe(0);
    expect(scale.to(100)).toBe(1);
  });

  it('gives the low end more room when quadratic', () => {
    expect(rulerScale('quadratic', 0, 5).to(1.25)).toBeCloseTo(0.5, 12);
  });
});

describe('Slider', () => {
  it('moves by keys: arrows, Shift times ten, page keys, ends', async () => {
    const oninput = vi.fn();
    render(Slider, { ...base, oninput });
    const ruler = screen.getByRole('slider');
    const press = async (key: string, shiftKey = false) => {
      await fireEvent.keyDown(ruler, { key, shiftKey });
      return oninput.mock.lastCall;
    };
    expect(await press('ArrowRight')).toEqual([1.1, false]);
    expect(await press('ArrowLeft')).toEqual([0.9, false]);
    expect(await press('ArrowUp', true)).toEqual([2, false]);
    expect(await press('PageUp')).toEqual([2, false]);
    expect(await press('End')).toEqual([5, false]);
    expect(await press('Home')).toEqual([0, false]);
    expect(await press('ArrowDown', true)).toEqual([0, false]);
    await fireEvent.keyDown(ruler, { key: 'a' });
    expect(oninput).toHaveBeenCalledTimes(7);
  });

  it('makes one undo step of a drag and none of a press that does not move', async () => {
    const oninput = vi.fn();
    const onbegin = vi.fn();
    render(Slider, { ...base, oninput, onbegin });
    const ruler = screen.getByRole<HTMLInputElement>('slider');
    await fireEvent.pointerDown(ruler);
    await fireEvent.pointerUp(ruler);
    expect(onbegin).not.toHaveBeenCalled();
    await fireEvent.pointerDown(ruler);
    for (const place of [3000, 4000, 5000])
      await fireEvent.input(ruler, { target: { value: String(place) } });
    expect(onbegin).toHaveBeenCalledTimes(1);
    expect(oninput.mock.calls).toEqual([
      [1.5, true],
      [2, true],
      [2.5, true],
    ]);
  });

  it('says its value in words of the page, not in places', () => {
    render(Slider, { ...base, oninput: vi.fn(), scale: 'quadratic' });
    expect(screen.getByRole('slider').getAttribute('aria-valuetext')).toBe('1.0');
  });
});

describe('Dial', () => {
  const dial = () => screen.getByRole<HTMLInputElement>('spinbutton');
  const type = async (text: string) => {
    await fireEvent.input(dial(), { target: { value: text } });
    await fireEvent.keyDown(dial(), { key: 'Enter' });
  };

  it('takes a typed number, clamped', async () => {
    const oninput = vi.fn();
    render(Dial, { ...base, oninput });
    await type('2.34');
    expect(oninput).toHaveBeenLastCalledWith(2.34, false);
    await type('99');
    expect(oninput).toHaveBeenLastCalledWith(5, false);
    await type('-1');
    expect(oninput).toHaveBeenLastCalledWith(0, false);
  });

  it('puts the old number back when what was typed is none', async () => {
    const oninput = vi.fn();
    render(Dial, { ...base, oninput });
    await type('NaN');
    await type('');
    await type('<script>');
    expect(oninput).not.toHaveBeenCalled();
    expect(dial().value).toBe('1.0');
  });

  it('forgets what was typed on Escape and keeps that key to itself', async () => {
    const oninput = vi.fn();
    render(Dial, { ...base, oninput });
    const outside = vi.fn();
    document.addEventListener('keydown', outside);
    await fireEvent.input(dial(), { target: { value: '3' } });
    await fireEvent.keyDown(dial(), { key: 'Escape' });
    document.removeEventListener('keydown', outside);
    await fireEvent.blur(dial());
    expect(oninput).not.toHaveBeenCalled();
    expect(outside).not.toHaveBeenCalled();
  });

  it('is dragged sideways, beginning once and never beyond its limits', async () => {
    const oninput = vi.fn();
    const onbegin = vi.fn();
    render(Dial, { ...base, oninput, onbegin });
    await fireEvent.pointerDown(dial(), { clientX: 100, button: 0 });
    await fireEvent.pointerMove(dial(), { clientX: 102 });
    expect(onbegin).not.toHaveBeenCalled();
    await fireEvent.pointerMove(dial(), { clientX: 120 });
    expect(oninput).toHaveBeenLastCalledWith(1.5, true);
    await fireEvent.pointerMove(dial(), { clientX: 1e6 });
    expect(oninput).toHaveBeenLastCalledWith(5, true);
    await fireEvent.pointerUp(dial());
    await fireEvent.pointerMove(dial(), { clientX: 0 });
    expect(onbegin).toHaveBeenCalledTimes(1);
    expect(oninput.mock.calls.filter(([, transient]) => transient)).toHaveLength(2);
  });
});

describe('OptionalSlider', () => {
  it('comes back from off with the value it had', async () => {
    const oninput = vi.fn();
    const props = {
      value: 0.7 as number | null,
      fallback: 0.9,
      min: 0,
      max: 1,
      step: 0.01,
      label: 'top-p',
      oninput,
    };
    const { rerender } = render(OptionalSlider, props);
    await fireEvent.click(screen.getByRole('switch'));
    expect(oninput).toHaveBeenLastCalledWith(null, false);
    await rerender({ ...props, value: null });
    expect(screen.getByRole('slider')).toHaveProperty('disabled', true);
    await fireEvent.click(screen.getByRole('switch'));
    expect(oninput).toHaveBeenLastCalledWith(0.7, false);
  });
});

describe('Segmented', () => {
  it('reports a change and stays silent on the choice already made', async () => {
    const onchange = vi.fn();
    const options = [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ];
    render(Segmented, { options, value: 'a', onchange, label: 'Which' });
    await fireEvent.click(screen.getByRole('button', { name: 'A' }));
    expect(onchange).not.toHaveBeenCalled();
    await fireEvent.click(screen.getByRole('button', { name: 'B' }));
    expect(onchange).toHaveBeenCalledWith('b');
  });
});

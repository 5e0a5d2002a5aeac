import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ModelHandle } from '../state/model.svelte';
import { Timeline } from '../state/timeline.svelte';
import ErrorCard from './ErrorCard.svelte';
import Formula from './Formula.svelte';
import ModelStatus from './ModelStatus.svelte';
import Stepper from './Stepper.svelte';
import { en } from './strings.en';
import { zh } from './strings.zh';
import { fill } from './strings';

afterEach(cleanup);
const handle = (parts: Partial<ModelHandle>) =>
  ({ name: 'story', progress: null, info: null, errorCode: null, errorDetail: '', ...parts }) as ModelHandle;

/** Every string with its path. */
function leaves(value: object, path = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, each]: [string, unknown]) =>
    typeof each === 'string'
      ? [[`${path}${key}`, each] as [string, string]]
      : leaves(each as object, `${path}${key}.`),
  );
}

describe('strings', () => {
  it('have the same keys and the same places to fill in, in both languages', () => {
    const places = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).sort();
    const chinese = new Map(leaves(zh));
    expect([...chinese.keys()]).toEqual(leaves(en).map(([path]) => path));
    for (const [path, sentence] of leaves(en))
      expect(places(chinese.get(path) ?? ''), path).toEqual(places(sentence));
  });

  it('are Chinese where they are Chinese', () => {
    // Names and numbers alone need no Chinese.
    const foreign = leaves(zh).filter(([, sentence]) => !/\p{Script=Han}/u.test(sentence));
    expect(foreign).toEqual([]);
  });

  it('leave a place without a value as it is written', () => {
    expect(fill('{a} of {b}, {toString}', { a: 1 })).toBe('1 of {b}, {toString}');
  });
});

describe('ModelStatus', () => {
  it('counts bytes while it loads, and says that a stored run is on show', async () => {
    const progress = { model: 'story', loadedBytes: 1.9e6, totalBytes: 3.1e6, phase: 'fetch' as const };
    const { rerender } = render(ModelStatus, { model: handle({ status: 'loading', progress }) });
    expect(screen.getByRole('status').textContent).toBe('loading story, 1.9 of 3.1 MB');
    expect(screen.getByRole('progressbar').getAttribute('value')).toBe('1900000');
    await rerender({ model: handle({ status: 'loading', progress }), stored: true });
    expect(screen.getByRole('status').textContent).toMatch(/^stored run/);
  });

  it('offers one button after an error, which loads again', async () => {
    const load = vi.fn(async () => undefined);
    render(ModelStatus, { model: handle({ status: 'error', errorCode: 'model-missing', load }) });
    expect(screen.getByRole('status').textContent).toContain('could not be fetched');
    await fireEvent.click(screen.getAllByRole('button')[0]);
    expect(load).toHaveBeenCalledOnce();
  });
});

describe('ErrorCard', () => {
  it.each(Object.keys(en.errors) as (keyof typeof en.errors)[])(
    'words %s plainly, with what still works',
    (code) => {
      const onaction = vi.fn();
      const { container } = render(ErrorCard, { code, detail: '<b>404</b>', onaction });
      expect(container.textContent).toContain(en.errors[code].what);
      expect(container.textContent).toContain(en.errors[code].keeps);
      expect(container.textContent).toContain('<b>404</b>');
      screen.getByRole('button', { name: en.errors[code].action }).click();
      expect(onaction).toHaveBeenCalledOnce();
    },
  );
});

describe('Formula', () => {
  it('sets TeX with MathML beside it', async () => {
    const { container } = render(Formula, { tex: 'p_i=\\frac{a}{b}' });
    await expect.poll(() => container.getElementsByTagName('math').length, { timeout: 20_000 }).toBe(1);
    expect(container.getElementsByTagName('annotation')[0].textContent).toBe('p_i=\\frac{a}{b}');
  });

  it('shows the source of wrong TeX instead of failing', async () => {
    const { container } = render(Formula, { tex: '\\frac{a' });
    await expect
      .poll(() => container.getElementsByClassName('katex-error').length, { timeout: 20_000 })
      .toBe(1);
    expect(container.textContent).toContain('\\frac{a');
  });
});

describe('Stepper and Timeline', () => {
  it('steps, scrubs and stops at both ends', async () => {
    const timeline = new Timeline(3);
    render(Stepper, { timeline });
    await fireEvent.click(screen.getByRole('button', { name: 'One on' }));
    expect(timeline.at).toBe(1);
    await fireEvent.input(screen.getByRole('slider'), { target: { value: '3' } });
    expect(timeline.at).toBe(3);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'One on' }).disabled).toBe(true);
    timeline.seek(NaN);
    expect(timeline.at).toBe(0);
  });

  it('plays by the frame clock and starts over from the end', () => {
    const timeline = new Timeline(2, 100);
    timeline.play();
    timeline.tick(0);
    timeline.tick(99);
    expect(timeline.at).toBe(0);
    timeline.tick(100);
    expect(timeline.at).toBe(1);
    timeline.tick(200);
    expect([timeline.at, timeline.playing]).toEqual([2, false]);
    timeline.play();
    expect([timeline.at, timeline.playing]).toEqual([0, true]);
  });

  it('follows a count that grows and shrinks', () => {
    let count = 5;
    const timeline = new Timeline(() => count);
    timeline.seek(5);
    count = 2;
    expect(timeline.at).toBe(2);
  });
});

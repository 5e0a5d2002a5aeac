import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { exposeData } from '../charts/data';
import { Controls } from '../state/controls.svelte';
import { Lesson } from '../state/lesson.svelte';
import type { ModelHandle } from '../state/model.svelte';
import { Pins } from '../state/pins.svelte';
import type { TopicMeta, TopicText } from '../state/topic';
import { chartsIn, numbersIn } from './attach/collectNumbers';
import PanelFrame from './PanelFrame.svelte';

afterEach(cleanup);

const topic: TopicMeta = {
  slug: 'sample',
  order: 6,
  path: 7,
  group: 'out',
  title: { en: 'Sample', zh: '样例' },
  teaser: { en: 'a sample', zh: '一个样例' },
  question: { en: 'What is a sample?', zh: '什么是样例？' },
};
const text: TopicText<object> = {
  question: 'What is a sample?',
  short: 'The short answer.',
  full: ['The first paragraph.', 'The second paragraph.'],
  oftenSaid: [{ said: 'It is averaged.', right: 'It is divided.' }],
  steps: [
    { title: 'First step', body: 'Body of the first.', notes: 'For the speaker.' },
    { title: 'Second step', body: 'Body of the second.', notes: 'For the speaker.' },
  ],
  predict: [],
  followUps: [{ question: 'And then?', answer: 'Then this.' }],
  keywords: ['softmax', 'logits'],
  terms: [{ en: 'nucleus sampling', zh: '核采样', meaning: 'keeps the smallest set' }],
  sources: [{ label: 'Someone 2020', where: '§3', link: 'https://example.org/paper' }],
  labels: {},
};
const bars = createRawSnippet(() => ({
  render: () =>
    '<div data-chart="sample/bars"><i data-value="0.25" data-token="7" data-before="0.5"></i><i data-value="0.75" aria-label="a\tb"></i></div>',
}));

function frame(extra: Record<string, unknown> = {}) {
  const controls = new Controls({ T: { kind: 'number', default: 1, min: 0, max: 5 } });
  const lesson = new Lesson(controls as unknown as Controls, [{ T: 2 }, { T: 3 }]);
  const model = { status: 'ready' } as unknown as ModelHandle;
  const rendered = render(PanelFrame, {
    props: { topic, text, locale: 'en', controls, lesson, model, status: 'ready', stage: bars, ...extra },
  });
  return { ...rendered, controls, lesson };
}

describe('PanelFrame', () => {
  it('is the topic’s root, with its status', () => {
    frame({ status: 'loading' });
    const main = screen.getByRole('main');
    expect(main.id).toBe('main');
    expect(main.dataset).toMatchObject({ topic: 'sample', status: 'loading' });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(text.question);
  });

  it('shows every section of the text', async () => {
    const { container } = frame();
    for (const part of [
      'The short answer.',
      'It is averaged.',
      'It is divided.',
      'First step',
      'And then?',
      'Then this.',
    ])
      expect(container.textContent, part).toContain(part);
    for (const part of [
      'softmax',
      'nucleus sampling',
      '核采样',
      'keeps the smallest set',
      'Someone 2020',
      '§3',
    ])
      expect(container.textContent, part).toContain(part);
    expect(container.textContent).toContain('Question 6 of 11, in “How a word gets out”');
    expect(container.textContent).not.toContain('For the speaker.');
    await fireEvent.click(screen.getByRole('button', { name: 'In full' }));
    expect(container.textContent).toContain('The first paragraph.');
    expect(container.textContent).toContain('The second paragraph.');
    expect(container.textContent).not.toContain('The short answer.');
  });

  it('leads through the lesson, which sets the controls', async () => {
    const { controls, container } = frame();
    expect(container.textContent).not.toContain('Body of the first.');
    await fireEvent.click(screen.getByRole('button', { name: 'Next step' }));
    expect(controls.get('T')).toBe(2);
    expect(container.textContent).toContain('Body of the first.');
    await fireEvent.click(screen.getByRole('button', { name: /Second step/ }));
    expect(controls.get('T')).toBe(3);
    expect(container.textContent).toContain('step 2 of 2');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Next step' }).disabled).toBe(true);
  });

  it('undoes and resets', async () => {
    const { controls } = frame();
    const undo = screen.getByRole<HTMLButtonElement>('button', { name: 'Undo' });
    expect(undo.disabled).toBe(true);
    controls.set('T', 4);
    await expect.poll(() => undo.disabled).toBe(false);
    await fireEvent.click(undo);
    expect(controls.get('T')).toBe(1);
    controls.set('T', 4);
    await fireEvent.click(screen.getByRole('button', { name: 'Reset' }));
    expect(controls.get('T')).toBe(1);
  });

  it('keeps a run and lets it go', async () => {
    const pin = new Pins(() => ({ label: 'T = 0.80', value: [0.5] }));
    const { container } = frame({ pin });
    await fireEvent.click(screen.getByRole('button', { name: 'Keep, to compare' }));
    expect(pin.latest?.value).toEqual([0.5]);
    expect(container.textContent).toContain('Kept: T = 0.80');
    await fireEvent.click(screen.getByRole('button', { name: 'Let go' }));
    expect(pin.pinned).toBe(false);
  });

  it('copies what is drawn, with the chart’s name', async () => {
    const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    frame();
    await fireEvent.click(screen.getByRole('button', { name: 'Copy numbers' }));
    expect(writeText).toHaveBeenCalledWith(
      'chart\tmark\tvalue\tbefore\nsample/bars\ttoken=7\t0.25\t0.5\nsample/bars\ta b\t0.75\t',
    );
    expect(await screen.findByText('Copied 2')).toBeTruthy();
  });

  it('says so when the browser refuses the clipboard', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'));
    frame();
    await fireEvent.click(screen.getByRole('button', { name: 'Copy numbers' }));
    expect(await screen.findByText('Not copied: the browser refused')).toBeTruthy();
  });

  it('has no pictures to save where nothing was drawn as one', async () => {
    frame();
    await fireEvent.click(screen.getByRole('button', { name: 'Save a picture' }));
    expect(within(screen.getByRole('main')).getByText('This panel has no picture drawn yet.')).toBeTruthy();
  });

  it('opens a source only when it is clicked, in a tab of its own', () => {
    frame();
    const link = screen.getByRole('link', { name: 'Someone 2020' });
    expect(link.getAttribute('rel')).toContain('noopener');
  });
});

describe('numbersIn', () => {
  it('reads a canvas chart through its own numbers', () => {
    const root = document.createElement('div');
    const chart = document.createElement('div');
    chart.dataset.chart = 'sample/heat';
    root.append(chart);
    exposeData(() => ({
      name: 'sample/heat',
      label: '',
      series: [{ name: 'weight', values: Float64Array.of(0.5, 1) }],
      labels: ['a', 'b'],
    }))(chart);
    expect(chartsIn(root)).toEqual([chart]);
    expect(numbersIn(root)).toEqual({
      text: 'chart\tmark\tvalue\tbefore\nsample/heat\tweight a\t0.5\t\nsample/heat\tweight b\t1\t',
      count: 2,
    });
  });
});

describe('Pins', () => {
  it('keeps as many as it may, the newest last, and nothing when there is nothing', () => {
    let next: { label: string; value: number } | null = null;
    const pins = new Pins(() => next, 2);
    pins.keep();
    expect(pins.pinned).toBe(false);
    for (const value of [1, 2, 3]) {
      next = { label: `T = ${value}`, value };
      pins.keep();
    }
    expect(pins.kept.map((pin) => pin.value)).toEqual([2, 3]);
    expect(pins.label).toBe('T = 2 · T = 3');
    expect(new Set(pins.kept.map((pin) => pin.id)).size).toBe(2);
  });
});

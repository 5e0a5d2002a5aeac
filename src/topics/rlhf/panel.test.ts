import { readFileSync } from 'node:fs';
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelClient } from '../../runtime/modelClient';
import { Controls } from '../../state/controls.svelte';
import { Lesson } from '../../state/lesson.svelte';
import { ModelHandle } from '../../state/model.svelte';
import type { Locale } from '../../state/topic';
import { localTrainingClient } from '../../../tests/runtime/localTraining';
import Panel from './Panel.svelte';
import { controls as spec, views } from './controls';
import topic from './index';
import english from './text.en';
import chinese from './text.zh';
import { theWorkshop } from './workshop.svelte';

const shop = theWorkshop(() => localTrainingClient());
const file = (name: string) =>
  readFileSync(
    `${import.meta.dirname}/../../../static/${name.replace(/^.*?(runs|data|models)\//, '$1/')}`,
    'utf8',
  );

beforeEach(() => {
  vi.stubGlobal('fetch', async (address: URL | string) => new Response(file(String(address))));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const client = { onRestart: () => () => undefined } as unknown as ModelClient;

function show(values: Record<string, unknown>, locale: Locale = 'en') {
  const controls = new Controls(spec);
  controls.assign(values);
  const lesson = new Lesson(controls as never, topic.steps);
  const text = locale === 'en' ? english : chinese;
  const model = new ModelHandle('story', client);
  render(Panel, { topic, text, locale, controls, lesson, model });
  return controls;
}

const ready = () =>
  vi.waitFor(
    () => expect(document.querySelector('[data-topic="rlhf"]')?.getAttribute('data-status')).toBe('ready'),
    {
      timeout: 20_000,
    },
  );

describe('the preference panel', () => {
  it.each(views.flatMap((view) => [[view, 'en'] as const, [view, 'zh'] as const]))(
    'draws %s in %s from the recorded runs',
    async (view, locale) => {
      show({ view }, locale);
      await ready();
      expect(document.querySelector(`[data-view="${view}"]`)).not.toBeNull();
      if (view === 'plot') {
        await vi.waitFor(() =>
          expect(document.querySelectorAll('[data-chart="rlhf/runs"] tbody tr')).toHaveLength(5),
        );
      }
      // A sentence whose blanks were not filled in would show them.
      expect(document.body.textContent).not.toMatch(/(?<![a-zA-Z^_])\{[a-zA-Z]+\}/);
    },
    30_000,
  );

  it('takes clicks, and coming back finds what was trained', async () => {
    const controls = show({ view: 'pairs' });
    await ready();
    const choice = () => document.querySelector<HTMLButtonElement>('[data-choice="a"]')!;
    await vi.waitFor(() => expect(choice().disabled).toBe(false), { timeout: 20_000 });
    await fireEvent.click(choice());
    expect(controls.get('clicks')).toBe('a');
    expect(controls.get('source')).toBe('own');
    cleanup();
    const again = show({ view: 'reward' });
    await ready();
    await fireEvent.click(screen.getByRole('button', { name: 'One step' }));
    await vi.waitFor(() => expect(shop.judging.steps).toBe(1), { timeout: 20_000 });
    cleanup();
    show({ view: 'reward' });
    await ready();
    const steps = () => document.querySelector('[data-readout="steps"]')!.getAttribute('data-value');
    expect(steps()).toBe('1');
    await fireEvent.click(screen.getByRole('button', { name: 'One step' }));
    // Drawn by a panel that was not there when the reward model was begun.
    await vi.waitFor(() => expect(steps()).toBe('2'), { timeout: 20_000 });
    expect(again.get('view')).toBe('reward');
  }, 60_000);

  it('trains the reward model from the first view', async () => {
    const controls = show({ view: 'pairs', source: 'ready' });
    await ready();
    await fireEvent.click(screen.getByRole('button', { name: 'Train the reward model' }));
    expect(controls.get('view')).toBe('reward');
    await vi.waitFor(() => expect(shop.judging.steps).toBeGreaterThan(0), { timeout: 30_000 });
    expect(shop.judging.source).toBe('ready');
    await shop.desk.pause();
  }, 90_000);

  it('goes off the leash by one button: reward model, judge, then PPO at β = 0', async () => {
    const controls = show({ view: 'loop' });
    await ready();
    await fireEvent.click(screen.getByRole('button', { name: 'Off the leash: β = 0, run' }));
    expect(controls.get('beta')).toBe(0);
    await vi.waitFor(() => expect(shop.policy.current?.steps).toBeGreaterThan(0), { timeout: 100_000 });
    expect(shop.judging.source).toBe('polite');
    expect(shop.judging.judge).not.toBeNull();
    expect(shop.policy.current!.beta).toBe(0);
    await shop.desk.pause();
  }, 120_000);
});

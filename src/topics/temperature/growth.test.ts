import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../math/random';
import { sampleIndex } from '../../math/sampling';
import { info, openTemperature as open } from '../../../tests/topics/scriptedTemperature';
import { GROWTH_LENGTH } from './controls';
import type { TemperatureState } from './state.svelte';

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('draws', () => {
  it('single out the last of a few, and none of a thousand', async () => {
    const { panel, live } = await open({ draws: 1000 });
    await live();
    expect(panel.picked).toBeNull();
    panel.drawOne();
    expect(panel.controls.get('draws')).toBe(1);
    expect(panel.picked).toBe(sampleIndex(panel.cut!.final, createRandom(7)));
    panel.drawOne();
    expect(panel.drawn!.draws).toBe(2);
  });

  it('append the drawn token to the text', async () => {
    const { panel, live, controls } = await open({ prompt: 'ab', draws: 1 });
    await live();
    const drawn = panel.reading.textOf(panel.picked!);
    panel.append();
    expect(controls.get('prompt')).toBe(`ab${drawn}`);
    expect(controls.get('draws')).toBe(0);
  });
});

describe('the three texts', () => {
  const grown = (panel: TemperatureState) =>
    panel.growth.texts.map((text) => text.tokens.map((token) => token.id));

  it('are the same for the same seed and differ for another', async () => {
    const first = await open({ seed: 11 });
    await first.live();
    first.panel.grow();
    await settle();
    expect(first.panel.growth.complete).toBe(true);
    const second = await open({ seed: 11 });
    await second.live();
    second.panel.grow();
    await settle();
    expect(grown(second.panel)).toEqual(grown(first.panel));
    second.controls.set('seed', 12);
    second.panel.grow();
    await settle();
    expect(grown(second.panel)).not.toEqual(grown(first.panel));
  });

  it('begin with the very token that "draw one" draws at that temperature', async () => {
    const { panel, live } = await open({ T: 0.8, t2: 0.8, draws: 1 });
    await live();
    panel.grow();
    await settle();
    expect(panel.growth.texts[1].tokens[0].id).toBe(panel.picked);
  });

  it('are asked for anew only where something changed', async () => {
    const { panel, live, controls, client } = await open();
    await live();
    panel.grow();
    await settle();
    controls.set('T', 3);
    panel.grow();
    expect(client.generated).toHaveLength(3);
    controls.set('t3', 2);
    panel.grow();
    expect(client.generated).toHaveLength(4);
    expect(client.generated[3].sampling).toMatchObject({
      temperature: 2,
      topP: 0.9,
      order: 'temperature-first',
    });
  });

  it('leave room to grow in the window', async () => {
    const { panel, live, client } = await open({ prompt: 'x'.repeat(90) });
    await live();
    panel.grow();
    expect(client.generated[0].ids).toHaveLength(info.window - GROWTH_LENGTH);
  });

  it('play to the end, stop, and scrub', async () => {
    const { panel, live, controls } = await open();
    await live();
    panel.grow();
    await settle();
    const { growth } = panel;
    growth.play();
    expect(growth.shown).toBe(0);
    growth.advance();
    growth.advance();
    growth.stop();
    expect([growth.playing, growth.shown, controls.get('shown')]).toEqual([false, 2, 2]);
    growth.play();
    for (let beat = 0; beat < GROWTH_LENGTH; beat++) growth.advance();
    flushSync();
    expect([growth.playing, growth.shown, controls.get('shown')]).toEqual([false, GROWTH_LENGTH, null]);
    growth.scrub(5);
    expect(growth.shown).toBe(5);
  });

  it('know a story that ended early', async () => {
    const { panel, live, client } = await open();
    client.endAfter = 6;
    await live();
    panel.grow();
    await settle();
    expect(panel.growth.texts.every((text) => text.ended)).toBe(true);
    panel.growth.play();
    for (let beat = 0; beat < 8; beat++) panel.growth.advance();
    expect(panel.growth.playing).toBe(false);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { controls } from '../../src/topics/strengths-and-limits/controls';
import type { CorpusRecord } from '../../src/topics/strengths-and-limits/records';
import { instructionPrompt } from '../../src/topics/strengths-and-limits/writing';
import { greedy, host, labelsOf, nextOf, openLive, probability, readout, series, show } from './limitsPanel';

// Tests run in the repository's root.
const corpus = JSON.parse(readFileSync('static/runs/story-corpus.json', 'utf8')) as CorpusRecord;
const close = 1e-5;

describe('it writes', () => {
  it('goes on from the reader’s own prompt, and both models answer the same instruction', async () => {
    const prompt = 'The old dragon was tired';
    const ask = 'What is the opposite of big?';
    const { page, complaints } = await openLive({ prompt, ask });
    const written = await labelsOf(page, 'written');
    const expected = await greedy('story', prompt, written.length - 1);
    expect(written.slice(1)).toEqual(expected.map((text) => (text === '<|endoftext|>' ? ' ∎' : text)));
    await expect
      .poll(() => labelsOf(page, 'answer-base').catch(() => []), { timeout: 30_000 })
      .not.toEqual([]);
    for (const [side, model] of [
      ['tuned', 'story-chat'],
      ['base', 'story'],
    ] as const) {
      const wanted = (await greedy(model, instructionPrompt(ask), 96)).map((text) =>
        text === '<|endoftext|>' ? ' ∎' : text,
      );
      await expect.poll(() => labelsOf(page, `answer-${side}`), { timeout: 30_000 }).toEqual(wanted);
    }
    expect((await labelsOf(page, 'answer-tuned')).join('')).toMatch(/small|little/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('it makes things up', () => {
  it('has bars from the model’s own softmax, and twenty answers whose agreement is counted', async () => {
    const unknown = 'The name of her secret island was';
    const { page, complaints } = await openLive({ view: 'invent', unknown, country: 'Wakanda' });
    const p = await nextOf(unknown);
    const bars = await series(page, 'next-unknown');
    const top = Math.max(...p);
    expect(await readout(page, 'top-unknown')).toBeCloseTo(top, 5);
    expect(Math.max(...Object.values(bars)[0])).toBeCloseTo(top, 5);
    const entropy = p.reduce((sum, each) => sum - (each > 0 ? each * Math.log2(each) : 0), 0);
    expect(await readout(page, 'entropy-unknown')).toBeCloseTo(entropy, 3);
    const counts = (await series(page, 'answers-known')).value;
    expect(await readout(page, 'agreement-known')).toBe(counts[0] / 20);
    // What nobody can know scatters; what stands in the text does not.
    expect(await readout(page, 'agreement-known')).toBeGreaterThan(await readout(page, 'agreement-unknown'));
    expect(await page.locator('main').textContent()).toContain('Wakanda stands nowhere');
    await page.getByRole('slider', { name: /Temperature of the draws/ }).press('Home');
    await expect.poll(() => readout(page, 'agreement-unknown'), { timeout: 30_000 }).toBe(1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('asks for every left-out capital, none of which the training text could tell', async () => {
    const { page } = await openLive({ view: 'invent', drawT: 0 });
    const asked = (await labelsOf(page, 'capitals-left-out')).map((label) => label.split(' → ')[0]);
    expect(asked.sort()).toEqual(corpus.capitals.leftOut.map((row) => row.country).sort());
    expect(corpus.capitals.leftOut.every((row) => row.textsWithBoth === 0)).toBe(true);
    const sure = (await series(page, 'capitals-left-out')).value;
    const [first] = corpus.capitals.leftOut;
    expect(sure[0]).toBeCloseTo(Math.max(...(await nextOf(`The capital of ${first.country} is`))), 5);
    expect(await readout(page, 'right-left-out')).toBeLessThanOrEqual(0.05);
    expect(await readout(page, 'right-learnt')).toBeGreaterThanOrEqual(0.9);
    await page.context().close();
  });
});

describe('the window ends', () => {
  it('gives exactly the probability with the fact deleted once the fact is outside', async () => {
    const { page, complaints } = await openLive({ view: 'window', window: 64, between: 20 });
    const told = await readout(page, 'told');
    expect(told).toBe(await readout(page, 'deleted'));
    expect(await readout(page, 'difference')).toBe(0);
    const curve = await series(page, 'window-curve');
    const [x, y, , deleted] = Object.values(curve);
    expect(x.length).toBeGreaterThan(15);
    const outside = x.flatMap((distance, i) => (distance >= 64 ? [i] : []));
    expect(outside.length).toBeGreaterThan(5);
    for (const i of outside) expect(y[i]).toBe(deleted[i]);
    // Inside, the fact counts.
    expect(y[0]).toBeGreaterThan(deleted[0] + 0.5);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('reads the reader’s own fact, and the green line is the window', async () => {
    const own = {
      fact: 'Tom has a green car.',
      question: "What colour is Tom's car? It is",
      answer: 'green',
    };
    const filler = 'The sun was warm. A bird sang. The boat was slow. Nobody was there. The tea was hot.';
    const { page } = await openLive({ view: 'window', ...own, filler, between: 3, window: 256 });
    const text = `${own.fact} The sun was warm. A bird sang. The boat was slow. ${own.question}`;
    expect(await readout(page, 'told')).toBeCloseTo(await probability(text, 'green'), 5);
    const deleted = await probability(text.slice(own.fact.length + 1), 'green');
    expect(await readout(page, 'deleted')).toBeCloseTo(deleted, 5);
    await page.getByRole('slider', { name: 'Window, tokens' }).last().press('Home');
    await expect.poll(() => page.url()).toContain('window=16');
    await expect.poll(() => readout(page, 'told')).toBeCloseTo(await probability(text, 'green', 16), 5);
    await page.context().close();
  });
});

describe('knowledge stands still', () => {
  it('counts words as the corpus record does, and measures their surprisal', async () => {
    const words = ['dragon', 'spaceship', 'blockchain'];
    const { page, complaints } = await openLive({ view: 'cutoff', words: words.join(', ') });
    const { count, bits } = await series(page, 'own-words');
    const [, stories, world] = corpus.words.find(([word]) => word === 'dragon')!;
    expect(count[0]).toBe(stories + world);
    expect(count[2]).toBe(0);
    for (const [i, word] of words.entries()) {
      const p = await probability(controls.carrier.default, word);
      expect(Math.abs(bits[i] + Math.log2(p))).toBeLessThan(1e-3);
    }
    expect(await readout(page, 'correlation')).toBeLessThan(-0.5);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('lets a pasted fact move the probability, the reader’s own too', async () => {
    const { page } = await openLive({ view: 'cutoff', words: '' });
    const { value } = await series(page, 'retrieval');
    const [told, asked, reply] = [controls.told.default, controls.asked.default, controls.reply.default];
    expect(value[0]).toBeCloseTo(await probability(asked, reply), 5);
    expect(value[1]).toBeCloseTo(await probability(`${told} ${asked}`, reply), 5);
    expect(value[1]).toBeGreaterThan(10 * value[0]);
    await page.getByRole('textbox', { name: /Fact found/ }).fill("Mia's number is three.");
    const other = await probability(`Mia's number is three. ${asked}`, reply);
    await expect.poll(async () => (await series(page, 'retrieval')).value[1]).toBeCloseTo(other, 5);
    await page.context().close();
  });
});

describe('it copies the ratio', () => {
  it('draws the model’s log-odds beside the corpus’s own counts', async () => {
    const { page, complaints } = await openLive({ view: 'bias', nouns: 'astronaut' });
    const [nouns, { value, before }] = [await labelsOf(page, 'log-odds'), await series(page, 'log-odds')];
    expect(nouns).toHaveLength(corpus.pronouns.rows.length + 1);
    for (const noun of ['nurse', 'builder', 'astronaut']) {
      const at = nouns.indexOf(noun);
      const text = `The ${noun} said that`;
      const odds = Math.log((await probability(text, 'she')) / (await probability(text, 'he')));
      expect(value[at]).toBeCloseTo(odds, 3);
      const row = corpus.pronouns.rows.find((each) => each.noun === noun);
      if (row) {
        const she = row.stories.she + row.world.she;
        expect(before[at]).toBeCloseTo(Math.log(she / (row.stories.he + row.world.he)), 10);
      } else expect(before[at]).toBeNaN();
    }
    const p = await nextOf('The nurse said that');
    const pair = await series(page, 'pair');
    expect(pair.value[0]).toBeCloseTo(Math.max(...p), 5);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('it costs', () => {
  it('follows the formulas, times this tab, and gives GPT-3’s training FLOPs by 6ND', async () => {
    const { page, complaints } = await openLive({ view: 'cost', size: 1e9, read: 1e12 });
    const { info } = await host.open('story');
    const costs = await series(page, 'costs');
    const here = costs['this tab'];
    expect(here[0]).toBe(info.parameters);
    expect(here[1]).toBe(2 * info.parameters);
    expect(here[4]).toBe(4 * info.parameters);
    expect(here[5]).toBe(2 * info.layers * info.heads * info.headSize * 4 * 256);
    expect(Math.abs(costs['GPT-3'][3] / 3.14e23 - 1)).toBeLessThan(0.01);
    expect(Math.abs(await readout(page, 'gpt3-off'))).toBeLessThan(0.01);
    expect(await readout(page, 'yours')).toBe(6e21);
    const times = await series(page, 'times');
    expect(times.y.at(-1)).toBe(await readout(page, 'ms'));
    expect(times.x.at(-1)).toBe(info.parameters);
    expect(times.y.at(-1)).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await show(page, 0);
    await page.context().close();
  });

  it('keeps full accuracy of every softmax it shows', async () => {
    const p = await nextOf('Once upon a time');
    expect(Math.abs(p.reduce((sum, each) => sum + each, 0) - 1)).toBeLessThan(close);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { corpusLogOdds, filled } from './bias';
import { costsHere, costsOfGpt3, GPT3_REPORTED } from './costs';
import { correlation, sampleWords } from './cutoff';
import { agreement, learntSample, tally } from './invention';
import { trainingFlops } from '../../math/cost';
import { publishedRuns } from './published';
import { answerText, listOf } from './reader';
import { WordCounts, type CorpusRecord, type RareWords } from './records';
import { median } from './speed';
import { sentencesOf, textOf } from './windowTest';

// Tests run in the repository's root.
const read = <Value>(path: string) => JSON.parse(readFileSync(`static/${path}`, 'utf8')) as Value;
const corpus = read<CorpusRecord>('runs/story-corpus.json');
const rare = read<RareWords>('runs/story-words.json');

describe('answers', () => {
  const draw = (...texts: string[]) =>
    answerText(
      texts.map((text, index) => ({
        index,
        id: index,
        text,
        modelProbability: 1,
        drawnProbability: 1,
        durationMs: 0,
      })),
    );

  it('are what was drawn up to the end of the sentence', () => {
    expect(draw(' Par', 'is', '.')).toBe('Paris');
    expect(draw(' Red', ' and')).toBe('Red and');
    expect(draw('.')).toBe('.');
  });

  it('are counted, and agree by the share of the commonest', () => {
    expect(tally(['b', 'a', 'b'])).toEqual([
      { answer: 'b', count: 2 },
      { answer: 'a', count: 1 },
    ]);
    expect(agreement(['b', 'a', 'b'])).toBeCloseTo(2 / 3);
    expect(agreement([])).toBeNaN();
  });
});

describe('typed lists', () => {
  it('take commas of both scripts, drop what is empty or said twice, and end at the limit', () => {
    expect(listOf(' a, b，c、 a,,', 12)).toEqual(['a', 'b', 'c']);
    expect(listOf('a,b,c', 2)).toEqual(['a', 'b']);
    expect(listOf('', 5)).toEqual([]);
  });
});

describe('the corpus', () => {
  it('has every word once, and as many in all as were counted', () => {
    const listed = new Map(corpus.words.map(([word, stories, world]) => [word, stories + world]));
    let total = [...listed.values()].reduce((sum, count) => sum + count, 0);
    let distinct = listed.size;
    for (const [count, words] of Object.entries(rare.byCount))
      for (const word of words.split(' ')) {
        expect(listed.has(word)).toBe(false);
        total += Number(count);
        distinct += 1;
      }
    expect(total).toBe(corpus.totalWords.stories + corpus.totalWords.world);
    expect(distinct).toBe((corpus as unknown as { distinctWords: number }).distinctWords);
  });

  it('answers for ranked, rare and unknown words', () => {
    const counts = new WordCounts(corpus, rare);
    const [word, stories, world] = corpus.words[100];
    expect(counts.of(word)).toBe(stories + world);
    const [count, words] = Object.entries(rare.byCount)[0];
    expect(counts.of(words.split(' ')[0])).toBe(Number(count));
    expect(counts.of('blockchain')).toBe(0);
  });

  it('gives words for the cloud from the commonest to the rarest', () => {
    const words = sampleWords(corpus);
    expect(words.length).toBeGreaterThan(80);
    expect(new Set(words).size).toBe(words.length);
    const counts = new WordCounts(corpus, rare);
    expect(Math.max(...words.map((word) => counts.of(word)))).toBeGreaterThan(1e5);
    expect(Math.min(...words.map((word) => counts.of(word)))).toBeLessThan(5);
  });

  it('has no text that names a left-out country with its capital, and many for each learnt one', () => {
    expect(corpus.capitals.leftOut.every((row) => row.textsWithBoth === 0)).toBe(true);
    const learnt = learntSample(corpus.capitals.learnt, 20);
    expect(new Set(learnt.map((row) => row.country)).size).toBe(20);
    expect(learnt.every((row) => row.textsWithBoth > 20)).toBe(true);
  });

  it('gives log-odds of its own pronoun counts, and none where nothing was counted', () => {
    const { stories, world } = corpus.pronouns.rows.find((row) => row.noun === 'nurse')!;
    const odds = corpusLogOdds(corpus, 'nurse', 'she', 'he');
    expect(odds).toBeCloseTo(Math.log((stories.she + world.she) / (stories.he + world.he)), 12);
    expect(corpusLogOdds(corpus, 'nurse', 'he', 'she')).toBeCloseTo(-odds!, 12);
    expect(corpusLogOdds(corpus, 'nurse', 'they', 'he')).toBeNull();
    expect(corpusLogOdds(corpus, 'astronaut', 'she', 'he')).toBeNull();
  });
});

describe('texts', () => {
  it('are cut into sentences and put together with so many of them', () => {
    const filler = sentencesOf('It rained. Who knew? Nobody');
    expect(filler).toEqual(['It rained.', 'Who knew?', 'Nobody']);
    const recipe = { fact: ' A. ', filler: '', question: 'Q?', answer: 'x', window: 9 };
    expect(textOf(recipe, filler, 2)).toBe('A. It rained. Who knew? Q?');
    expect(textOf({ ...recipe, fact: '' }, filler, 0)).toBe('Q?');
    expect(filled('The _ and the _', 'cook')).toBe('The cook and the cook');
  });
});

describe('numbers', () => {
  it('correlate with the logarithm of the count, words never read left out', () => {
    const point = (count: number, bits: number) => ({ word: '', count, bits, pieces: 1, own: false });
    expect(correlation([point(1, 9), point(10, 6), point(100, 3), point(0, 99)])).toBeCloseTo(-1, 12);
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  it('reproduce the training FLOPs of GPT-3’s paper within 1 % by 6ND', () => {
    expect(Math.abs(costsOfGpt3(1).trainingFlops! / GPT3_REPORTED - 1)).toBeLessThan(0.01);
    for (const { parameters, tokens, reported } of publishedRuns)
      if (reported) expect(Math.abs(trainingFlops(parameters, tokens) / reported - 1)).toBeLessThan(0.01);
  });

  it('follow the formulas for the model in the tab', () => {
    const info = { parameters: 3_443_136, layers: 6, heads: 6, headSize: 32 } as never;
    const costs = costsHere(info, 1e6, 100);
    expect(costs.flopsPerToken).toBe(2 * 3_443_136);
    expect(costs.trainingFlops).toBe(6 * 3_443_136 * 1e6);
    expect(costs.weightBytes).toBe(4 * 3_443_136);
    expect(costs.cacheBytes).toBe(100 * 2 * 6 * 192 * 4);
  });
});

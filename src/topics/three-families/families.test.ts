import { describe, expect, it } from 'vitest';
import { causalMask } from '../../math/attention';
import { compare, tally } from './change';
import { directionOf } from './direction';
import { asBias, openMask, openPairs, prefixMask } from './masks';
import { decoderCount, encoderCount, hiddenTokens, pairCount, wordNumbers } from './scored';
import { cutWords, joinWords, movedWord, tokensOfWords, withWord } from './words';

describe('words', () => {
  it('are cut so that they join to the sentence again', () => {
    for (const text of ['The dog ran, didn’t it?', '  “Hi!” ', '', '你好，世界', '🙂 a', 'one-two  three']) {
      const cut = cutWords(text);
      expect(joinWords(cut, cut.words)).toBe(text);
      expect(cut.gaps).toHaveLength(cut.words.length + 1);
    }
    expect(cutWords('“The dog ran, didn’t it?”').words).toEqual(['The', 'dog', 'ran', 'didn’t', 'it']);
  });

  it('are exchanged, taken out and moved; punctuation stays', () => {
    expect(withWord('The dog ran.', 1, 'cat')).toBe('The cat ran.');
    expect(withWord('The dog ran.', 1, '')).toBe('The ran.');
    expect(withWord('The dog ran.', 7, 'x')).toBe('The dog ran.');
    expect(movedWord('Tom, a dog ran.', 3, 0)).toBe('ran, Tom a dog.');
    expect(movedWord('a b c', 0, 2)).toBe('b c a');
    expect(movedWord('a b c', 0, 9)).toBe('a b c');
  });

  it('know their tokens', () => {
    expect(tokensOfWords('The rhino ran.', ['The', ' r', 'h', 'ino', ' ran', '.'])).toEqual([
      [0, 0],
      [1, 3],
      [4, 4],
    ]);
    expect(tokensOfWords('The rhino ran.', ['The', ' r'])).toEqual([[0, 0], [1, 1], null]);
  });
});

describe('a change', () => {
  const rows = (ids: number[], final: number[]) => ({ ids, final: Float32Array.from(final) });

  it('is measured position by position while the count is kept', () => {
    const change = compare(rows([1, 2, 3], [3, 4, 1, 0, 0, 2]), rows([1, 5, 3], [3, 4, 0, 0, 0, 2.5]));
    expect(change).toMatchObject({ first: 1, edited: [1], comparable: 3, counts: [3, 3] });
    expect(change.moved).toEqual([0, 1, 0.25]);
    expect(change.gaps).toEqual([0, 1, 0.5]);
    expect(tally(change)).toEqual({ before: 1, beforeMoved: 0, after: 2, afterMoved: 2 });
  });

  it('compares only what lies before the first difference when the count changes', () => {
    const change = compare(rows([1, 2, 3], [1, 1, 1]), rows([1, 5, 6, 3], [2, 1, 1, 1]));
    expect(change).toMatchObject({ first: 1, comparable: 1, moved: [1] });
    expect(compare(rows([1], [1]), rows([1, 2], [1, 1]))).toMatchObject({
      first: 1,
      comparable: 1,
      moved: [0],
    });
    expect(compare(rows([], []), rows([], []))).toMatchObject({ first: null, comparable: 0, moved: [] });
  });
});

describe('masks', () => {
  it('run from causal to open as the prefix grows', () => {
    expect(Array.from(prefixMask(5, 0).values)).toEqual(Array.from(causalMask(5)));
    expect(prefixMask(5, 1).values).toEqual(prefixMask(5, 0).values);
    expect(prefixMask(5, 5).values).toEqual(openMask(5).values);
    expect([0, 2, 5].map((p) => openPairs(prefixMask(5, p)))).toEqual([15, 16, 25]);
    expect(openPairs(openMask(3, 4))).toBe(12);
  });

  it('are fed as numbers the graph can add', () => {
    const bias = asBias(prefixMask(3, 0));
    expect(bias.dims).toEqual([1, 1, 3, 3]);
    expect(Array.from(bias.data)).toEqual([0, -1e9, -1e9, 0, 0, -1e9, 0, 0, 0]);
  });
});

describe('what is scored', () => {
  it('is 15 % of the tokens, whole words, 80/10/10', () => {
    const words = wordNumbers(Array.from({ length: 4000 }, (_, i) => (i % 3 === 1 ? 'ing' : ' walk')));
    expect(words[1]).toBe(words[0]);
    expect(words[2]).toBe(words[1] + 1);
    const fates = hiddenTokens(words, 3);
    expect(encoderCount(fates)).toEqual({ read: 4000, scored: 600 });
    const cut = [...new Set(words)].filter((word) => {
      const mine = fates.filter((_, i) => words[i] === word);
      return new Set(mine.map((fate) => fate === 'seen')).size > 1;
    });
    expect(cut.length).toBeLessThanOrEqual(1);
    const share = (fate: string) => fates.filter((each) => each === fate).length / 600;
    expect(share('masked')).toBeGreaterThan(0.75);
    expect(share('masked')).toBeLessThan(0.85);
    expect(share('swapped')).toBeGreaterThan(0.06);
    expect(hiddenTokens(words, 3)).toEqual(fates);
    expect(hiddenTokens(words, 4)).not.toEqual(fates);
    expect(encoderCount(hiddenTokens([0, 1], 1)).scored).toBe(1);
    expect(hiddenTokens([], 1)).toEqual([]);
  });

  it('is everything but the first token in a decoder, and the target in a pair', () => {
    expect([0, 1, 9].map((tokens) => decoderCount(tokens).scored)).toEqual([0, 0, 8]);
    expect(pairCount(6, 5)).toEqual({ read: 11, scored: 5 });
  });
});

describe('the direction of a head', () => {
  it('is the mean share of its weight on later, own and earlier tokens', () => {
    expect(directionOf([0, 1, 0.25, 0.75], 2)).toEqual({ ahead: 0.5, self: 0.375, back: 0.125 });
    expect(directionOf([1, 0, 0.5, 0.5], 2).ahead).toBe(0);
  });
});

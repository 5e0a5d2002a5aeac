import { describe, expect, it } from 'vitest';
import { layersOutcome, swapOutcome } from './outcomes';
import { largestDifference, relativeDifference, spansOf } from './differences';
import { countWords, isAsWritten, moved, readOrder, reversedButLast, wordsOf, writeOrder } from './words';

describe('words', () => {
  it('are what spaces part, and Chinese characters one by one', () => {
    expect(wordsOf('  the dog\nran.  ', 9)).toEqual(['the', 'dog', 'ran.']);
    expect(wordsOf('我爱cats!狗', 9)).toEqual(['我', '爱', 'cats!', '狗']);
    expect(wordsOf('a b c d', 2)).toEqual(['a', 'b']);
    expect([countWords('a b c d'), countWords(' '), wordsOf('', 3).length]).toEqual([4, 0, 0]);
  });

  it('keep an order in the link, and a broken one is as written', () => {
    expect(readOrder('3.1.2', 3)).toEqual([2, 0, 1]);
    expect(writeOrder([2, 0, 1])).toBe('3.1.2');
    expect(writeOrder([0, 1, 2])).toBe('');
    for (const broken of ['', '1.1.2', '1.2', '1.2.4', 'NaN', '<b>', '0.1.2', '1.2.3.4'])
      expect(readOrder(broken, 3)).toEqual([0, 1, 2]);
    expect(readOrder('', 0)).toEqual([]);
  });

  it('move to a place, and those between make room', () => {
    expect(moved([0, 1, 2, 3], 0, 2)).toEqual([1, 2, 0, 3]);
    expect(moved([0, 1, 2, 3], 3, 0)).toEqual([3, 0, 1, 2]);
    expect(reversedButLast(4)).toEqual([2, 1, 0, 3]);
    expect([reversedButLast(1), reversedButLast(0)]).toEqual([[0], []]);
    expect(isAsWritten([0, 1])).toBe(true);
  });
});

describe('differences', () => {
  const tensor = (rows: number[][]) => ({ dims: [1, rows.length, 2], data: Float32Array.from(rows.flat()) });
  const before = tensor([
    [3, 4],
    [1, 0],
  ]);
  const after = tensor([
    [1, 0],
    [3, 1],
  ]);

  it('match a word with itself, wherever it stands', () => {
    const spans = spansOf([1, 1]);
    expect(relativeDifference(before, spans[1], after, spans[0])).toBe(0);
    expect(relativeDifference(before, spans[0], after, spans[1])).toBeCloseTo(3 / 5, 9);
    expect(largestDifference(before, spans[0], after, spans[1])).toBe(3);
  });
});

describe('what an experiment answers', () => {
  const base = { kind: 'none', places: [1, 0, 2], layers: 2 } as const;
  const rows = (first: number, second: number) => [
    [0, 0, 0],
    [0.5, 0.5, first],
    [0.5, 0.5, second],
    [0, 0, second],
  ];

  it('is read from its own numbers', () => {
    expect(swapOutcome({ ...base, mask: false, differences: rows(0, 1e-7) })).toBe(1);
    expect(swapOutcome({ ...base, mask: false, differences: rows(0, 0.2) })).toBe(2);
    expect(layersOutcome({ ...base, mask: true, differences: rows(1e-7, 0.2) })).toBe(2);
    expect(layersOutcome({ ...base, mask: true, differences: rows(1e-7, 1e-7) })).toBe(1);
    expect(layersOutcome({ ...base, mask: true, differences: rows(0.2, 0.3) })).toBe(0);
  });

  it('is none of another experiment', () => {
    expect(swapOutcome({ ...base, mask: true, differences: rows(0, 0) })).toBeUndefined();
    expect(layersOutcome({ ...base, kind: 'rope', mask: true, differences: rows(0, 0) })).toBeUndefined();
    expect(
      layersOutcome({ ...base, places: [0, 2, 1], mask: true, differences: rows(0, 0) }),
    ).toBeUndefined();
    expect(
      layersOutcome({ ...base, places: [0, 1, 2], mask: true, differences: rows(0, 0) }),
    ).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { readChoices, withChoice, writeChoices } from './choices';
import { isLooping, plainText } from './plainText';

describe('choices in the address', () => {
  it('are read, put in order and written again', () => {
    expect(writeChoices(readChoices('5:88.3:1204'))).toBe('3:1204.5:88');
  });
  it('that make no sense are left out', () => {
    expect(readChoices('0:3.x.4.3:-1.NaN:1.2:7.2:8.<b>')).toEqual([{ step: 1, id: 7 }]);
  });
  it('go when an earlier one is made', () => {
    const choices = readChoices('2:5.4:6');
    expect(withChoice(choices, { step: 3, id: 9 })).toEqual([...choices.slice(0, 1), { step: 3, id: 9 }]);
    expect(withChoice(choices, { step: 1, id: 9 })).toEqual([{ step: 1, id: 9 }]);
  });
});

describe('the text of tokens', () => {
  it('puts bytes together and leaves out what is no text', () => {
    const tokens = [
      { id: 9, text: '我' },
      { id: 3, text: '<E5>' },
      { id: 4, text: '<A5><BD>' },
      { id: 1, text: '</s>' },
    ];
    expect(plainText(tokens, new Set([1]))).toBe('我好');
  });
  it('goes in circles when its end is one piece three times over', () => {
    expect(isLooping([5, 1, 2, 1, 2, 1, 2])).toBe(true);
    expect(isLooping([1, 2, 3, 4, 5, 6])).toBe(false);
    expect(isLooping([7, 7, 7])).toBe(true);
  });
});

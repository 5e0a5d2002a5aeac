import { describe, expect, it } from 'vitest';
import card from '../../../static/models/story/card.json';
import { entryName, sentenceOf } from './cardWords';

describe('the words of a model card', () => {
  it('names every entry of the shipped card in both languages', () => {
    for (const key of [...Object.keys(card), ...Object.keys(card.shape)]) {
      expect(entryName(key, 'zh'), key).toMatch(/\p{Script=Han}/u);
      expect(entryName(key, 'en'), key).not.toMatch(/[a-z][A-Z]/);
    }
  });
  it('leaves data alone, names of the prototype included', () => {
    for (const key of ['France', 'constructor', '100']) expect(entryName(key, 'zh')).toBe(key);
  });
  it('takes the sentence of the language, and only from a pair', () => {
    const pair = { en: 'It writes English only.', zh: '它只会写英文。' };
    expect(sentenceOf(pair, 'zh')).toBe(pair.zh);
    expect(sentenceOf(pair, 'en')).toBe(pair.en);
    for (const other of [null, 'en', { en: 'x' }, { en: 1, zh: 2 }, ['en', 'zh']])
      expect(sentenceOf(other, 'en')).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { describeParity } from './parityFile';

const shipped = describeParity('text-zh');

describe('the shipped Chinese decoder', () => {
  it('has one token a Chinese character, and bytes for what it does not know', () => {
    const { encode, texts, info } = shipped.model;
    const text = '今天天气很好，我们去公园。';
    expect(encode(text).map((id) => texts[id])).toEqual([...text]);
    expect(texts.filter((each) => /^\p{Script=Han}$/u.test(each)).length).toBeGreaterThan(3500);
    expect(encode('😀')).toHaveLength(4);
    expect(info).toMatchObject({ kind: 'decoder', vocabulary: 4096, window: 256, endOfTextId: 0 });
  });
});

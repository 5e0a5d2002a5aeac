import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tokenTexts, type TokenizerJson } from '../../src/runtime/tokenTexts';
import { diskHost, modelsFolder } from './nodeHost';

const story = JSON.parse(readFileSync(`${modelsFolder}story/tokenizer.json`, 'utf8')) as TokenizerJson;

describe('texts of tokens', () => {
  it('are exact: any text’s tokens join to it, bytes of split characters apart', async () => {
    const host = diskHost();
    const encoder = new TextEncoder();
    for (const text of [
      'Once upon a time',
      '  two  spaces\n\nand lines\t',
      'It’s "fine" — 100%!',
      'naïve café',
      '玻璃模型',
      '👩‍👩‍👧',
      '\u0000\u00ad',
      '<|endoftext|>',
    ]) {
      const tokens = await host.tokenize('story', text);
      const bytes = tokens.flatMap(({ text: piece }) =>
        /^(<[0-9A-F]{2}>)+$/.test(piece)
          ? piece.match(/[0-9A-F]{2}/g)!.map((hex) => parseInt(hex, 16))
          : [...encoder.encode(piece)],
      );
      expect(new TextDecoder().decode(Uint8Array.from(bytes))).toBe(text);
    }
  });

  it('show pieces of a character as bytes', async () => {
    const tokens = await diskHost().tokenize('story', '玻');
    expect(tokens.map(({ text }) => text).join('')).toBe('<E7><8E><BB>');
  });

  it('are no tokens for an empty text', async () => {
    expect(await diskHost().tokenize('story', '')).toEqual([]);
  });

  it('cover the whole vocabulary', () => {
    const texts = tokenTexts(story, 4096);
    expect(texts).toHaveLength(4096);
    expect(texts.filter((text) => text === '')).toEqual([]);
    expect(texts[0]).toBe('<|endoftext|>');
  });

  it('stand as they are in a vocabulary of characters', () => {
    const json: TokenizerJson = { model: { vocab: { 天: 0, Ġ: 1 } }, decoder: { type: 'Fuse' } };
    expect(tokenTexts(json, 3)).toEqual(['天', 'Ġ', '']);
  });
});

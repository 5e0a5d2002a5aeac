import { Tokenizer } from '@huggingface/tokenizers';
import { tokenTexts, type TokenizerJson } from '../tokenTexts';

/** Between text and tokens, for one session. */
export interface TextCoder {
  readonly encode: (text: string) => number[];
  /** Text of every id. */
  readonly texts: readonly string[];
  /** The token that ends a text. */
  readonly end: number;
}

/** The coder of a shipped model, from its tokenizer.json and tokenizer_config.json. */
export function modelCoder(json: TokenizerJson, config: object, vocabulary: number, end: number): TextCoder {
  const tokenizer = new Tokenizer(json as object, config);
  return {
    encode: (text) => (text === '' ? [] : [...tokenizer.encode(text, { add_special_tokens: false }).ids]),
    texts: tokenTexts(json, vocabulary),
    end,
  };
}

/** The characters of a text in the order of their code points, each once; odd halves of a pair count as one each. */
export function alphabetOf(text: string): string[] {
  return [...new Set(text)].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
}

/** One token a character, and one more, the last, that ends an answer. A character that is not in the alphabet is left out. */
export function characterCoder(characters: readonly string[]): TextCoder {
  const ids = new Map(characters.map((character, id) => [character, id]));
  return {
    encode: (text) => [...text].flatMap((character) => ids.get(character) ?? []),
    texts: [...characters, ''],
    end: characters.length,
  };
}

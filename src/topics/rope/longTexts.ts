import { languageRead } from '../../state/modelLanguage';
import english from './longTexts.json';
import chinese from './longTexts.zh.json';
import type { ModelClient } from '../../runtime/modelClient';

/**
 * Long texts of the little world in the language that a model has read (training/world/long_texts.py, seed in the file):
 * documents that follow one another with the end-of-text token between them, as they do in training. Every text is longer
 * than 1,024 tokens.
 */
export const longTextsOf = (model: string): readonly (readonly string[])[] =>
  languageRead(model) === 'zh' ? chinese.texts : english.texts;

/** Token ids of each long text, behind `prefix` if there is one, cut to `length`. Throws RuntimeError as the client does. */
export async function longTextIds(
  client: ModelClient,
  model: string,
  endOfTextId: number,
  prefix: readonly number[],
  length: number,
): Promise<number[][]> {
  const head = prefix.length > 0 ? [...prefix, endOfTextId] : [];
  const texts: number[][] = [];
  for (const documents of longTextsOf(model)) {
    const ids = [...head];
    for (const document of documents) {
      if (ids.length >= length) break;
      ids.push(...(await client.tokenize(model, document)).map((token) => token.id), endOfTextId);
    }
    texts.push(ids.slice(0, length));
  }
  return texts;
}

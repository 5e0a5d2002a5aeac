/** A piece of a sentence as Prose.svelte draws it. */
export type ProsePiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'formula'; readonly tex: string }
  | { readonly kind: 'ref'; readonly mark: string; readonly pieces: readonly ProsePiece[] };

const pattern = /\[\[([a-z][\w:-]*)\]\]([\s\S]*?)\[\[\/\]\]|(?<!\\)\$([^$]+)\$|\*\*([^*]+)\*\*/gi;

/**
 * Splits a sentence into text, `[[mark]]words[[/]]` references, `$tex$` formulas and `**strong**` words. `\$` is a
 * dollar sign. Anything else, angle brackets included, is text.
 */
export function parseProse(sentence: string): readonly ProsePiece[] {
  const pieces: ProsePiece[] = [];
  const addText = (raw: string) => {
    if (raw) pieces.push({ kind: 'text', text: raw.replaceAll('\\$', '$') });
  };
  let end = 0;
  for (const match of sentence.matchAll(pattern)) {
    addText(sentence.slice(end, match.index));
    const [whole, mark, words, tex, strong] = match;
    if (mark !== undefined) pieces.push({ kind: 'ref', mark, pieces: parseProse(words) });
    else if (tex !== undefined) pieces.push({ kind: 'formula', tex });
    else pieces.push({ kind: 'strong', text: strong });
    end = match.index + whole.length;
  }
  addText(sentence.slice(end));
  return pieces;
}

import { visibleToken } from '../../charts/tokenText';

/** A token's text, the end of a text as the typesetter's end mark. */
export function shownText(
  token: { readonly id: number; readonly text: string },
  endId: number | null,
): string {
  return token.id === endId ? ' ∎' : token.text;
}

/** A token inside a sentence: its invisible characters made visible, no space around. */
export function quoted(text: string): string {
  return visibleToken(text).text.trim();
}

/** The end of a text on one line: its last `count` tokens. */
export function endOf(texts: readonly string[], count = 6): string {
  return texts.slice(-count).join('').replace(/\s+/g, ' ').trimStart();
}

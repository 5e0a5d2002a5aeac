import { tokenBytes } from '../charts/tokenText';

/** What the field needs of a token; the runtime's own tokens have it. */
export interface PieceToken {
  readonly text: string;
}

/** A stretch of the reader's text that one token covers, or several byte tokens together (`bytes` bytes in all). */
export interface TokenPiece {
  readonly text: string;
  readonly bytes: number;
  /** Position of its first token; null for text that no token covers (cut off by the window). */
  readonly position: number | null;
}

/**
 * Lays the tokens over the text they came from, gathering byte tokens (`<E4><BD>`) back into their characters. Null when
 * the tokens are not this text's: the model is still reading, so nothing should be drawn. White space at the ends and a
 * cut to the model's window (tokens of the last part only) do not matter.
 */
export function tokenPieces(text: string, tokens: readonly PieceToken[]): TokenPiece[] | null {
  const decoder = new TextDecoder();
  const pieces: TokenPiece[] = [];
  let bytes: number[] = [];
  let first = 0;
  const gather = () => {
    if (bytes.length > 0)
      pieces.push({ text: decoder.decode(Uint8Array.from(bytes)), bytes: bytes.length, position: first });
    bytes = [];
  };
  tokens.forEach((token, position) => {
    const found = tokenBytes(token.text);
    if (found) {
      if (bytes.length === 0) first = position;
      bytes.push(...found);
    } else {
      gather();
      if (token.text !== '') pieces.push({ text: token.text, bytes: 0, position });
    }
  });
  gather();
  if (pieces.length === 0) return null;
  const covered = pieces.map((piece) => piece.text).join('');
  const at = text.lastIndexOf(covered.trim());
  if (at < 0) return null;
  // The tokenizer may have added or dropped white space at the ends; the text itself is what is drawn.
  const before = text.slice(0, at);
  const after = text.slice(at + covered.trim().length);
  const beginning = { ...pieces[0], text: pieces[0].text.trimStart() };
  const last = pieces.length - 1;
  const middle = pieces.map((piece, index) => (index === 0 ? beginning : piece));
  middle[last] = { ...middle[last], text: middle[last].text.trimEnd() + after };
  if (before.trim() !== '') return [{ text: before, bytes: 0, position: null }, ...middle];
  return [{ ...middle[0], text: before + middle[0].text }, ...middle.slice(1)];
}

/** The first `limit` characters (code points, so that no emoji is cut in half). */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const points = Array.from(text);
  return points.length <= limit ? text : points.slice(0, limit).join('');
}

/** Whether most letters are of a script that a model of this language has hardly seen. */
export function mostlyOtherScript(text: string, reads: 'en' | 'zh' = 'en'): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const own = text.match(reads === 'zh' ? /\p{Script=Han}/gu : /\p{Script=Latin}/gu) ?? [];
  return letters.length > 0 && own.length < letters.length / 2;
}

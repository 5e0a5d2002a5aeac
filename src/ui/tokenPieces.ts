/** What the field needs of a token; the runtime's own tokens have it. */
export interface PieceToken {
  readonly text: string;
}

/** A stretch of the reader's text that one token covers, or several byte tokens together (`bytes` of them). */
export interface TokenPiece {
  readonly text: string;
  readonly bytes: number;
  /** Position of its first token; null for text that no token covers (cut off by the window). */
  readonly position: number | null;
}

const BYTE = /^<0x([0-9A-Fa-f]{2})>$/;

/**
 * Lays the tokens over the text they came from, gathering byte tokens (`<0xE4>`) back into their characters. Null when
 * the tokens are not this text's: the model is still reading, so nothing should be drawn. White space at the ends and a
 * cut to the model's window (tokens of the last part only) do not matter.
 */
export function tokenPieces(text: string, tokens: readonly PieceToken[]): TokenPiece[] | null {
  const decoder = new TextDecoder();
  const pieces: TokenPiece[] = [];
  let bytes: number[] = [];
  const gather = (end: number) => {
    if (bytes.length > 0)
      pieces.push({
        text: decoder.decode(Uint8Array.from(bytes)),
        bytes: bytes.length,
        position: end - bytes.length,
      });
    bytes = [];
  };
  tokens.forEach((token, position) => {
    const byte = BYTE.exec(token.text);
    if (byte) bytes.push(parseInt(byte[1], 16));
    else {
      gather(position);
      if (token.text !== '') pieces.push({ text: token.text, bytes: 0, position });
    }
  });
  gather(tokens.length);
  if (pieces.length === 0) return null;
  const covered = pieces.map((piece) => piece.text).join('');
  const at = text.lastIndexOf(covered.trim());
  if (at < 0) return null;
  // The tokenizer may have added or dropped white space at the ends; the text itself is what is drawn.
  const before = text.slice(0, at);
  const after = text.slice(at + covered.trim().length);
  const first = { ...pieces[0], text: pieces[0].text.trimStart() };
  const last = pieces.length - 1;
  const middle = pieces.map((piece, index) => (index === 0 ? first : piece));
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

/** Whether most letters are of a script that an English model has hardly seen. */
export function mostlyOtherScript(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const latin = text.match(/\p{Script=Latin}/gu) ?? [];
  return letters.length > 0 && latin.length < letters.length / 2;
}

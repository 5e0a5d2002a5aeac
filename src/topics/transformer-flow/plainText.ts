import { tokenBytes } from '../../charts/tokenText';
import type { Token } from '../../runtime/protocol';

/** What a row of tokens reads as: byte tokens are put together again, the tokens in `without` are left out. */
export function plainText(tokens: readonly Token[], without: ReadonlySet<number> = new Set()): string {
  const decoder = new TextDecoder();
  let text = '';
  let bytes: number[] = [];
  const flush = () => {
    text += decoder.decode(Uint8Array.from(bytes));
    bytes = [];
  };
  for (const token of tokens) {
    if (without.has(token.id)) continue;
    const found = tokenBytes(token.text);
    if (found) bytes.push(...found);
    else {
      flush();
      text += token.text;
    }
  }
  flush();
  return text;
}

/** Whether the last tokens are one piece said at least three times over: a decoder that goes round in circles. */
export function isLooping(ids: readonly number[], longest = 8): boolean {
  for (let period = 1; period <= longest; period++) {
    if (ids.length < period * 3) return false;
    const tail = ids.slice(-period * 3);
    if (tail.every((id, i) => id === tail[i % period])) return true;
  }
  return false;
}

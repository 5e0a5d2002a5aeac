/** Words of a text that can be moved about as wholes, and the orders they can take. */

/** Letters that are written without spaces between words count as words of their own. */
const pieces = /\p{Script=Han}|[^\s\p{Script=Han}]+/gu;

/** The first `most` words of a text; characters of Chinese one by one. */
export function wordsOf(text: string, most: number): string[] {
  return (text.match(pieces) ?? []).slice(0, most);
}

/** How many words the text has in all. */
export function countWords(text: string): number {
  return text.match(pieces)?.length ?? 0;
}

/** Reads an order as the link writes it, places counted from 1; as written (0, 1, 2, ...) if it does not fit `count` words. */
export function readOrder(written: string, count: number): number[] {
  const order = written.split('.').map((part) => Number(part) - 1);
  const fits = order.length === count && [...order].sort((a, b) => a - b).every((value, at) => value === at);
  return fits ? order : Array.from({ length: count }, (_, at) => at);
}

/** The order as a link writes it; empty when nothing has moved. */
export function writeOrder(order: readonly number[]): string {
  return isAsWritten(order) ? '' : order.map((word) => word + 1).join('.');
}

/** Whether every word stands where it was written. */
export function isAsWritten(order: readonly number[]): boolean {
  return order.every((word, at) => word === at);
}

/** The order with the word at place `from` put at place `to`, those between moving up. */
export function moved(order: readonly number[], from: number, to: number): number[] {
  const next = [...order];
  const [word] = next.splice(from, 1);
  next.splice(to, 0, word);
  return next;
}

/** The order with all words but the last turned round. */
export function reversedButLast(count: number): number[] {
  return [...Array.from({ length: Math.max(0, count - 1) }, (_, at) => count - 2 - at), count - 1].filter(
    (word) => word >= 0,
  );
}

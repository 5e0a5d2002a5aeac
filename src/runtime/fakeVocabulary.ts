/** Words a fake text is likely to hold; everything else falls back to bytes. */
const words = [
  'the', 'a', 'and', 'to', 'was', 'he', 'she', 'it', 'in', 'of', 'his', 'her', 'had', 'dog', 'cat', 'box', 'ball', 'red',
  'blue', 'little', 'big', 'happy', 'sad', 'dragon', 'opened', 'found', 'said', 'once', 'upon', 'time', 'Lily', 'Tom',
]; // prettier-ignore

function byteText(byte: number): string {
  return byte >= 0x20 && byte < 0x7f
    ? String.fromCharCode(byte)
    : `<${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
}

/** Texts of the fake vocabulary: end of text, the 256 bytes, then words, each also with a space before it. */
export const fakeVocabulary: readonly string[] = [
  '<|endoftext|>',
  ...Array.from({ length: 256 }, (_, byte) => byteText(byte)),
  ...words.flatMap((word) => [word, ` ${word}`]),
];

/** The token for a hidden one, which the fake encoder has behind the others. */
export const fakeMask = '<mask>';

const firstWord = 257;

/** Ids of a text: the longest fake word that fits, else bytes; so that every text can be split and nothing is lost. */
export function fakeEncode(text: string): number[] {
  const ids: number[] = [];
  for (let at = 0; at < text.length;) {
    let best = -1;
    for (let id = firstWord; id < fakeVocabulary.length; id++) {
      const fits =
        text.startsWith(fakeVocabulary[id], at) &&
        !/^\p{L}/u.test(text.slice(at + fakeVocabulary[id].length));
      if (fits && (best < 0 || fakeVocabulary[id].length > fakeVocabulary[best].length)) best = id;
    }
    if (best >= 0) {
      ids.push(best);
      at += fakeVocabulary[best].length;
    } else {
      const character = String.fromCodePoint(text.codePointAt(at)!);
      for (const byte of new TextEncoder().encode(character)) ids.push(byte + 1);
      at += character.length;
    }
  }
  return ids;
}

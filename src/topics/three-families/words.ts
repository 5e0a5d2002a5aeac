/** A sentence cut into words and what stands between them; joined in turn they give the sentence back. */
export interface WordCut {
  /** `gaps[i]` stands before word i, the last one behind the last word. */
  readonly gaps: readonly string[];
  readonly words: readonly string[];
}

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu;

/** Cuts a sentence into words (letters, digits, inner apostrophes and hyphens); punctuation and spaces stay between. */
export function cutWords(text: string): WordCut {
  const words: string[] = [];
  const gaps: string[] = [];
  let at = 0;
  for (const match of text.matchAll(WORD)) {
    gaps.push(text.slice(at, match.index));
    words.push(match[0]);
    at = match.index + match[0].length;
  }
  return { gaps: [...gaps, text.slice(at)], words };
}

/** The sentence of a cut with other words: as many as it has gaps but one. */
export function joinWords({ gaps }: WordCut, words: readonly string[]): string {
  return gaps.map((gap, i) => gap + (words[i] ?? '')).join('');
}

/** The sentence with word `index` exchanged; an empty word takes the space before it away too. */
export function withWord(text: string, index: number, word: string): string {
  const cut = cutWords(text);
  if (index < 0 || index >= cut.words.length) return text;
  if (word !== '')
    return joinWords(
      cut,
      cut.words.map((each, i) => (i === index ? word : each)),
    );
  const gaps = cut.gaps.map((gap, i) => (i === index ? gap.replace(/\s+$/u, '') : gap));
  return joinWords(
    { ...cut, gaps },
    cut.words.map((each, i) => (i === index ? '' : each)),
  );
}

/** The sentence with word `from` moved to place `to`; the others move up, punctuation stays where it is. */
export function movedWord(text: string, from: number, to: number): string {
  const cut = cutWords(text);
  const inside = (index: number) => index >= 0 && index < cut.words.length;
  if (!inside(from) || !inside(to) || from === to) return text;
  const words = cut.words.filter((_, i) => i !== from);
  words.splice(to, 0, cut.words[from]);
  return joinWords(cut, words);
}

/** The places of the words of a text in characters, each [start, end). */
export function wordSpans(text: string): (readonly [number, number])[] {
  return Array.from(text.matchAll(WORD), (match) => [match.index, match.index + match[0].length] as const);
}

/**
 * The tokens [first, last] that each word of a text lies in, from the tokens' own texts; null for a word that begins
 * behind the last token. Tokens join to the text, so places can be counted; the space before a word is its token's.
 */
export function tokensOfWords(text: string, tokens: readonly string[]): (readonly [number, number] | null)[] {
  const ends: number[] = [];
  let at = 0;
  for (const token of tokens) ends.push((at += token.length));
  return wordSpans(text).map(([start, end]) => {
    const first = ends.findIndex((each) => each > start);
    if (first < 0) return null;
    const last = ends.findIndex((each) => each >= end);
    return [first, last < 0 ? tokens.length - 1 : last] as const;
  });
}

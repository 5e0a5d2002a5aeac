import { createRandom } from '../../math/random';

/** Share of tokens that masked training scores, and what those are shown as (Devlin et al. 2019, section 3.1). */
export const HIDDEN = { share: 0.15, masked: 0.8, swapped: 0.1 } as const;

/** What the encoder is shown in the place of a token in training. */
export type Fate = 'seen' | 'masked' | 'swapped' | 'left';

/**
 * What masked training does to a text of words, whole words at a time as fill-mask was trained: 15 % of the tokens,
 * rounded and at least one, in a random order of words; each is shown as <mask> (80 %), as a random token (10 %) or as
 * it is (10 %). `wordOf` gives each token's word. The last word may be cut by the budget. Seeded.
 */
export function hiddenTokens(wordOf: readonly number[], seed: number): Fate[] {
  const random = createRandom(seed);
  const order = [...new Set(wordOf)];
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  let left = wordOf.length === 0 ? 0 : Math.max(1, Math.round(HIDDEN.share * wordOf.length));
  const fates = wordOf.map((): Fate => 'seen');
  for (const word of order) {
    for (let i = 0; i < wordOf.length && left > 0; i++) {
      if (wordOf[i] !== word) continue;
      const draw = random.next();
      fates[i] = draw < HIDDEN.masked ? 'masked' : draw < HIDDEN.masked + HIDDEN.swapped ? 'swapped' : 'left';
      left--;
    }
  }
  return fates;
}

/** Which word each token belongs to: a token goes on with the word before it when it begins with a letter right behind one. */
export function wordNumbers(tokens: readonly string[]): number[] {
  let word = -1;
  return tokens.map((token, i) => {
    const goesOn = i > 0 && /^\p{L}/u.test(token) && /\p{L}$/u.test(tokens[i - 1]);
    return goesOn ? word : ++word;
  });
}

/** One family's training pass over one example. */
export interface ScoredCount {
  /** Tokens that run through a stack. */
  readonly read: number;
  /** Predictions that enter the loss. */
  readonly scored: number;
}

/** Next-token training: each token but the first is predicted from those before it. */
export function decoderCount(tokens: number): ScoredCount {
  return { read: tokens, scored: Math.max(0, tokens - 1) };
}

/** Masked training: only what was chosen is scored, however it is shown. */
export function encoderCount(fates: readonly Fate[]): ScoredCount {
  return { read: fates.length, scored: fates.filter((fate) => fate !== 'seen').length };
}

/** Translation pairs: the source, its end token included, is read and not scored; every target token and the end are. */
export function pairCount(source: number, target: number): ScoredCount {
  return { read: source + target, scored: target };
}

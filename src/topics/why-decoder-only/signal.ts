import { createRandom, type Random } from '../../math/random';

/** Share of tokens hidden in masked training (Devlin et al. 2018, sec. 3.1) and in span corruption (Raffel et al. 2020, sec. 3.3.4). */
export const HIDDEN = 0.15;
/** Mean length of a corrupted span (Raffel et al. 2020, sec. 3.3.4). */
export const MEAN_SPAN = 3;

/** What one family's training pass computes and scores on a text. */
export interface Signal {
  /** Positions that run through a stack. */
  readonly positions: number;
  /** Positions whose prediction enters the loss. */
  readonly scored: number;
  /** The text's own tokens among them, sentinels left out. */
  readonly ownScored: number;
}

/** One token of an input or a target; `sentinel` counts from 0 where a span stands or stood. */
export interface MaskedToken {
  /** Place in the text; -1 for a sentinel. */
  readonly position: number;
  readonly sentinel: number;
  readonly scored: boolean;
}

/** Next-token training: every position but the first is predicted from those before it, so T - 1 of T are scored. */
export function decoderSignal(tokens: number): Signal & { readonly mask: readonly boolean[] } {
  const mask = Array.from({ length: tokens }, (_, i) => i > 0);
  const scored = Math.max(0, tokens - 1);
  return { positions: scored, scored, ownScored: scored, mask };
}

/** Masked training: each token is chosen with probability 0.15 from a seeded stream, and only the chosen are scored. */
export function encoderSignal(tokens: number, seed: number): Signal & { readonly mask: readonly boolean[] } {
  const random = createRandom(seed);
  const mask = Array.from({ length: tokens }, () => random.next() < HIDDEN);
  const scored = mask.filter(Boolean).length;
  return { positions: tokens, scored, ownScored: scored, mask };
}

/** Splits `total` into `parts` whole numbers of at least 1, all such splits equally likely. */
function randomParts(total: number, parts: number, random: Random): number[] {
  const cuts = Array.from({ length: total - 1 }, (_, i) => i + 1);
  for (let i = cuts.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [cuts[i], cuts[j]] = [cuts[j], cuts[i]];
  }
  const chosen = [0, ...cuts.slice(0, parts - 1).sort((a, b) => a - b), total];
  return chosen.slice(1).map((cut, i) => cut - chosen[i]);
}

/**
 * Span corruption (Raffel et al. 2020, sec. 3.1.4): 15 % of the tokens in spans of mean length 3 are each replaced by
 * a sentinel in the encoder's input; the decoder writes sentinel and span in turn, and a last sentinel. All targets are
 * scored, sentinels too. A text of fewer than two tokens has no span.
 */
export function spanSignal(
  tokens: number,
  seed: number,
): Signal & { readonly input: readonly MaskedToken[]; readonly target: readonly MaskedToken[] } {
  if (tokens < 2) return { positions: tokens, scored: 0, ownScored: 0, input: [], target: [] };
  const random = createRandom(seed);
  const hidden = Math.min(tokens - 1, Math.max(1, Math.round(tokens * HIDDEN)));
  const spans = Math.min(hidden, tokens - hidden, Math.max(1, Math.round(hidden / MEAN_SPAN)));
  const gone = randomParts(hidden, spans, random);
  const kept = randomParts(tokens - hidden, spans, random);
  const input: MaskedToken[] = [];
  const target: MaskedToken[] = [];
  let position = 0;
  for (let span = 0; span < spans; span++) {
    for (let i = 0; i < kept[span]; i++) input.push({ position: position++, sentinel: -1, scored: false });
    input.push({ position: -1, sentinel: span, scored: false });
    target.push({ position: -1, sentinel: span, scored: true });
    for (let i = 0; i < gone[span]; i++) target.push({ position: position++, sentinel: -1, scored: true });
  }
  target.push({ position: -1, sentinel: spans, scored: true });
  return {
    positions: input.length + target.length,
    scored: target.length,
    ownScored: hidden,
    input,
    target,
  };
}

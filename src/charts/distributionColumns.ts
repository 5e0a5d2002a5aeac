import { textWidth } from './tokenText';

/** Where the columns of a distribution stand, in px; right edges of numbers, null for a column that is not drawn. */
export interface DistributionColumns {
  readonly compact: boolean;
  readonly token: number;
  readonly logit: number | null;
  readonly scaled: number | null;
  readonly x0: number;
  readonly x1: number;
  readonly p: number;
  readonly after: number | null;
}

interface Wanted {
  readonly width: number;
  /** The number font's size in px: every column is a multiple of it, so that a projector's are wider. */
  readonly fontPx: number;
  readonly tokenPx: number;
  readonly texts: readonly string[];
  readonly logits: boolean;
  readonly scaled: boolean;
  readonly after: boolean;
  readonly compact?: boolean;
}

/** Lays the columns out: token, logit and z ÷ T if wanted and there is room, bars, p, p after the cut. */
export function distributionColumns(wanted: Wanted): DistributionColumns {
  const { width, fontPx } = wanted;
  const scale = fontPx / 12;
  const longest = Math.max(0, ...wanted.texts.map((text) => textWidth(text, wanted.tokenPx)));
  const fitted = Math.min(Math.max(longest, 3 * fontPx), width * 0.26) + 4;
  const compact = wanted.compact ?? width < 560 * scale;
  if (compact) {
    const token = Math.min(fitted, 140 * scale);
    return {
      compact,
      token,
      logit: null,
      scaled: null,
      x0: token + 10,
      x1: width - 52 * scale,
      p: width,
      after: null,
    };
  }
  const token = Math.max(72 * scale, Math.min(fitted, 130 * scale));
  let right = token;
  const column = (wantedHere: boolean, wide: number) => (wantedHere ? (right += wide * scale) : null);
  const logit = column(wanted.logits, 56);
  const scaled = column(wanted.scaled, 64);
  const after = wanted.after ? width - 8 : null;
  const p = width - 8 - (wanted.after ? 66 * scale : 0);
  return {
    compact,
    token,
    logit,
    scaled,
    x0: right + (logit === null ? 12 : 20 * scale),
    x1: p - 56 * scale,
    p,
    after,
  };
}

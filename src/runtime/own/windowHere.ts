import type { OwnConfig } from './ownConfig';

/** Logits over this many numbers in one pass are more than a tab should hold (256 MB). */
const mostLogits = 64 * 1024 * 1024;
/** Longer texts take minutes without a graphics card. */
const longestText = 1024;

/** How many tokens of a text are read here: the model's own window, or what fits a browser. */
export function windowHere(config: Pick<OwnConfig, 'window' | 'vocabulary'>): number {
  return Math.max(16, Math.min(config.window, longestText, Math.floor(mostLogits / config.vocabulary)));
}

import { applyCuts, type CutResult, type SamplingSettings } from '../../math/cuts';

/** The same cuts with the temperature before and after them. */
export interface OrderComparison {
  readonly first: CutResult;
  readonly last: CutResult;
  /** Ids that survive only when the temperature comes first, likeliest first. */
  readonly onlyFirst: readonly number[];
  /** Ids that survive only when the temperature comes last, likeliest first. */
  readonly onlyLast: readonly number[];
}

/**
 * Runs the cuts of `settings` on `logits` [V] in both orders and names the tokens whose fate differs; `ranked` holds
 * all ids, likeliest first.
 */
export function compareOrders(
  logits: ArrayLike<number>,
  settings: SamplingSettings,
  ranked: readonly number[],
): OrderComparison {
  const first = applyCuts(logits, { ...settings, order: 'temperature-first' });
  const last = applyCuts(logits, { ...settings, order: 'temperature-last' });
  const differing = (kept: Uint8Array, cut: Uint8Array) => ranked.filter((id) => kept[id] && !cut[id]);
  return {
    first,
    last,
    onlyFirst: differing(first.keep, last.keep),
    onlyLast: differing(last.keep, first.keep),
  };
}

import { headScores, type HeadScores } from '../../math/attention';
import type { SentenceRun } from '../../state/sentenceRun';

/** One head's attention pattern [T, T] on the sentence. */
export interface ChosenHead {
  readonly layer: number;
  readonly head: number;
  readonly tokens: number;
  readonly pattern: Float32Array;
}

/**
 * The `count` heads that differ most in kind: for each kind of score in turn the head that has most of it, then
 * heads at even distances; sorted by layer and head.
 */
export function chosenHeads(run: SentenceRun, count: number): ChosenHead[] {
  const tokens = run.tokens.length;
  const ids = run.tokens.map((token) => token.id);
  const all: (ChosenHead & { scores: HeadScores })[] = [];
  for (let layer = 0; layer < run.model.layers; layer++) {
    const tensor = run.tensors[`layer.${layer}.attn.pattern`]; // [H, T, T]
    if (!tensor) continue;
    for (let head = 0; head < run.model.heads; head++) {
      const pattern = tensor.data.subarray(head * tokens * tokens, (head + 1) * tokens * tokens);
      all.push({ layer, head, tokens, pattern, scores: headScores(pattern, ids) });
    }
  }
  const chosen = new Set<ChosenHead>();
  for (const kind of Object.keys(all[0]?.scores ?? {}) as (keyof HeadScores)[]) {
    const ranked = all
      .filter((each) => !chosen.has(each))
      .sort((a, b) => (b.scores[kind] ?? 0) - (a.scores[kind] ?? 0));
    if (ranked[0] && chosen.size < count) chosen.add(ranked[0]);
  }
  const rest = all.filter((each) => !chosen.has(each));
  const missing = Math.min(count - chosen.size, rest.length);
  for (let n = 0; n < missing; n++) chosen.add(rest[Math.floor(((n + 0.5) / missing) * rest.length)]);
  return [...chosen].sort((a, b) => a.layer - b.layer || a.head - b.head);
}

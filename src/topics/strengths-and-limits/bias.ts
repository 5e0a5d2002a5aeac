import { topIndices } from '../../math/ranking';
import type { ModelHandle } from '../../state/model.svelte';
import type { Run } from './measured.svelte';
import { Reader } from './reader';
import type { CorpusRecord } from './records';

/** Where the noun goes in the reader's sentence. */
export const BLANK = '_';

/** One noun in the sentence: the two words' probabilities after it. */
export interface NounBias {
  readonly noun: string;
  readonly first: number;
  readonly second: number;
  /** ln P(first) − ln P(second): 0 means even. */
  readonly logOdds: number;
}

/** The sentence with a noun in the blank. */
export function filled(template: string, noun: string): string {
  return template.split(BLANK).join(noun);
}

/** Log-odds of two continuations for a list of nouns. Nothing without a blank, or when a word is missing. */
export async function measureBias(
  model: ModelHandle,
  recipe: { template: string; nouns: readonly string[]; first: string; second: string },
  { signal, report }: Run<readonly NounBias[]>,
): Promise<readonly NounBias[]> {
  const { template, nouns, first, second } = recipe;
  const rows: NounBias[] = [];
  if (!template.includes(BLANK) || first.trim() === '' || second.trim() === '') return rows;
  const reader = new Reader(model);
  const [a, b] = [await reader.ids(` ${first.trim()}`), await reader.ids(` ${second.trim()}`)];
  for (const noun of nouns) {
    if (signal.aborted) break;
    const ids = (await reader.ids(filled(template, noun).trim())).slice(
      -(reader.window - Math.max(a.length, b.length)),
    );
    const one = (await reader.logProbability(ids, a, signal)) ?? NaN;
    const two = (await reader.logProbability(ids, b, signal)) ?? NaN;
    rows.push({ noun, first: Math.exp(one), second: Math.exp(two), logOdds: one - two });
    if (rows.length % 6 === 0) report([...rows]);
  }
  return rows;
}

/** ln(she : he) as counted in the training text, both streams; null where one of them never occurs or the words are others. */
export function corpusLogOdds(
  corpus: CorpusRecord,
  noun: string,
  first: string,
  second: string,
): number | null {
  const row = corpus.pronouns.rows.find((each) => each.noun === noun);
  if (!row) return null;
  const counts: Record<string, number> = {
    she: row.stories.she + row.world.she,
    he: row.stories.he + row.world.he,
  };
  const [a, b] = [counts[first.trim()], counts[second.trim()]];
  return a > 0 && b > 0 ? Math.log(a / b) : null;
}

/** Two prompts that differ in one word: the likeliest next tokens of the one, with their probability after the other. */
export interface PairedNext {
  readonly ids: readonly number[];
  readonly one: Float64Array;
  readonly other: Float64Array;
}

/** Next-token distributions after two nouns; null where the sentence has no blank or is empty. */
export async function pairNext(
  model: ModelHandle,
  { template, one, other }: { template: string; one: string; other: string },
  { signal }: Run<PairedNext | null>,
): Promise<PairedNext | null> {
  if (!template.includes(BLANK) || one.trim() === '' || other.trim() === '') return null;
  const reader = new Reader(model);
  const [a, b] = [
    await reader.next(filled(template, one).trim(), signal),
    await reader.next(filled(template, other).trim(), signal),
  ];
  if (!a || !b) return null;
  const ids = [...new Set([...topIndices(a.p, 4), ...topIndices(b.p, 4)])];
  ids.sort((x, y) => a.p[y] - a.p[x]);
  return { ids, one: a.p, other: b.p };
}

import { entropyBits } from '../../math/entropy';
import { topIndices } from '../../math/ranking';
import type { ModelHandle } from '../../state/model.svelte';
import { ANSWER_TOKENS, DRAWS } from './controls';
import type { Run } from './measured.svelte';
import { answerText, Reader, type NextToken } from './reader';
import type { CapitalRow } from './records';

/** One prompt: how sure the model is of its next token, and what it answers when asked again and again. */
export interface Drawn {
  readonly prompt: string;
  readonly next: NextToken | null;
  /** Ids of the likeliest next tokens. */
  readonly top: readonly number[];
  readonly entropyBits: number;
  /** Answers in the order drawn. */
  readonly answers: readonly string[];
}

/** Each different answer with how often it came, the commonest first. */
export function tally(answers: readonly string[]): { answer: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return [...counts]
    .map(([answer, count]) => ({ answer, count }))
    .sort((a, b) => b.count - a.count || (a.answer < b.answer ? -1 : 1));
}

/** Share of the draws that gave the commonest answer; NaN without draws. */
export function agreement(answers: readonly string[]): number {
  return answers.length === 0 ? NaN : tally(answers)[0].count / answers.length;
}

/** Asks a prompt DRAWS times; draw n uses the seed + n. An answer ends with its sentence. */
export async function drawAgain(
  model: ModelHandle,
  { prompt, T, seed }: { prompt: string; T: number; seed: number },
  { signal, report }: Run<Drawn>,
): Promise<Drawn> {
  const reader = new Reader(model);
  const next = await reader.next(prompt, signal);
  let drawn: Drawn = { prompt, next, top: [], entropyBits: NaN, answers: [] };
  if (!next) return drawn;
  drawn = { ...drawn, top: [...topIndices(next.p, 6)], entropyBits: entropyBits(next.p) };
  const ids = next.tokens.map((token) => token.id).slice(-(reader.window - ANSWER_TOKENS));
  for (let n = 0; n < DRAWS && !signal.aborted; n++) {
    const options = { maxTokens: ANSWER_TOKENS, temperature: T, seed: seed + n, untilSentence: true };
    const tokens = await reader.write(ids, options, { signal });
    drawn = { ...drawn, answers: [...drawn.answers, answerText(tokens)] };
    report(drawn);
  }
  return drawn;
}

/** What the model says is a country's capital. */
export interface SaidCapital {
  readonly country: string;
  /** Its likeliest words up to the end of the sentence. */
  readonly said: string;
  /** Probability of the first token of those. */
  readonly p: number;
  /** The true capital; null where we don't know the country. */
  readonly truth: string | null;
  readonly right: boolean;
}

/** The question, in a form the model was trained on for the learnt capitals. */
export function capitalPrompt(country: string): string {
  return `The capital of ${country} is`;
}

/** Countries whose name takes an article; the plain question would not fit them. */
const WITH_ARTICLE =
  /^(the |united|netherlands|philippines|czech|dominican|central|bahamas|maldives|gambia)/i;

/** As many learnt capitals as are left out, spread over the record's list. */
export function learntSample(learnt: readonly CapitalRow[], count: number): CapitalRow[] {
  const usable = learnt.filter((row) => !WITH_ARTICLE.test(row.country));
  return Array.from(
    { length: Math.min(count, usable.length) },
    (_, i) => usable[Math.floor((i * usable.length) / count)],
  );
}

/** Greedy answers for a list of countries. */
export async function askCapitals(
  model: ModelHandle,
  asked: readonly { readonly country: string; readonly capital: string | null }[],
  { signal, report }: Run<readonly SaidCapital[]>,
): Promise<readonly SaidCapital[]> {
  const reader = new Reader(model);
  const rows: SaidCapital[] = [];
  for (const { country, capital } of asked) {
    if (signal.aborted) break;
    const ids = (await reader.ids(capitalPrompt(country))).slice(-(reader.window - ANSWER_TOKENS));
    const options = { maxTokens: ANSWER_TOKENS, temperature: 0, seed: 1, untilSentence: true };
    const drawn = await reader.write(ids, options, { signal });
    const said = answerText(drawn);
    rows.push({
      country,
      said,
      p: drawn[0]?.modelProbability ?? NaN,
      truth: capital,
      right: capital !== null && said.toLowerCase() === capital.toLowerCase(),
    });
    report([...rows]);
  }
  return rows;
}

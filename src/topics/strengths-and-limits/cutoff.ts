import type { ModelHandle } from '../../state/model.svelte';
import { pearson } from './correlation';
import type { Run } from './measured.svelte';
import { Reader } from './reader';
import type { CorpusRecord } from './records';

/** A word after the carrier sentence: how often it was read in training, how surprised the model is by it now. */
export interface WordPoint {
  readonly word: string;
  readonly count: number;
  /** Bits, summed over the word's pieces. */
  readonly bits: number;
  readonly pieces: number;
  /** One of the reader's own. */
  readonly own: boolean;
}

/** Ranked words in the cloud, and rare ones beyond them. */
const COMMON = 84;
const RARE = 36;

/**
 * Words for the cloud: lower-case ones of at least three letters, spread evenly over the logarithm of their rank, and
 * some of the record's sample of rarer ones. No word is chosen by hand.
 */
export function sampleWords(corpus: CorpusRecord): string[] {
  const usable = corpus.words
    .map(([word], rank) => ({ word, rank }))
    .filter(({ word }) => /^[a-z]{3,}$/.test(word));
  const ranked = usable.filter(({ rank }) => rank < corpus.rankedWords);
  const rare = usable.filter(({ rank }) => rank >= corpus.rankedWords);
  const common = Array.from(
    { length: COMMON },
    (_, i) => ranked[Math.floor(ranked.length ** ((i + 1) / COMMON)) - 1],
  );
  const beyond = Array.from({ length: RARE }, (_, i) => rare[Math.floor((i * rare.length) / RARE)]);
  return [...new Set([...common, ...beyond].flatMap((each) => (each ? [each.word] : [])))];
}

/** Surprisal of each word after the carrier. */
export async function surprisals(
  model: ModelHandle,
  { carrier, words, own }: { carrier: string; words: readonly string[]; own: readonly string[] },
  countOf: (word: string) => number,
  { signal, report }: Run<readonly WordPoint[]>,
): Promise<readonly WordPoint[]> {
  const reader = new Reader(model);
  const ids = (await reader.ids(carrier)).slice(-(reader.window >> 1));
  const points: WordPoint[] = [];
  if (ids.length === 0) return points;
  for (const word of [...own, ...words.filter((each) => !own.includes(each))]) {
    if (signal.aborted) break;
    const pieces = (await reader.ids(` ${word}`)).slice(0, reader.window >> 1);
    const nats = await reader.logProbability(ids, pieces, signal);
    points.push({
      word,
      count: countOf(word),
      bits: nats === null ? NaN : -nats / Math.LN2,
      pieces: pieces.length,
      own: own.includes(word),
    });
    if (points.length % 12 === 0) report([...points]);
  }
  return points;
}

/** Pearson correlation of surprisal with the logarithm of the count, over words that were read at least once. */
export function correlation(points: readonly WordPoint[]): number {
  const read = points.filter(({ count, bits }) => count > 0 && Number.isFinite(bits));
  return pearson(
    read.map(({ count }) => Math.log(count)),
    read.map(({ bits }) => bits),
  );
}

/** The answer's probability without and with the fact in the prompt. */
export interface Retrieval {
  readonly before: number;
  readonly after: number;
}

/** P(answer) after the question alone, and after fact and question; null where something is missing. */
export async function retrieve(
  model: ModelHandle,
  { told, asked, reply }: { told: string; asked: string; reply: string },
  { signal }: Run<Retrieval | null>,
): Promise<Retrieval | null> {
  const reader = new Reader(model);
  const answer = (await reader.ids(` ${reply.trim()}`)).slice(0, reader.window >> 1);
  const probability = async (text: string) => {
    const ids = (await reader.ids(text)).slice(-(reader.window - answer.length));
    const nats = reply.trim() === '' ? null : await reader.logProbability(ids, answer, signal);
    return nats === null ? NaN : Math.exp(nats);
  };
  const question = asked.trim();
  if (question === '' || reply.trim() === '') return null;
  return {
    before: await probability(question),
    after: await probability([told.trim(), question].filter((part) => part !== '').join(' ')),
  };
}

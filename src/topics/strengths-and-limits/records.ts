/** One noun's pronouns in the training text: how often its first pronoun was she or he. */
export interface PronounRow {
  readonly noun: string;
  readonly stories: { readonly she: number; readonly he: number };
  readonly world: { readonly she: number; readonly he: number };
}

/** A country and its capital, with how often each is named and how many texts name both. */
export interface CapitalRow {
  readonly country: string;
  readonly capital: string;
  readonly countryZh: string;
  readonly capitalZh: string;
  readonly countryCount: number;
  readonly capitalCount: number;
  readonly textsWithBoth: number;
}

/** static/runs/story-corpus.json: what the model's training text holds, counted by training/story/counts.py. */
export interface CorpusRecord {
  readonly totalWords: Readonly<Record<'stories' | 'world', number>>;
  readonly rankedWords: number;
  /** [word, in the stories, in the generated world]: the commonest `rankedWords` and a sample of rarer ones. */
  readonly words: readonly (readonly [string, number, number])[];
  readonly pronouns: { readonly rule: string; readonly rows: readonly PronounRow[] };
  readonly capitals: { readonly leftOut: readonly CapitalRow[]; readonly learnt: readonly CapitalRow[] };
}

/** static/runs/story-words.json: how often every other word stands in the training text, words grouped by count. */
export interface RareWords {
  readonly byCount: Readonly<Record<string, string>>;
}

/** The parts of a model card that the panel shows. */
export interface ModelCard {
  readonly parameters: number;
  readonly training?: { readonly tokensSeen?: number };
  readonly scores?: {
    readonly instructions?: Readonly<
      Record<string, { readonly followed: number; readonly asked: number; readonly share: number }>
    >;
  };
}

async function readJson<Value>(path: string): Promise<Value | null> {
  try {
    const answer = await fetch(new URL(`${import.meta.env.BASE_URL}${path}`, document.baseURI));
    return answer.ok ? ((await answer.json()) as Value) : null;
  } catch {
    return null;
  }
}

/** The corpus record, or null when it can't be had. */
export const loadCorpus = () => readJson<CorpusRecord>('runs/story-corpus.json');
/** Counts of the words that the corpus record leaves out, or null. */
export const loadRareWords = () => readJson<RareWords>('runs/story-words.json');
/** A model's card, or null. */
export const loadCard = (model: string) => readJson<ModelCard>(`models/${model}/card.json`);

/** How often a word stands in the training text, both streams together, as it is written. */
export class WordCounts {
  readonly #counts = new Map<string, number>();

  constructor(corpus: CorpusRecord, rare: RareWords | null) {
    for (const [count, words] of Object.entries(rare?.byCount ?? {}))
      for (const word of words.split(' ')) this.#counts.set(word, Number(count));
    for (const [word, stories, world] of corpus.words) this.#counts.set(word, stories + world);
  }

  /** 0 for a word that stands nowhere. */
  of(word: string): number {
    return this.#counts.get(word) ?? 0;
  }
}

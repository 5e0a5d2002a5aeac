import type { Locale, TopicText } from '../../state/topic';

/** A topic as the glossary needs it. */
export interface GlossaryTopic {
  readonly slug: string;
  readonly title: Readonly<Record<Locale, string>>;
}

/** One term: its names in both languages and, topic by topic along the path, what it means there. */
export interface GlossaryTerm {
  readonly en: string;
  readonly zh: string;
  readonly meanings: readonly { readonly topic: GlossaryTopic; readonly meaning: string }[];
}

type Terms = TopicText<object>['terms'];

/** What two spellings of one name share: `RLHF` and `RLHF (reinforcement learning …)` are the same term. */
const nameOf = (en: string) =>
  plain(en.replace(/\s*[(（].*?[)）]/g, '').replace(/^positional /i, 'position '));

/** Lower case without accents, spaces and hyphens: "Cross attention" finds "cross-attention". */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\s\-–—‑_·]/gu, '');
}

const longer = (a: string, b: string) => (b.length > a.length ? b : a);

/**
 * The terms of several topics as one list without doubles, sorted by their name in the reader's language (Chinese by
 * pinyin). Of two spellings the fuller one stays; every topic keeps its own sentence.
 */
export function collectTerms(
  topics: readonly { readonly topic: GlossaryTopic; readonly terms: Terms }[],
  locale: Locale,
): GlossaryTerm[] {
  const found = new Map<string, GlossaryTerm>();
  for (const { topic, terms } of topics) {
    for (const { en, zh, meaning } of terms) {
      const known = found.get(nameOf(en));
      found.set(nameOf(en), {
        en: longer(known?.en ?? '', en),
        zh: longer(known?.zh ?? '', zh),
        meanings: [...(known?.meanings ?? []), { topic, meaning }],
      });
    }
  }
  const order = new Intl.Collator(locale === 'zh' ? 'zh-CN' : 'en', { sensitivity: 'base' });
  return [...found.values()].sort((a, b) => order.compare(a[locale], b[locale]));
}

/** The terms whose name in either language, or whose explanation, holds every word asked for; names first. */
export function searchTerms(terms: readonly GlossaryTerm[], wanted: string): GlossaryTerm[] {
  const words = wanted.split(/\s+/).map(plain).filter(Boolean);
  const holds = (text: string) => words.every((word) => text.includes(word));
  const named = terms.filter(({ en, zh }) => holds(plain(`${en} ${zh}`)));
  const told = terms.filter(
    (term) =>
      !named.includes(term) &&
      holds(plain([term.en, term.zh, ...term.meanings.map(({ meaning }) => meaning)].join(' '))),
  );
  return [...named, ...told];
}

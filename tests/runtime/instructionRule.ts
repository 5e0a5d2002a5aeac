/** A rule that recognises right answers to one instruction; training/world/instructions.py has the same rules. */
export type InstructionRule =
  | { readonly type: 'exact' | 'first'; readonly text: string }
  | { readonly type: 'story' | 'polite'; readonly words: readonly string[] }
  | { readonly type: 'sentence'; readonly word: string }
  | { readonly type: 'list'; readonly count: number; readonly members: readonly string[] };

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[a-z]+/g) ?? [];
const among = (wanted: readonly string[], found: readonly string[]) =>
  wanted.every((word) => found.includes(word));

/** True if the answer (text up to the separator) does what was asked. */
export function follows(rule: InstructionRule, said: string): boolean {
  const answer = said.trim();
  const words = wordsOf(answer);
  const finished = /[.!?"]$/.test(answer);
  switch (rule.type) {
    case 'exact':
      return words.join(' ') === wordsOf(rule.text).join(' ');
    case 'first':
      return among(wordsOf(rule.text), wordsOf(answer.split(/(?<=[.!?])\s/)[0]));
    case 'story':
      return among(rule.words, words) && (answer.match(/[.!?]/g) ?? []).length >= 3 && finished;
    case 'sentence':
      return words.includes(rule.word) && words.length >= 3 && words.length <= 40 && finished;
    case 'polite':
      return words.includes('please') && among(rule.words, words);
    case 'list': {
      const bare = answer.replace(/^[ .]+|[ .]+$/g, '').toLowerCase();
      const items = bare.split(/,\s*|\s+and\s+/).filter((item) => item !== '');
      const members = rule.members.map((member) => member.toLowerCase());
      return items.length === rule.count && new Set(items).size === rule.count && among(items, members);
    }
  }
}

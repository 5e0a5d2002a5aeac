import type { PreferencePair } from '../../runtime/training';

/** A comparison of the set on board: what differs between its answers, and the answers. */
export interface LabelledPair extends PreferencePair {
  readonly axis: string;
}

/** The set on board: to train the reward model on, to score it on, and other ones for the judge. */
export interface PreferenceSet {
  readonly train: readonly LabelledPair[];
  readonly heldOut: readonly LabelledPair[];
  readonly judge: readonly LabelledPair[];
}

function isPair(value: unknown): value is LabelledPair {
  const pair = value as LabelledPair | null;
  return [pair?.prompt, pair?.chosen, pair?.rejected].every((part) => typeof part === 'string');
}

/** Reads the set; null when it is not one. */
export function preferenceSet(value: unknown): PreferenceSet | null {
  const set = value as PreferenceSet | null;
  const lists = [set?.train, set?.heldOut, set?.judge];
  return lists.every((list) => Array.isArray(list) && list.length > 0 && list.every(isPair)) ? set : null;
}

/** The set that ships; null when it cannot be had. */
export async function loadPreferenceSet(): Promise<PreferenceSet | null> {
  try {
    const address = new URL(`${import.meta.env.BASE_URL}data/preferences.json`, document.baseURI);
    const answer = await fetch(address);
    return answer.ok ? preferenceSet(await answer.json()) : null;
  } catch {
    return null;
  }
}

/** The prompts of some pairs, each once, in order. */
export function promptsOf(pairs: readonly PreferencePair[]): string[] {
  return [...new Set(pairs.map((pair) => pair.prompt))];
}

/** The request inside a prompt, without its frame, for showing. */
export function requestOf(prompt: string): string {
  return prompt.replace(/^Instruction: /, '').replace(/\nAnswer:$/, '');
}

/** Prompts on which the tuned model is measured. */
export const MEASURED = 8;

/** The pairs that a source of the set on board stands for: all of them, or one kind. */
export function pairsOf(source: string, pairs: readonly LabelledPair[]): readonly LabelledPair[] {
  return source === 'polite' ? pairs.filter((pair) => pair.axis === 'polite') : pairs;
}

/** Answers longer than this would not be finished within the tokens that an answer may take. */
const SHORT = 70;

/** The pairs whose preferred answer is short: what the policy is tuned on in this page. */
export function shortPairs<Pair extends PreferencePair>(pairs: readonly Pair[]): Pair[] {
  return pairs.filter((pair) => pair.chosen.length < SHORT);
}

/** Their prompts, each once. */
export function askedPrompts(pairs: readonly PreferencePair[]): string[] {
  return promptsOf(shortPairs(pairs));
}

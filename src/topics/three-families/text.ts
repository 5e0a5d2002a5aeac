import type { FamilyWords } from '../../ui/familyWords';
import type { TopicText } from '../../state/topic';
import type { Kind, View } from './controls';
import type { Family } from './state.svelte';

type Words<Key extends string> = Readonly<Record<Key, string>>;

/** Objectives in the table of known models. */
export type Objective =
  | 'masked'
  | 'next'
  | 'denoise'
  | 'pairs'
  | 'mixed'
  | 'replaced'
  | 'infilling'
  | 'summary'
  | 'speech'
  | 'instructions'
  | 'images';

/** The panel's own words. `{name}` is filled in with a number or a token when the sentence is shown. */
export interface FamiliesLabels {
  readonly englishNote: string;
  readonly settings: string;
  readonly edit: Words<
    | 'title'
    | 'hint'
    | 'was'
    | 'field'
    | 'apply'
    | 'back'
    | 'backAll'
    | 'guesses'
    | 'severalTokens'
    | 'noGuesses'
    | 'none'
    | 'countKept'
    | 'countChanged'
  >;
  readonly column: Readonly<Record<Family, Words<'title' | 'sub' | 'rows' | 'mask'>>> &
    Words<
      | 'side'
      | 'waiting'
      | 'layer'
      | 'head'
      | 'ofLayers'
      | 'attention'
      | 'direction'
      | 'attentionLabel'
      | 'maskLabel'
      | 'masked'
      | 'pairs'
      | 'scale'
      | 'kept'
      | 'storedNote'
    >;
  readonly rows: Words<'position' | 'moved' | 'exactly' | 'unmatched'>;
  readonly verdict: Words<'none' | 'still' | 'beforeMoved' | 'fromOn' | 'nothingBefore' | 'countChanged'>;
  readonly guesses: Words<'title' | 'next' | 'here'>;
  readonly pair: Words<
    | 'source'
    | 'target'
    | 'targetHint'
    | 'cross'
    | 'crossOff'
    | 'part'
    | 'sourceStill'
    | 'targetAll'
    | 'targetFrom'
    | 'targetStill'
    | 'swapBack'
    | 'swap'
    | 'fixed'
    | 'empty'
  > & { readonly parts: Words<'source' | 'cross' | 'target'> };
  readonly viewsGroup: string;
  readonly views: Readonly<Record<View, string>>;
  readonly task: Words<
    | 'fill'
    | 'fillHint'
    | 'noBlank'
    | 'hidden'
    | 'rank'
    | 'separate'
    | 'write'
    | 'writeHint'
    | 'ended'
    | 'translate'
    | 'translateHint'
    | 'nothing'
    | 'untranslated'
    | 'sure'
  >;
  readonly scored: Words<
    | 'hint'
    | 'seed'
    | 'family'
    | 'read'
    | 'scored'
    | 'share'
    | 'bits'
    | 'encoder'
    | 'decoder'
    | 'source'
    | 'target'
    | 'shownAs'
    | 'note'
    | 'records'
  >;
  /** Loss curves of matched models, one of each family. */
  readonly matched: FamilyWords;
  readonly prefix: Words<
    | 'hint'
    | 'slider'
    | 'ends'
    | 'startEnd'
    | 'pairs'
    | 'verdict'
    | 'verdictInside'
    | 'untrained'
    | 'rows'
    | 'noEdit'
  >;
  readonly known: Words<
    | 'table'
    | 'filter'
    | 'all'
    | 'search'
    | 'model'
    | 'family'
    | 'year'
    | 'by'
    | 'trained'
    | 'source'
    | 'count'
    | 'none'
    | 'note'
  > & {
    readonly kinds: Readonly<Record<Kind, string>>;
    readonly objectives: Readonly<Record<Objective, string>>;
  };
  readonly predict: Words<'lastResult' | 'sourceResult' | 'measuring'> & {
    /** By the question's id. */
    readonly titles: Readonly<Record<string, string>>;
  };
}

export type ThreeFamiliesText = TopicText<FamiliesLabels>;

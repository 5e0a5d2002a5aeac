import type { DataKind, View } from './controls';
import type { ScoredKey } from './scoring.svelte';
import type { StageKey } from './stages';

type Words<Key extends string> = Readonly<Record<Key, string>>;

/** The panel's own words. `{name}` is filled in with a number or a token when the sentence is shown. */
export interface TrainingLabels {
  readonly waiting: string;
  readonly storedNote: string;
  readonly englishModelNote: string;
  readonly settings: string;
  readonly viewsGroup: string;
  readonly promptLabel: string;
  readonly views: Readonly<Record<View, string>>;
  readonly stages: Words<
    | 'title'
    | 'hint'
    | 'form'
    | 'instruction'
    | 'text'
    | 'temperature'
    | 'seed'
    | 'start'
    | 'stop'
    | 'done'
    | 'bits'
    | 'measured'
    | 'read'
    | 'notLoaded'
    | 'loading'
    | 'failed'
    | 'retry'
    | 'ended'
    | 'stale'
    | 'kept'
    | 'caption'
    | 'tryText'
  > & {
    readonly names: Readonly<Record<StageKey, string>>;
    readonly about: Readonly<Record<StageKey, string>>;
    readonly examples: readonly { readonly form: 'instruction' | 'text'; readonly text: string }[];
  };
  readonly curve: Words<
    | 'title'
    | 'hint'
    | 'label'
    | 'x'
    | 'y'
    | 'ownRun'
    | 'baseRun'
    | 'marker'
    | 'sameRun'
    | 'otherRun'
    | 'group'
    | 'recorded'
    | 'here'
    | 'gap'
    | 'measuring'
    | 'noRecord'
    | 'sampleTitle'
    | 'sampleHint'
    | 'writes'
    | 'bitsOfByte'
    | 'choose'
    | 'unfinished'
    | 'uniform'
  > & { readonly groups: Words<'stories' | 'world'> };
  readonly data: Words<
    | 'title'
    | 'which'
    | 'example'
    | 'previous'
    | 'next'
    | 'of'
    | 'scoredOf'
    | 'rowLabel'
    | 'chosen'
    | 'rejected'
    | 'generated'
    | 'measure'
    | 'stop'
    | 'measuring'
    | 'measured'
    | 'tableTitle'
    | 'promptPart'
    | 'answerPart'
    | 'tokens'
    | 'tableNote'
    | 'stage'
    | 'pending'
  > & {
    readonly kinds: Readonly<Record<DataKind, string>>;
    readonly objective: Readonly<Record<DataKind, string>>;
    readonly models: Readonly<Record<ScoredKey, string>>;
  };
  readonly pretrain: Words<
    | 'title'
    | 'hint'
    | 'text'
    | 'ownText'
    | 'onBoard'
    | 'size'
    | 'short'
    | 'rate'
    | 'seed'
    | 'train'
    | 'chart'
    | 'nothing'
    | 'x'
    | 'y'
    | 'loss'
    | 'heldOut'
    | 'guessing'
    | 'best'
    | 'overfit'
    | 'samples'
    | 'samplesHint'
    | 'atStep'
    | 'stale'
    | 'shape'
    | 'caption'
    | 'kernelsPlain'
    | 'kernelsSimd'
  >;
  readonly tune: Words<
    | 'title'
    | 'hint'
    | 'pairs'
    | 'pairsHint'
    | 'count'
    | 'unusable'
    | 'needModel'
    | 'start'
    | 'ask'
    | 'askButton'
    | 'before'
    | 'after'
    | 'notAsked'
    | 'chart'
    | 'nothing'
    | 'loss'
    | 'x'
    | 'y'
    | 'scored'
    | 'scoredHint'
    | 'caption'
    | 'noPairs'
    | 'pretrainFirst'
  >;
  readonly card: Words<'title' | 'read' | 'note'>;
  readonly predict: Words<'title' | 'choose' | 'count' | 'previous' | 'next'> &
    Words<'promptLosses' | 'firstLoss' | 'measuring'>;
}

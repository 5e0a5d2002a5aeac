import type { FamilyWords } from '../../ui/familyWords';
import type { View } from './controls';

type Words<Key extends string> = Readonly<Record<Key, string>>;

/** The panel's own words. `{name}` is filled in with a number or a token when the sentence is shown. */
export interface DecoderLabels {
  readonly waiting: string;
  readonly storedNote: string;
  readonly cutNote: string;
  readonly settings: string;
  readonly matched: FamilyWords & { readonly noRecord: string };
  readonly viewsGroup: string;
  readonly views: Readonly<Record<View, string>>;
  readonly cache: Words<
    | 'title'
    | 'hint'
    | 'length'
    | 'temperature'
    | 'seed'
    | 'start'
    | 'stop'
    | 'done'
    | 'stale'
    | 'cached'
    | 'plain'
    | 'ms'
    | 'bytes'
    | 'noCache'
    | 'tokensRun'
    | 'nothing'
    | 'same'
    | 'parted'
    | 'gap'
  >;
  readonly curves: Words<
    | 'label'
    | 'waiting'
    | 'perToken'
    | 'soFar'
    | 'length'
    | 'generated'
    | 'ms'
    | 'fit'
    | 'line'
    | 'parabola'
    | 'cachedPer'
    | 'cachedSum'
    | 'plainSum'
    | 'fewest'
    | 'note'
  >;
  readonly table: Words<'title' | 'tokens' | 'scores' | 'ms' | 'bytes' | 'ratio' | 'note'>;
  readonly triangle: Words<
    | 'title'
    | 'hint'
    | 'layer'
    | 'head'
    | 'cache'
    | 'rows'
    | 'rowsHint'
    | 'line'
    | 'promptLine'
    | 'captionCached'
    | 'captionPlain'
    | 'nothingMade'
  >;
  readonly signal: Words<
    | 'title'
    | 'hint'
    | 'family'
    | 'formula'
    | 'scored'
    | 'ofText'
    | 'ofRun'
    | 'tableNote'
    | 'decoderHint'
    | 'encoderHint'
    | 'spansHint'
    | 'seed'
    | 'input'
    | 'target'
    | 'rowLabel'
    | 'reading'
  > & { readonly families: Words<'decoder' | 'encoder' | 'spans'> };
  readonly rank: Words<
    | 'title'
    | 'hint'
    | 'tolerance'
    | 'toleranceHint'
    | 'numerical'
    | 'key'
    | 'ranksLabel'
    | 'means'
    | 'progress'
    | 'effective'
    | 'effectiveHint'
    | 'effectiveLabel'
    | 'effectiveMeans'
    | 'spectrum'
    | 'spectrumHint'
    | 'spectrumLabel'
    | 'threshold'
    | 'index'
    | 'value'
    | 'conjecture'
    | 'honest'
  > & { readonly verdicts: Words<'causal' | 'open' | 'even' | 'split'> };
  readonly chat: Words<
    | 'title'
    | 'hint'
    | 'plainModel'
    | 'turn'
    | 'reply'
    | 'silent'
    | 'turnLine'
    | 'yourTurn'
    | 'say'
    | 'takeBack'
    | 'start'
    | 'stop'
    | 'full'
    | 'tableTitle'
    | 'allAgain'
    | 'newOnly'
    | 'flopsAll'
    | 'flopsNew'
    | 'firstMs'
    | 'nothing'
    | 'sum'
    | 'note'
  >;
  readonly size: Words<'title' | 'perToken' | 'window' | 'now' | 'model' | 'here' | 'note'>;
  readonly predict: Words<
    'title' | 'choose' | 'count' | 'previous' | 'next' | 'measured' | 'counted' | 'measuring'
  >;
}

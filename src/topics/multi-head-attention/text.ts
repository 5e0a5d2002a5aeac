import type { HeadLabel } from '../../math/headScores';
import type { TopicText } from '../../state/topic';
import type { View } from './controls';

/** The panel's own words. `{name}` is filled in with a number, a head or a token when the sentence is shown. */
export interface HeadsLabels {
  readonly oneToken: string;
  readonly waiting: string;
  readonly kinds: Readonly<Record<HeadLabel, string>>;
  readonly gallery: {
    readonly title: string;
    readonly hint: string;
    readonly group: string;
    readonly layer: string;
    readonly head: string;
    readonly mini: string;
    readonly miniOut: string;
    readonly keys: string;
    readonly knock: string;
    readonly putBack: string;
    readonly allBack: string;
    readonly outCount: string;
  };
  readonly heat: {
    readonly title: string;
    readonly sub: string;
    readonly out: string;
    readonly masked: string;
    readonly label: string;
    readonly kindTitle: string;
    readonly kindHint: string;
    readonly kindLabel: string;
    readonly noTarget: string;
    readonly random: string;
    readonly noKind: string;
    readonly kindFind: string;
    readonly costliest: string;
    readonly cellTitle: string;
    readonly cellOf: string;
    readonly cellHint: string;
    readonly softmaxOf: string;
    readonly strip: string;
    readonly stripRows: string;
    readonly alone: string;
    readonly aloneUnknown: string;
  };
  readonly next: {
    readonly title: string;
    readonly before: string;
    readonly pinnedBefore: string;
    readonly now: string;
    readonly label: string;
    readonly labelPlain: string;
    readonly rest: string;
    readonly loss: string;
    readonly unit: string;
    readonly noLoss: string;
    readonly storedNote: string;
    readonly pinned: string;
  };
  readonly views: Readonly<Record<View, string>> & { readonly group: string };
  readonly arcs: {
    readonly title: string;
    readonly hint: string;
    readonly hintOut: string;
    readonly label: string;
    readonly seenBy: string;
    readonly seenByNone: string;
  };
  readonly loss: {
    readonly hint: string;
    readonly chart: string;
    readonly measure: string;
    readonly stop: string;
    readonly progress: string;
    readonly none: string;
    readonly ends: readonly [string, string];
    readonly lit: string;
    readonly setTitle: string;
    readonly together: string;
    readonly sum: string;
    readonly setLabel: string;
    readonly more: string;
    readonly less: string;
    readonly one: string;
    readonly chooseSet: string;
    readonly cheapest: string;
    readonly short: string;
  };
  readonly induction: {
    readonly hint: string;
    readonly chart: string;
    readonly row: string;
    readonly column: string;
    readonly seed: string;
    readonly newSeed: string;
    readonly length: string;
    readonly best: string;
    readonly even: string;
    readonly bits: string;
    readonly first: string;
    readonly second: string;
    readonly bitsLabel: string;
    readonly sample: string;
    readonly reading: string;
  };
  readonly average: {
    readonly hint: string;
    readonly chart: string;
    readonly rows: readonly [string, string, string, string];
    readonly line: string;
    readonly norm: string;
    readonly cosine: string;
    readonly sum: string;
    readonly onePlace: string;
  };
  readonly cost: {
    readonly heads: string;
    readonly setting: string;
    readonly chart: string;
    readonly projections: string;
    readonly mixing: string;
    readonly matmul: string;
    readonly cells: string;
    readonly bytes: string;
    readonly against: string;
    readonly headSize: string;
    readonly note: string;
  };
  readonly matched: {
    readonly title: string;
    readonly hint: string;
    readonly chart: string;
    readonly tokens: string;
    readonly score: string;
    readonly model: string;
    readonly end: string;
    readonly range: string;
    readonly heads: string;
    readonly finding: string;
    readonly caption: string;
    readonly noRecord: string;
  };
  readonly further: {
    readonly title: string;
    readonly question: string;
    readonly choices: readonly [string, string, string];
    readonly answer: string;
    readonly result: string;
    readonly takeOut: string;
    readonly waiting: string;
  };
  readonly pairs: {
    readonly titles: Readonly<Record<'pair' | 'split', string>>;
    readonly progress: string;
    readonly found: string;
    readonly none: string;
    readonly waiting: string;
    readonly show: string;
  };
}

export type HeadsText = TopicText<HeadsLabels>;

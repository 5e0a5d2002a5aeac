import type { TopicText } from '../../state/topic';
import type { CureKey, View } from './controls';

/** The panel's own words. `{name}` is filled in with a number or a token when the sentence is shown. */
export interface RepetitionLabels {
  readonly waiting: string;
  readonly onlyStored: string;
  readonly storedNote: string;
  readonly bytesNote: string;
  readonly windowNote: string;
  readonly settings: string;
  readonly noCure: string;
  readonly presets: string;
  readonly presetHint: string;
  readonly viewsGroup: string;
  readonly views: Readonly<Record<View, string>>;
  readonly data: {
    readonly title: string;
    readonly hint: string;
    readonly trained: string;
    readonly greedy: string;
    readonly sampled: string;
    readonly loss: string;
    readonly live: string;
    readonly names: Readonly<Record<'clean' | 'duplicated' | 'deduplicated' | 'noised', string>>;
    readonly about: Readonly<Record<'clean' | 'duplicated' | 'deduplicated' | 'noised', string>>;
    readonly write: string;
    readonly stop: string;
    readonly progress: string;
    readonly failed: string;
    readonly more: string;
    readonly less: string;
    readonly noDifference: string;
    readonly caption: string;
    /** The matched models read English alone: what they go on with where the reader's text is in another language. */
    readonly english: string;
    readonly noRecord: string;
  };
  readonly text: {
    readonly title: string;
    readonly hint: string;
    readonly chart: string;
    readonly writing: string;
    readonly ended: string;
    readonly rep: string;
    readonly largest: string;
    readonly surprisal: string;
    readonly bits: string;
    readonly at: string;
    readonly place: string;
  };
  readonly loop: {
    readonly rounds: string;
    readonly roundsHint: string;
    readonly roundsChart: string;
    readonly none: string;
    readonly mean: string;
    readonly pivot: string;
    readonly phrase: string;
    readonly x: string;
    readonly token: string;
    readonly p: string;
    readonly pChart: string;
    readonly entropy: string;
    readonly entropyChart: string;
    readonly rep: string;
    readonly repChart: string;
    readonly stay: string;
  };
  readonly induction: {
    readonly title: string;
    readonly hint: string;
    readonly none: string;
    readonly chart: string;
    readonly mass: string;
    readonly even: string;
    readonly y: string;
    readonly arcs: string;
    readonly arcsHint: string;
    readonly left: string;
    readonly now: string;
    readonly reading: string;
  };
  readonly next: {
    readonly title: string;
    readonly context: string;
    readonly chart: string;
    readonly ticks: string;
    readonly cut: string;
    readonly taken: string;
    readonly takenSame: string;
    readonly moved: string;
    readonly cost: string;
    readonly costNone: string;
    readonly costMore: string;
    readonly greedyNothing: string;
    readonly passed: string;
    readonly contrast: string;
    readonly contrastReading: string;
    readonly token: string;
    readonly p: string;
    readonly cosine: string;
    readonly score: string;
  };
  readonly texts: {
    readonly without: string;
    readonly with: string;
    readonly pinned: string;
    readonly writing: string;
    readonly stopped: string;
    readonly done: string;
    readonly ended: string;
    readonly stop: string;
    readonly again: string;
    readonly off: string;
    readonly same: string;
    readonly parts: string;
    readonly contrastLength: string;
    readonly hint: string;
  };
  readonly cures: {
    readonly title: string;
    readonly hint: string;
    readonly names: Readonly<Record<CureKey, string>>;
    readonly formulas: Readonly<Record<CureKey, string>>;
    readonly costs: Readonly<Record<CureKey, string>>;
    readonly pick: string;
    readonly likeliest: string;
    readonly draw: string;
    readonly seed: string;
    readonly newSeed: string;
    readonly k: string;
    readonly allOff: string;
    readonly contrastWins: string;
  };
  readonly guess: {
    readonly title: string;
    readonly count: string;
    readonly previous: string;
    readonly next: string;
    readonly heat: string;
    readonly heatWaiting: string;
    readonly door: string;
    readonly doorOpen: string;
  };
}

export type RepetitionText = TopicText<RepetitionLabels>;

import type { TopicText } from '../../state/topic';
import type { Method, View } from './controls';

/** The panel's own words. `{name}` is filled in with a number or a token when the sentence is shown. */
export interface RopeLabels {
  readonly waiting: string;
  readonly storedNote: string;
  readonly bytesNote: string;
  readonly settings: string;
  readonly viewsGroup: string;
  readonly views: Readonly<Record<View, string>>;
  readonly choosePair: string;
  readonly choice: {
    readonly query: string;
    readonly key: string;
    readonly queryLabel: string;
    readonly keyLabel: string;
  };
  readonly vectors: {
    readonly title: string;
    readonly layer: string;
    readonly head: string;
    readonly of: string;
    readonly length: string;
    readonly before: string;
    readonly after: string;
    readonly dot: string;
    readonly score: string;
    readonly gap: string;
  };
  readonly places: {
    readonly shift: string;
    readonly m: string;
    readonly n: string;
    readonly swap: string;
    readonly putBack: string;
  };
  readonly clocks: {
    readonly title: string;
    readonly hint: string;
    readonly clock: string;
    readonly line: string;
    readonly position: string;
    readonly positionHint: string;
    readonly spectrum: string;
    readonly spectrumHint: string;
    readonly spectrumLabel: string;
    readonly window: string;
    readonly wavelength: string;
    readonly pair: string;
  };
  readonly turned: {
    readonly title: string;
    readonly hint: string;
    readonly hands: string;
    readonly pairOf: string;
    readonly line: string;
    readonly contributions: string;
    readonly contributionsLabel: string;
    readonly sum: string;
  };
  readonly distance: {
    readonly title: string;
    readonly hint: string;
    readonly table: string;
    readonly difference: string;
    readonly unshifted: string;
    readonly now: string;
    readonly swapped: string;
    readonly pinned: string;
    readonly curve: string;
    readonly curveHint: string;
    readonly curveLabel: string;
    readonly x: string;
    readonly y: string;
    readonly masked: string;
    readonly window: string;
    readonly caption: string;
  };
  readonly base: {
    readonly title: string;
    readonly hint: string;
    readonly base: string;
    readonly baseOf: string;
    readonly whatIf: string;
    readonly spectrum: string;
    readonly spectrumHint: string;
    readonly spectrumLabel: string;
    readonly curve: string;
    readonly curveLabel: string;
    readonly loss: string;
    readonly lossHint: string;
    readonly lossLabel: string;
    readonly bits: string;
    readonly trained: string;
    readonly measure: string;
    readonly stop: string;
    readonly measuring: string;
    readonly measured: string;
    readonly notMeasured: string;
  };
  readonly beyond: {
    readonly title: string;
    readonly hint: string;
    readonly length: string;
    readonly tokens: string;
    readonly own: string;
    readonly measure: string;
    readonly stop: string;
    readonly done: string;
    readonly progress: string;
    readonly chart: string;
    readonly nothing: string;
    readonly x: string;
    readonly y: string;
    readonly window: string;
    readonly table: string;
    readonly inside: string;
    readonly outside: string;
    readonly caption: string;
    readonly scale: string;
    readonly scaleHint: string;
    readonly methods: Readonly<
      Record<Method, { readonly short: string; readonly name: string; readonly about: string }>
    >;
  };
  readonly predict: {
    readonly title: string;
    readonly choose: string;
    readonly count: string;
    readonly previous: string;
    readonly next: string;
    readonly shifted: string;
    readonly swapped: string;
    readonly perToken: string;
    readonly measured: string;
    readonly measuring: string;
  };
}

export type RopeText = TopicText<RopeLabels>;

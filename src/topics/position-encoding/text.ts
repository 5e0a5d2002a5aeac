import type { TopicText } from '../../state/topic';
import type { Kind, View } from './controls';

/** The panel's own words. `{name}` is filled in with a number or a word when the sentence is shown. */
export interface PositionLabels {
  readonly waiting: string;
  readonly storedNote: string;
  readonly englishModelNote: string;
  readonly leftOut: string;
  readonly settings: string;
  readonly on: string;
  readonly off: string;
  readonly viewsGroup: string;
  readonly views: Readonly<Record<View, string>>;
  readonly kinds: Readonly<Record<Kind, string>>;
  readonly switches: {
    readonly model: string;
    readonly positions: string;
    readonly mask: string;
    readonly layer: string;
    /** What carries the positions into each model. */
    readonly about: Readonly<Record<Kind, string>>;
    /** What is switched off when they are off. */
    readonly off: Readonly<Record<Kind, string>>;
  };
  readonly order: {
    readonly title: string;
    readonly hint: string;
    readonly written: string;
    readonly moved: string;
    readonly difference: string;
    readonly table: string;
    readonly handle: string;
    readonly same: string;
    readonly asWritten: string;
    readonly reverse: string;
    readonly verdict: string;
    readonly nothingMoved: string;
    readonly caption: string;
  };
  readonly layers: {
    readonly title: string;
    readonly hint: string;
    readonly embedding: string;
    readonly layer: string;
    readonly chart: string;
    readonly exactly: string;
    readonly oneBlind: string;
    readonly allBlind: string;
    readonly noneBlind: string;
    readonly lastMoved: string;
    readonly caption: string;
  };
  readonly added: {
    readonly title: string;
    readonly hints: Readonly<Record<Kind, string>>;
    readonly matrix: string;
    readonly matrixHint: string;
    readonly at: string;
    readonly products: string;
    readonly place: string;
    readonly product: string;
    readonly sinusoidalCaption: string;
    readonly learnedCaption: string;
    readonly head: string;
    readonly slopes: string;
    readonly distance: string;
    readonly penalty: string;
    readonly factors: string;
    readonly factor: string;
    readonly alibiCaption: string;
    readonly turns: string;
    readonly pair: string;
    readonly cosine: string;
    readonly ropeCaption: string;
    readonly noneCaption: string;
  };
  readonly curves: {
    readonly title: string;
    readonly hint: string;
    readonly orderBlind: string;
    readonly chart: string;
    readonly tokens: string;
    readonly bits: string;
    readonly table: string;
    readonly final: string;
    readonly inOrder: string;
    readonly rise: string;
    readonly range: string;
    readonly better: string;
    readonly notBetter: string;
    readonly caption: string;
    readonly noRecord: string;
  };
  readonly beyond: {
    readonly title: string;
    readonly hint: string;
    readonly noRecord: string;
    readonly chart: string;
    readonly x: string;
    readonly y: string;
    readonly window: string;
    readonly live: string;
    readonly liveHint: string;
    readonly text: string;
    readonly texts: Readonly<Record<'first' | 'second' | 'own', string>>;
    readonly measure: string;
    readonly stop: string;
    readonly done: string;
    readonly progress: string;
    readonly failed: string;
    readonly read: string;
    readonly tooShort: string;
    readonly liveChart: string;
    readonly table: string;
    readonly recorded: string;
    readonly here: string;
    readonly inside: string;
    readonly liveInside: string;
    readonly outside: string;
    readonly noRows: string;
    readonly finding: string;
    readonly separator: string;
    readonly caption: string;
  };
  readonly next: {
    readonly title: string;
    readonly chart: string;
    readonly before: string;
    readonly after: string;
    readonly caption: string;
    readonly unmasked: string;
  };
  readonly predict: {
    readonly title: string;
    readonly choose: string;
    readonly count: string;
    readonly previous: string;
    readonly next: string;
    readonly swapped: string;
    readonly layers: string;
    readonly running: string;
  };
}

export type PositionText = TopicText<PositionLabels>;

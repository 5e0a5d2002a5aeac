import type { TopicText } from '../../state/topic';

/** The panel's own words. `{name}` is filled in with a number or a token when the sentence is shown. */
export interface TemperatureLabels {
  readonly yourText: string;
  readonly temperature: string;
  readonly temperatureField: string;
  readonly rulerHint: string;
  readonly rulerLeft: string;
  readonly rulerRight: string;
  readonly beyondRuler: string;
  readonly barsLabel: string;
  readonly barsLabelGreedy: string;
  readonly ticksAtOne: string;
  readonly ticksPinned: string;
  readonly greedyLine: string;
  readonly ofText: string;
  readonly cutAway: string;
  readonly bytesNote: string;
  readonly growthWindowNote: string;
  readonly onlyStored: string;
  readonly waiting: string;
  readonly texts: {
    readonly title: string;
    readonly hint: string;
    readonly cutsApply: string;
    readonly meanP: string;
    readonly growing: string;
    readonly done: string;
    readonly ended: string;
    readonly paused: string;
    readonly waiting: string;
    readonly play: string;
    readonly stop: string;
    readonly reset: string;
    readonly newSeed: string;
    readonly scrub: string;
    readonly position: string;
    readonly temperatureOf: string;
    readonly tokenLine: string;
    readonly pointAtToken: string;
  };
  readonly wall: {
    readonly tail: string;
    readonly kept: string;
    readonly firstKept: string;
    readonly lastKept: string;
  };
  readonly readouts: {
    readonly title: string;
    readonly against: string;
    readonly entropy: string;
    readonly bits: string;
    readonly choices: string;
    readonly choicesUnit: string;
    readonly top: string;
    readonly pinned: string;
    readonly afterCut: string;
  };
  readonly cuts: {
    readonly title: string;
    readonly inOrder: string;
    readonly orderLabel: string;
    readonly first: string;
    readonly last: string;
    readonly topK: string;
    readonly topP: string;
    readonly minP: string;
    readonly typical: string;
    readonly keeps: string;
    readonly noCut: string;
    readonly noCutGreedy: string;
    readonly firstKeeps: string;
    readonly lastKeeps: string;
    readonly same: string;
    readonly onlyFirst: string;
    readonly onlyLast: string;
    readonly andMore: string;
    readonly chartLabel: string;
  };
  readonly draws: {
    readonly seed: string;
    readonly one: string;
    readonly thousand: string;
    readonly drawnToken: string;
    readonly none: string;
    readonly append: string;
    readonly drawn: string;
    readonly expected: string;
    readonly chi: string;
    readonly chiOneBin: string;
    readonly plausible: string;
    readonly implausible: string;
    readonly pooled: string;
    readonly chartLabel: string;
    readonly few: string;
  };
  readonly guess: {
    readonly title: string;
    readonly question: string;
    readonly answer: string;
    readonly count: string;
    readonly previous: string;
    readonly next: string;
  };
  readonly runnerUp: {
    readonly lineLabel: string;
    readonly result: string;
    readonly peak: string;
    readonly flat: string;
  };
  readonly nucleus: { readonly result: string };
}

export type TemperatureText = TopicText<TemperatureLabels>;

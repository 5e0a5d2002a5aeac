import type { TopicText } from '../../state/topic';

/** The panel's own words: none until the panel is there. */
export type ThreeFamiliesLabels = Record<never, never>;

export type ThreeFamiliesText = TopicText<ThreeFamiliesLabels>;

import type { TopicText } from '../../state/topic';

/** The panel's own words: none until the panel is there. */
export type RlhfLabels = Record<never, never>;

export type RlhfText = TopicText<RlhfLabels>;

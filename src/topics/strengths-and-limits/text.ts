import type { TopicText } from '../../state/topic';

/** The panel's own words: none yet, the topic is read as question, answers, terms and sources. */
export type StrengthsLabels = Record<never, never>;

export type StrengthsText = TopicText<StrengthsLabels>;

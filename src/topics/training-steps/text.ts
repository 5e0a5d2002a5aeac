import type { TopicText } from '../../state/topic';

/** The panel's own words: none yet, the topic is read as question, answers, terms and sources. */
export type TrainingLabels = Record<never, never>;

export type TrainingText = TopicText<TrainingLabels>;

import type { TopicText } from '../../state/topic';

/** The panel's own words: none until the panel is there. */
export type RepetitionLabels = Record<never, never>;

export type RepetitionText = TopicText<RepetitionLabels>;

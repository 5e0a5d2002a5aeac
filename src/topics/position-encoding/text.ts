import type { TopicText } from '../../state/topic';

/** The panel's own words: none until the panel is there. */
export type PositionEncodingLabels = Record<never, never>;

export type PositionEncodingText = TopicText<PositionEncodingLabels>;

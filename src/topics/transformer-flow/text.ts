import type { TopicText } from '../../state/topic';

/** The panel's own words: none until the panel is there. */
export type TransformerFlowLabels = Record<never, never>;

export type TransformerFlowText = TopicText<TransformerFlowLabels>;

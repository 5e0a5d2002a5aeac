import type { TopicText } from '../../state/topic';
import type { LimitsLabels } from './labels';

/** The answers in one language, with the panel's own words. */
export type StrengthsText = TopicText<LimitsLabels>;

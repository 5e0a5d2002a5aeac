import type { TopicText } from '../../state/topic';
import type { DecoderLabels } from './labels';

/** The answers in one language, with the panel's own words. */
export type WhyDecoderOnlyText = TopicText<DecoderLabels>;

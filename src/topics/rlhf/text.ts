import type { TopicText } from '../../state/topic';
import type { RlhfLabels } from './labels';

export type { RlhfLabels };
export type RlhfText = TopicText<RlhfLabels>;

import type { TopicText } from '../../state/topic';
import type { TrainingLabels } from './labels';

export type { TrainingLabels };
export type TrainingText = TopicText<TrainingLabels>;

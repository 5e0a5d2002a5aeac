import type { TopicDefinition } from '../../src/state/topic';

/** The definitions of all topics along the path, as the app itself finds them. */
export const topics: readonly TopicDefinition[] = Object.values(
  import.meta.glob<{ default: TopicDefinition }>('../../src/topics/*/index.ts', { eager: true }),
)
  .map((module) => module.default)
  .sort((a, b) => a.path - b.path);

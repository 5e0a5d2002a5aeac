import type { Component } from 'svelte';
import type { PathGroup, TopicDefinition } from '../state/topic';
import { pathGroups } from '../state/topic';
import type { PictureProps } from '../state/sentenceRun';

const definitions = import.meta.glob<{ default: TopicDefinition }>('../topics/*/index.ts', { eager: true });
const glyphs = import.meta.glob<{ default: Component }>('../topics/*/Glyph.svelte', { eager: true });
const stations = import.meta.glob<{ default: Component<PictureProps> }>('../topics/*/Station.svelte', {
  eager: true,
});

/** A topic with what the shell draws of it: its 40-unit glyph and its picture on the home page. */
export interface RegisteredTopic extends TopicDefinition {
  /** Null when the folder has no Glyph.svelte: the shell then writes the topic's number. */
  readonly glyph: Component | null;
  /** Null when the folder has no Station.svelte: the shell then shows the glyph. */
  readonly station: Component<PictureProps> | null;
}

/** Whether a topic's panel can be opened. */
export const isBuilt = (topic: TopicDefinition): boolean =>
  topic.load !== undefined && topic.text !== undefined;

/** All topics along the learner's path. A folder under src/topics with an index.ts is one; nothing else lists them. */
export const topicsByPath: readonly RegisteredTopic[] = Object.entries(definitions)
  .map(([path, module]) => {
    const folder = path.slice(0, path.lastIndexOf('/'));
    return {
      ...module.default,
      glyph: glyphs[`${folder}/Glyph.svelte`]?.default ?? null,
      station: stations[`${folder}/Station.svelte`]?.default ?? null,
    };
  })
  .sort((a, b) => a.path - b.path);

/** All topics in the order of the interview sheet. */
export const topicsByOrder: readonly RegisteredTopic[] = [...topicsByPath].sort((a, b) => a.order - b.order);

/** The topics of each stretch of the path, in order; stretches without a topic are left out. */
export const topicsByGroup: readonly {
  readonly group: PathGroup;
  readonly topics: readonly RegisteredTopic[];
}[] = pathGroups
  .map((group) => ({ group, topics: topicsByPath.filter((topic) => topic.group === group) }))
  .filter(({ topics }) => topics.length > 0);

/** The topic of a route, or undefined. */
export function findTopic(slug: string): RegisteredTopic | undefined {
  return topicsByPath.find((topic) => topic.slug === slug);
}

/** The topic before (-1) or after (+1) one along the path, or undefined at the ends. */
export function neighbour(slug: string, step: -1 | 1): RegisteredTopic | undefined {
  const place = topicsByPath.findIndex((topic) => topic.slug === slug);
  return place < 0 ? undefined : topicsByPath[place + step];
}

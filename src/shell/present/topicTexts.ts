import type { Locale, TopicText } from '../../state/topic';
import { findTopic } from '../registry';

/** The texts of topics in one language, by slug; those that do not load are left out. */
export async function topicTexts(
  slugs: readonly string[],
  locale: Locale,
): Promise<ReadonlyMap<string, TopicText<object>>> {
  const texts = new Map<string, TopicText<object>>();
  await Promise.all(
    [...new Set(slugs)].map(async (slug) => {
      try {
        const load = findTopic(slug)?.text?.[locale];
        if (load) texts.set(slug, (await load()).default);
      } catch {
        // Without its text a slide is still named by its topic.
      }
    }),
  );
  return texts;
}

/** A step's title as lists show it; the topic's question before the first step. */
export function stepTitle(text: TopicText<object> | undefined, step: number): string {
  return (step === 0 ? text?.question : text?.steps[step - 1]?.title) ?? String(step);
}

import type { Component } from 'svelte';
import type { Locale, PanelProps, TopicDefinition, TopicText } from '../state/topic';

/**
 * Fetches a topic's panel and its text; a topic whose panel is not built yet may have its text alone. When the language changes, the present text stays until the new one is
 * there, so that nothing on the page is lost.
 */
export class TopicLoader {
  panel: Component<PanelProps> | null = $state.raw(null);
  text: TopicText<object> | null = $state.raw(null);
  /** The language of `text`. */
  locale: Locale = $state('en');
  failure: string | null = $state(null);
  readonly #topic: TopicDefinition;
  #wanted: Locale = 'en';

  constructor(topic: TopicDefinition) {
    this.#topic = topic;
  }

  /** Loads what is missing for a language; never throws, the outcome is in the fields. */
  async want(locale: Locale): Promise<void> {
    const { load, text } = this.#topic;
    if (!text) return;
    this.#wanted = locale;
    this.failure = null;
    try {
      const [panel, words] = await Promise.all([load?.(), text[locale]()]);
      if (this.#wanted !== locale) return;
      this.text = words.default;
      this.locale = locale;
      this.panel = (panel?.default ?? null) as unknown as Component<PanelProps> | null;
    } catch (error) {
      if (this.#wanted === locale) this.failure = error instanceof Error ? error.message : String(error);
    }
  }
}

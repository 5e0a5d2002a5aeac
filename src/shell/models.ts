import { createModelClient } from '../runtime';
import type { WorkerClient } from '../runtime/workerClient';
import { modelOf, type Locale, type TopicDefinition } from '../state/topic';
import { ModelHandle } from '../state/model.svelte';

/** The app's models: one client for all, one handle a model, made when first asked for. */
export class Models {
  #client: WorkerClient | null = null;
  readonly #handles = new Map<string, ModelHandle>();

  /** The one client, made when first asked for. */
  get client(): WorkerClient {
    this.#client ??= createModelClient();
    return this.#client;
  }

  /** The handle of a model; asking does not load it. */
  handle(name: string): ModelHandle {
    const known = this.#handles.get(name);
    if (known) return known;
    const handle = new ModelHandle(name, this.client);
    this.#handles.set(name, handle);
    return handle;
  }

  /** The handle a topic's panel runs on: the model the reader brought where the panel can take it, else the page's own. */
  forTopic(topic: TopicDefinition, own: string, locale: Locale): ModelHandle {
    return this.handle(topic.ownModels && own ? own : (modelOf(topic, locale) ?? 'story'));
  }
}

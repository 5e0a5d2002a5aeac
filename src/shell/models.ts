import { createModelClient } from '../runtime';
import type { ModelClient } from '../runtime/modelClient';
import { ModelHandle } from '../state/model.svelte';

/** The app's models: one client for all, one handle a model, made when first asked for. */
export class Models {
  #client: ModelClient | null = null;
  readonly #handles = new Map<string, ModelHandle>();

  /** The handle of a model; asking does not load it. */
  handle(name: string): ModelHandle {
    const known = this.#handles.get(name);
    if (known) return known;
    this.#client ??= createModelClient();
    const handle = new ModelHandle(name, this.#client);
    this.#handles.set(name, handle);
    return handle;
  }
}

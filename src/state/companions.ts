import type { ModelClient } from '../runtime/modelClient';
import { ModelHandle } from './model.svelte';

const known = new WeakMap<ModelClient, Map<string, ModelHandle>>();

/** The handle of a further model behind the same client as `model`, one a name; asking does not load it. */
export function companion(model: ModelHandle, name: string): ModelHandle {
  if (name === model.name) return model;
  const handles = known.get(model.client) ?? new Map<string, ModelHandle>();
  known.set(model.client, handles);
  const handle = handles.get(name) ?? new ModelHandle(name, model.client);
  handles.set(name, handle);
  return handle;
}

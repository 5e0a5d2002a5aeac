import type { ModelClient } from '../../runtime/modelClient';
import { ModelHandle } from '../../state/model.svelte';

const known = new WeakMap<ModelClient, Map<string, ModelHandle>>();

/** The handle of a further model of the same client; the same one each time, so that coming back finds it loaded. */
export function handleOf(main: ModelHandle, name: string): ModelHandle {
  if (name === main.name) return main;
  const handles = known.get(main.client) ?? new Map<string, ModelHandle>();
  known.set(main.client, handles);
  const handle = handles.get(name) ?? new ModelHandle(name, main.client);
  handles.set(name, handle);
  return handle;
}

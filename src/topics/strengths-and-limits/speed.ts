import type { ModelHandle } from '../../state/model.svelte';
import { TIMED } from './controls';
import type { Run } from './measured.svelte';
import { Reader } from './reader';

/** Times of single tokens in this tab, milliseconds; the first, which reads the prompt, is left out. */
export interface Speed {
  readonly times: readonly number[];
  readonly median: number;
}

/** Middle value of a list; NaN for an empty one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Generates with the cache and times each token, in the worker, around model and sampling. */
export async function timeTokens(
  model: ModelHandle,
  { prompt }: { prompt: string },
  { signal, report }: Run<Speed>,
): Promise<Speed> {
  const reader = new Reader(model);
  const ids = (await reader.ids(prompt)).slice(-(reader.window - TIMED));
  const start = ids.length > 0 ? ids : [model.info?.endOfTextId ?? 0];
  const made = (times: readonly number[]): Speed => ({ times, median: median(times) });
  const times: number[] = [];
  await model.client.generate(
    {
      model: model.name,
      ids: start,
      maxTokens: TIMED,
      sampling: { temperature: 1 },
      seed: 1,
      cache: true,
      // A story's end is no reason to stop the clock.
      stopIds: [],
    },
    (token) => {
      if (token.index > 0) times.push(token.durationMs);
      if (!signal.aborted) report(made([...times]));
    },
    { signal },
  );
  return made(times);
}

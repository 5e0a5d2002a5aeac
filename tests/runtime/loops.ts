import { ngramCounts } from '../../src/math/repetition';
import { GREEDY_LENGTH } from '../../src/topics/repetition/controls';
import { roundsOf } from '../../src/topics/repetition/looped';
import type { ModelHost } from '../../src/runtime/modelHost';
import type { GeneratedToken } from '../../src/runtime/protocol';
import { diskHost } from './nodeHost';

/**
 * What greedy decoding made of an opening: its text, how often its commonest 4-gram occurs in it, and the stretch that
 * repeats back to back: its length in tokens, its whole rounds, and the mean probability of its first and last round.
 */
export interface MeasuredOpening {
  readonly prompt: string;
  readonly text: string;
  readonly count: number;
  readonly period: number;
  readonly rounds: number;
  readonly first: number;
  readonly last: number;
  /** One round of it as text. */
  readonly loop: string;
}

/** Lets a shipped model go on greedily after `prompt` and counts the commonest 4-gram of what it wrote. */
export async function measureOpening(
  prompt: string,
  host: ModelHost = diskHost(),
  model = 'story',
): Promise<MeasuredOpening> {
  const ids = (await host.tokenize(model, prompt)).map((token) => token.id);
  const drawn: GeneratedToken[] = [];
  await host.generate(
    { model, ids, maxTokens: GREEDY_LENGTH, sampling: { temperature: 0 }, seed: 1, cache: true },
    (token) => drawn.push(token),
    () => false,
  );
  const drawnIds = drawn.map((token) => token.id);
  const found = roundsOf(
    drawnIds,
    drawn.map((token) => token.modelProbability),
  );
  return {
    prompt,
    text: drawn.map((token) => token.text).join(''),
    count: ngramCounts(drawnIds, 4).largest,
    period: found?.loop.period ?? 0,
    rounds: found?.rounds.length ?? 0,
    first: found?.rounds[0].mean ?? 0,
    last: found?.rounds.at(-1)?.mean ?? 0,
    loop: drawn
      .slice(found?.loop.start ?? 0, (found?.loop.start ?? 0) + (found?.loop.period ?? 0))
      .map((token) => token.text)
      .join(''),
  };
}

export { diskHost };

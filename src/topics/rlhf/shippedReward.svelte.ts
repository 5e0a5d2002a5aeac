import type { ModelClient } from '../../runtime/modelClient';
import { RuntimeError } from '../../runtime/protocol';
import type { Measurement } from '../../runtime/training';

/** The reward model of the zoo: trained elsewhere, on far more pairs of the same three kinds. */
export const SHIPPED_REWARD = 'reward';

/** What is asked of the models here: the page's client and the host in Node both do it. */
export type ScoringClient = Pick<ModelClient, 'load' | 'tokenize' | 'trace'>;

/**
 * The score that the shipped reward model gives to prompt and answer, read at the end mark behind it, its only trained
 * place; an answer that was cut off is scored as if it stopped there. Throws RuntimeError.
 */
export async function shippedScore(client: ScoringClient, prompt: string, answer: string): Promise<number> {
  const { endOfTextId, window } = await client.load(SHIPPED_REWARD);
  const tokens = await client.tokenize(SHIPPED_REWARD, `${prompt}${answer}`);
  const ids = [...tokens.slice(0, window - 1).map((token) => token.id), endOfTextId];
  const { tensors } = await client.trace({ model: SHIPPED_REWARD, ids, outputs: ['reward'] });
  return tensors.reward.data[ids.length - 1];
}

/** Mean of the shipped model's scores over the answers of each measurement, asked for by the reader. */
export class ShippedReward {
  means: ReadonlyMap<Measurement, number> = $state.raw(new Map());
  busy: boolean = $state(false);
  /** Why it could not be done; null while it could. */
  error: RuntimeError | null = $state.raw(null);
  readonly #client: ScoringClient;

  constructor(client: ScoringClient) {
    this.#client = client;
  }

  /** Scores the answers of measurements that have none yet. Never throws: what went wrong is in `error`. */
  async score(measurements: readonly Measurement[]): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      for (const measurement of measurements) {
        if (this.means.has(measurement) || measurement.answers.length === 0) continue;
        let sum = 0;
        for (const { prompt, text } of measurement.answers)
          sum += await shippedScore(this.#client, prompt, text);
        this.means = new Map([...this.means, [measurement, sum / measurement.answers.length]]);
      }
    } catch (error) {
      this.error = error instanceof RuntimeError ? error : new RuntimeError('worker-died', String(error));
    } finally {
      this.busy = false;
    }
  }
}

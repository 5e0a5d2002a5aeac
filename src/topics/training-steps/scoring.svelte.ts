import type { ModelHandle } from '../../state/model.svelte';
import { handleOf } from './handles';
import { surprisesOf } from './sampleLoss';
import data from './stageData.json';
import { modelOf, type StageKey } from './stages';

/** The three stages whose losses on prompts and on answers are compared. */
export const scoredKeys = ['base', 'chat', 'aligned'] as const satisfies readonly StageKey[];
export type ScoredKey = (typeof scoredKeys)[number];

/** Mean nats a token on the prompts and on the answers of the held-out instructions, and how many tokens each mean is over. */
export interface PartLosses {
  readonly prompt: number;
  readonly answer: number;
  readonly promptTokens: number;
  readonly answerTokens: number;
}

/** Losses on both parts of held-out instructions, stage by stage: does tuning on answers change the prompts' loss? */
export class PartScoring {
  losses: Partial<Record<ScoredKey, PartLosses>> = $state.raw({});
  running: boolean = $state(false);
  #abort: AbortController | null = null;
  readonly #model: ModelHandle;

  constructor(model: ModelHandle) {
    this.#model = model;
  }

  /** The stages of this comparison whose model ships. */
  keys: readonly ScoredKey[] = $state.raw(scoredKeys);

  readonly done = $derived.by(() => this.keys.every((key) => this.losses[key] !== undefined));

  /** Scores, of these stages, what is not scored yet. Never throws: a failed call becomes the model's error. */
  async start(shipped: readonly StageKey[]): Promise<void> {
    this.keys = scoredKeys.filter((key) => shipped.includes(key));
    if (this.running || this.done) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.running = true;
    for (const key of this.keys) {
      const handle = handleOf(this.#model, modelOf(key));
      try {
        if (handle.status !== 'ready') await handle.load();
        if (abort.signal.aborted || handle.status !== 'ready') break;
        if (!this.losses[key])
          this.losses = { ...this.losses, [key]: await partLosses(handle, abort.signal) };
      } catch (error) {
        if (!abort.signal.aborted) handle.fail(error);
        break;
      }
    }
    if (this.#abort === abort) this.running = false;
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.running = false;
  }
}

/** One model on all held-out instructions of the page; the end-of-text token after the answer counts to the answer, as in tuning. */
async function partLosses(handle: ModelHandle, signal: AbortSignal): Promise<PartLosses> {
  const { client, name, info } = handle;
  const sums = { prompt: 0, answer: 0, promptTokens: 0, answerTokens: 0 };
  for (const { prompt, answer } of data.asked) {
    const asked = (await client.tokenize(name, prompt)).map((token) => token.id);
    const given = (await client.tokenize(name, answer)).map((token) => token.id);
    const ids = [...asked, ...given, info!.endOfTextId];
    const { tensors } = await client.trace({ model: name, ids, outputs: ['logits'] }, { signal });
    const { data: logits, dims } = tensors.logits;
    surprisesOf(logits, dims[dims.length - 1], ids).forEach((nats, t) => {
      // Entry t is the loss of token t + 1.
      const part = t + 1 < asked.length ? 'prompt' : 'answer';
      sums[part] += nats;
      sums[`${part}Tokens`] += 1;
    });
  }
  return { ...sums, prompt: sums.prompt / sums.promptTokens, answer: sums.answer / sums.answerTokens };
}

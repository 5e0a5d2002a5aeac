import type { Random } from '../../math/random';
import { CachedDecoding } from '../../math/training/cachedDecoding';
import type { TrainedBlock } from '../../math/training/decoderPlan';
import type { TrainingModel } from './trainingModel';
import type { EncodedAnswer } from './batchRows';

/** Answers drawn to a batch of prompts. */
export interface Rollout {
  /** Prompt and answer of each row, the end token included where it was drawn. */
  readonly rows: readonly EncodedAnswer[];
  readonly ended: readonly boolean[];
  /** ln p at temperature 1 of each answer's tokens, when drawn. */
  readonly logProbabilities: readonly (readonly number[])[];
  /** Length of the rows; the trunk's output [batch, length] is in place for training on them. */
  readonly length: number;
}

export interface RolloutChoice {
  readonly adapter: TrainedBlock | null;
  readonly prompts: readonly (readonly number[])[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly end: number;
  /** One stream a row, so that a row's text doesn't depend on its neighbours. */
  readonly randoms: readonly Random[];
}

/** Draws from logits [V] at `place` at a temperature; gives the token and its ln p at temperature 1. */
function draw(model: TrainingModel, place: number, temperature: number, random: Random): [number, number] {
  const { heap } = model.kernels;
  const { vocabulary } = model.shape;
  let most = -Infinity;
  for (let j = place; j < place + vocabulary; j++) if (heap[j] > most) most = heap[j];
  let plain = 0;
  let heated = 0;
  for (let j = place; j < place + vocabulary; j++) {
    plain += Math.exp(heap[j] - most);
    if (temperature !== 1) heated += Math.exp((heap[j] - most) / temperature);
  }
  let left = random.next() * (temperature === 1 ? plain : heated);
  let token = 0;
  for (; token < vocabulary - 1; token++) {
    left -= Math.exp((heap[place + token] - most) / temperature);
    if (left < 0) break;
  }
  return [token, heap[place + token] - most - Math.log(plain)];
}

/** Draws answers to all prompts together, a token a step, until each has ended or has maxTokens. */
export function rollOut(model: TrainingModel, choice: RolloutChoice): Rollout {
  const { adapter, prompts, maxTokens, temperature, end, randoms } = choice;
  const { plan, pass } = model;
  const batch = prompts.length;
  const longest = Math.max(...prompts.map((prompt) => prompt.length));
  const stride = Math.min(longest + maxTokens, plan.capacity.length);
  const rows = prompts.map((prompt) => [...prompt]);
  const ended = prompts.map(() => false);
  const logProbabilities: number[][] = prompts.map(() => []);
  const full = (row: number): boolean =>
    ended[row] || rows[row].length >= Math.min(prompts[row].length + maxTokens, stride);
  const decoding = new CachedDecoding(pass, adapter, batch, stride);
  const shortest = Math.min(...prompts.map((prompt) => prompt.length));
  const column = new Int32Array(batch);
  let length = 0;
  // The last tokens are fed too: the reward model reads its score there.
  for (let t = 0; t < stride && rows.some((row) => row.length > t); t++) {
    for (let row = 0; row < batch; row++) column[row] = rows[row][t] ?? end;
    const draws = t >= shortest - 1 && rows.some((row, i) => row.length === t + 1 && !full(i));
    decoding.step(column, t, draws);
    length = t + 1;
    if (!draws) continue;
    for (let row = 0; row < batch; row++) {
      if (rows[row].length !== t + 1 || full(row)) continue;
      const [token, logProbability] = draw(
        model,
        plan.logits + row * model.shape.vocabulary,
        temperature,
        randoms[row],
      );
      rows[row].push(token);
      logProbabilities[row].push(logProbability);
      if (token === end) ended[row] = true;
    }
  }
  closeRanks(model, batch, stride, length);
  return {
    rows: rows.map((tokens, i) => ({ tokens, promptLength: prompts[i].length })),
    ended,
    logProbabilities,
    length,
  };
}

/** Moves the trunk's output from rows of `stride` to rows of `length` tokens, now that the longest answer is known. */
function closeRanks(
  { pass, kernels, shape }: TrainingModel,
  batch: number,
  stride: number,
  length: number,
): void {
  const all = pass.trunkOutput;
  for (let row = 1; row < batch; row++) {
    const from = all + row * stride * shape.width;
    kernels.heap.copyWithin(all + row * length * shape.width, from, from + length * shape.width);
  }
  pass.size(batch, length);
}

import { applyCuts, type CutResult, type SamplingSettings } from './cuts';
import { noRepeatNgram, presenceFrequencyPenalty, repetitionPenalty } from './penalties';

/** Every setting that turns logits into the distribution a token is drawn from; null or left out means "off". */
export interface DecodingSettings extends SamplingSettings {
  readonly repetitionPenalty?: number | null;
  readonly presencePenalty?: number | null;
  readonly frequencyPenalty?: number | null;
  readonly noRepeatNgram?: number | null;
}

/** Token ids so far, the text generated apart from the prompt, since two of the penalties look at it alone. */
export interface DecodingHistory {
  readonly prompt: ArrayLike<number>;
  readonly generated: ArrayLike<number>;
}

/** What a step of decoding made of the model's logits [V]. */
export interface DecodingResult extends CutResult {
  /** Logits [V] after the penalties, before temperature and cuts; a banned token stands at -Infinity. */
  readonly penalised: Float64Array;
}

/**
 * Distribution of the next token from raw `logits` [V] in the order of transformers 5: repetition penalty, no-repeat
 * n-gram, temperature, top-k, top-p, min-p, typical; presence and frequency penalties, which transformers lacks, come
 * right after the repetition penalty. Throws a RangeError on a setting out of range, or if every token is banned.
 */
export function decodingDistribution(
  logits: ArrayLike<number>,
  history: DecodingHistory,
  settings: DecodingSettings,
): DecodingResult {
  const sequence = [...Array.from(history.prompt), ...Array.from(history.generated)];
  let penalised: Float64Array = Float64Array.from(logits); // [V]
  const theta = settings.repetitionPenalty ?? null;
  if (theta !== null) penalised = repetitionPenalty(penalised, sequence, theta);
  const presence = settings.presencePenalty ?? 0;
  const frequency = settings.frequencyPenalty ?? 0;
  if (presence !== 0 || frequency !== 0) {
    penalised = presenceFrequencyPenalty(penalised, history.generated, { presence, frequency });
  }
  const n = settings.noRepeatNgram ?? null;
  if (n !== null) penalised = noRepeatNgram(penalised, sequence, n);
  return { ...applyCuts(penalised, settings), penalised };
}

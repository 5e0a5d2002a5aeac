import { decodingDistribution, type DecodingSettings } from '../../math/decoding';
import { softmax, topIndices } from '../../math/softmax';
import type { Penalties } from '../../runtime/protocol';
import type { ControlValues } from '../../state/controls.svelte';
import { cureKeys, type CureKey, type RepetitionControls } from './controls';

export type Values = ControlValues<RepetitionControls>;

/** The cures that are switched on, in the order in which decoding applies them. */
export function curesOn(values: Values): CureKey[] {
  return cureKeys.filter((key) => values[key] !== null);
}

/** The penalties of the controls, as generation takes them. */
export function penaltiesOf(values: Values): Penalties {
  return {
    repetitionPenalty: values.rep,
    presencePenalty: values.presence,
    frequencyPenalty: values.frequency,
    noRepeatNgram: values.ngram,
  };
}

/** Everything but contrastive search as decodingDistribution takes it. */
export function decodingOf(values: Values): DecodingSettings {
  return { ...penaltiesOf(values), temperature: values.T ?? 1, topP: values.topP };
}

/** A token that the cures made much less likely though it is not the one greedy decoding would have taken. */
export interface Casualty {
  readonly id: number;
  readonly before: number;
  readonly after: number;
}

/** The next token without and with the cures. */
export interface NextToken {
  /** softmax(z) [V], the unmodified model. */
  readonly plain: Float64Array;
  /** After penalties and temperature, before top-p [V]. */
  readonly cured: Float64Array;
  /** What is drawn from [V]. */
  readonly final: Float64Array;
  readonly keep: Uint8Array;
  readonly kept: number;
  /** All ids, likeliest under the unmodified model first. */
  readonly ranked: readonly number[];
  /** Half the sum of |final - plain|: the share of probability that changed hands. */
  readonly moved: number;
  /** Tokens besides the likeliest with p of at least `noticeable` that lost more than half of it. */
  readonly casualties: readonly Casualty[];
}

/** From this probability on the model seriously meant a token. */
export const noticeable = 0.01;

/** Runs the cures over logits [V] after `prompt` and `generated`; throws what decodingDistribution throws. */
export function nextToken(
  logits: ArrayLike<number>,
  prompt: readonly number[],
  generated: readonly number[],
  settings: DecodingSettings,
): NextToken {
  const plain = softmax(logits); // [V]
  const result = decodingDistribution(logits, { prompt, generated }, settings);
  const ranked = Array.from(topIndices(plain, plain.length));
  const { final, keep, kept, probabilities } = result;
  return {
    plain,
    cured: probabilities,
    final,
    keep,
    kept,
    ranked,
    moved: plain.reduce((sum, p, id) => sum + Math.abs(final[id] - p), 0) / 2,
    casualties: ranked
      .slice(1)
      .filter((id) => plain[id] >= noticeable && final[id] < plain[id] / 2)
      .map((id) => ({ id, before: plain[id], after: final[id] })),
  };
}

import { logSumExp } from '../../math/softmax';
import { createRandom } from '../../math/random';
import { SHOWN } from './controls';
import { decoderCount, encoderCount, hiddenTokens, pairCount, wordNumbers, type Fate } from './scored';
import type { PairReading } from './pairRuns.svelte';
import type { Reading } from './stackRuns.svelte';
import type { FamiliesState } from './state.svelte';
import { logitRow } from './tasks.svelte';

/** One token of a training example: how it stands there, and what its prediction costs. */
export interface ScoredToken {
  readonly text: string;
  /** Whether its prediction enters the loss. */
  readonly scored: boolean;
  /** What stands in its place in the input; null where it stands itself. */
  readonly shown: string | null;
  /** Bits of its prediction, -log2 p; null where it isn't scored or the model hasn't answered. */
  readonly bits: number | null;
}

/** Bits of one id under a row of logits [V]: -log2 of its probability. */
export function bitsOf(row: Float32Array, id: number): number {
  return (logSumExp(row) - row[id]) / Math.LN2;
}

/** What each family would be scored on, were the reader's sentence in its training text. */
export class Scoring {
  readonly #panel: FamiliesState;

  constructor(panel: FamiliesState) {
    this.#panel = panel;
  }

  get #encoderTokens() {
    return this.#panel.encoderRuns?.before.tokens.slice(0, SHOWN) ?? [];
  }

  /** What becomes of each token in masked training, from the seed on show. */
  readonly fates: readonly Fate[] = $derived.by(() =>
    hiddenTokens(
      wordNumbers(this.#encoderTokens.map((token) => token.text)),
      this.#panel.controls.get('seed'),
    ),
  );

  /** The damaged text that the encoder reads. */
  readonly reading: Reading | null = $derived.by(() => {
    const info = this.#panel.models.encoder.info;
    if (info?.maskId === undefined || this.fates.length === 0) return null;
    const random = createRandom(this.#panel.controls.get('seed') + 10_000);
    const instead = new Map<number, number>();
    this.fates.forEach((fate, i) => {
      // Token 0 ends a text; no other is spared.
      const drawn = 1 + random.int(info.maskId! - 1);
      if (fate === 'masked') instead.set(i, info.maskId!);
      else if (fate === 'swapped') instead.set(i, drawn);
    });
    return { text: this.#panel.before, instead };
  });

  readonly encoder: readonly ScoredToken[] = $derived.by(() => {
    const { encoder } = this.#panel;
    const run = this.reading ? encoder.of(this.reading) : null;
    return this.#encoderTokens.map(({ id, text }, i) => {
      const scored = this.fates[i] !== 'seen';
      const shown = this.reading?.instead?.get(i);
      return {
        text,
        scored,
        shown: shown === undefined ? null : (encoder.vocabulary[shown] ?? '<mask>'),
        bits: scored && run?.logits ? bitsOf(logitRow(run.logits, run.ids.length, i), id) : null,
      };
    });
  });

  readonly decoder: readonly ScoredToken[] = $derived.by(() => {
    const run = this.#panel.decoderRuns?.before;
    return (run?.tokens.slice(0, SHOWN) ?? []).map(({ id, text }, i) => ({
      text,
      scored: i > 0,
      shown: null,
      bits: i > 0 && run?.logits ? bitsOf(logitRow(run.logits, run.ids.length, i - 1), id) : null,
    }));
  });

  /** The plain pass over the sentence and its translation. */
  get pairReading(): PairReading {
    const { before } = this.#panel;
    return { source: before, targetOf: before, swapped: null, cross: true };
  }

  /** Source and target of the pair; the target is the model's own translation, for there is no other here. */
  readonly pair: { readonly source: readonly ScoredToken[]; readonly target: readonly ScoredToken[] } | null =
    $derived.by(() => {
      const { pair } = this.#panel;
      const run = pair.of(this.pairReading);
      if (!run) return null;
      const text = (id: number) => pair.vocabulary[id] ?? '';
      const end = this.#panel.models.pair.info!.endOfTextId;
      const wanted = [...run.target.ids.slice(1), end];
      return {
        source: run.source.ids.map((id) => ({ text: text(id), scored: false, shown: null, bits: null })),
        target: wanted.map((id, i) => ({
          text: text(id),
          scored: true,
          shown: null,
          bits: bitsOf(logitRow(run.logits, run.target.ids.length, i), id),
        })),
      };
    });

  /** Read and scored tokens of each family; null where its model hasn't answered. */
  readonly counts = $derived.by(() => ({
    encoder: this.encoder.length > 0 ? encoderCount(this.fates) : null,
    decoder: this.decoder.length > 0 ? decoderCount(this.decoder.length) : null,
    pair: this.pair ? pairCount(this.pair.source.length, this.pair.target.length) : null,
  }));
}

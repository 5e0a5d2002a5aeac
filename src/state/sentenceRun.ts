import type { GeneratedToken, Tensor, TensorName, Token } from '../runtime/protocol';
import type { Locale } from './topic';

/** The sizes of the model that a picture needs. */
export interface ModelShape {
  readonly name: string;
  readonly layers: number;
  readonly heads: number;
  readonly headSize: number;
  readonly width: number;
  readonly vocabulary: number;
  readonly window: number;
  readonly rotaryBase: number;
  readonly parameters: number;
}

/** What the model did with the reader's sentence: one forward pass and a greedy continuation. */
export interface SentenceRun {
  /** A stored run shows until the model is ready. */
  readonly source: 'stored' | 'live';
  readonly model: ModelShape;
  readonly tokens: readonly Token[];
  readonly tensors: Readonly<Record<TensorName, Tensor>>;
  /** Logits after the last token [V]. */
  readonly logits: Float32Array;
  /** Their softmax [V]. */
  readonly probabilities: Float64Array;
  /** Bits of surprise at each token given those before it [T]; null at the first. */
  readonly surprisals: readonly (number | null)[];
  /** What greedy decoding adds; empty until it has run. */
  readonly continuation: readonly GeneratedToken[];
  /** Text of a vocabulary entry. */
  readonly textOf: (id: number) => string;
}

/** What a topic's picture on the home page receives; it draws 202 by 118 units, or 202 by 366 when `tall`. */
export interface PictureProps {
  /** Null until a run, stored or live, is there; pictures that need none are drawn anyway. */
  readonly run: SentenceRun | null;
  readonly words: Readonly<Record<string, string>>;
  readonly locale: Locale;
  readonly tall: boolean;
}

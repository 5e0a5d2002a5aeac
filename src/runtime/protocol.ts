/**
 * What the page and the model worker say to each other. Everything here is plain data; typed arrays in
 * answers are transferred, never copied. Layers and heads count from 0 in tensors and from 1 on the page.
 */
import type { SamplingSettings } from '../math/cuts';
import type { DecodingSettings } from '../math/decoding';

/** A tensor as the model gave it: row-major values and their shape. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** Name of a graph output, such as `logits`, `embed`, `layer.0.attn.pattern`, `layer.0.attn.q_rot`, `final.norm`. */
export type TensorName = string;

/** How a model's stacks are built and masked; see the topic `three-families`. */
export type ModelKind = 'decoder' | 'encoder' | 'encoder-decoder';

/**
 * How a model learns where its tokens stand: not at all; by rows added to the embeddings, fixed (the sinusoids of math/,
 * times `scale`) or trained (`rows`, one for each place of its window); by a penalty of `slopes` [H] times the distance
 * on the scores (ALiBi); or by turning queries and keys.
 */
export type Positions =
  | { readonly kind: 'none' }
  | { readonly kind: 'sinusoidal'; readonly scale: number }
  | { readonly kind: 'learned'; readonly rows: Float32Array }
  | { readonly kind: 'alibi'; readonly slopes: readonly number[] }
  | { readonly kind: 'rope' };

/** Shape and identity of a loaded model, read from its config.json and catalogue row. */
export interface ModelInfo {
  readonly name: string;
  readonly kind: ModelKind;
  readonly layers: number;
  readonly heads: number;
  /** Heads of keys and values; left out where every head has its own. */
  readonly keyHeads?: number;
  readonly headSize: number;
  readonly width: number;
  readonly vocabulary: number;
  /** Longest input in tokens the model was trained on. */
  readonly window: number;
  /** Base of the rotation; 0 where nothing is rotated. */
  readonly rotaryBase: number;
  /** Left out where positions are rotary. */
  readonly positions?: Positions;
  readonly parameters: number;
  readonly bytes: number;
  readonly endOfTextId: number;
  /** Why the attention of a model that the reader brought can't be looked into, as `reason: detail`. */
  readonly shut?: string;
  /** The token that stands for a hidden one; only of a model that fills blanks. */
  readonly maskId?: number;
  /** Layers of the encoder; only of an encoder-decoder, whose `layers` are the decoder's. */
  readonly encoderLayers?: number;
  /** The token a decoder begins with; only of an encoder-decoder. */
  readonly startId?: number;
}

/** One token of a text: its id and the exact text it stands for (pieces of a character show as bytes). */
export interface Token {
  readonly id: number;
  readonly text: string;
}

/** What may be changed inside a forward pass. Left out = the model as trained. */
export interface Interventions {
  /** [L * H] factors on each head's output before the output projection: 1 keeps, 0 knocks out. */
  readonly headMask?: Float32Array;
  /** Additive mask broadcastable to [L, H, T, S]; replaces the default (causal, none in an encoder) altogether. */
  readonly attentionBias?: Tensor;
  /** Cosine and sine rows [T, D/2] for the tokens, in place of the model's own rotation. */
  readonly rotary?: { readonly cos: Float32Array; readonly sin: Float32Array };
  /** Rows [T, C] added to the embeddings, in place of the model's own; only where the model adds rows. */
  readonly positionRows?: Float32Array;
}

/** One forward pass over a whole text. `outputs` names the tensors to bring back. */
export interface TraceRequest {
  readonly model: string;
  readonly ids: readonly number[];
  readonly outputs: readonly TensorName[] | 'all';
  readonly interventions?: Interventions;
  /** true lets the text run past the trained window, up to four times it, to show what breaks there. */
  readonly beyondWindow?: boolean;
}

/** The answer to a TraceRequest. */
export interface Trace {
  readonly model: string;
  readonly ids: readonly number[];
  readonly tensors: Readonly<Record<TensorName, Tensor>>;
  /** Time inside the session, milliseconds. */
  readonly durationMs: number;
}

/** Strengths of the penalties on repeated tokens; null or left out means "off". */
export type Penalties = Pick<
  DecodingSettings,
  'repetitionPenalty' | 'presencePenalty' | 'frequencyPenalty' | 'noRepeatNgram'
>;

/** Token-by-token generation with our own sampling. */
export interface GenerateRequest {
  readonly model: string;
  readonly ids: readonly number[];
  readonly maxTokens: number;
  readonly sampling: SamplingSettings;
  /** Applied to the logits before temperature and cuts; `ids` are the prompt, what is drawn the generated text. */
  readonly penalties?: Penalties;
  /** true takes the likeliest token of the final distribution instead of drawing from it. */
  readonly likeliest?: boolean;
  readonly seed: number;
  /** true reuses keys and values of earlier tokens; false runs the whole text again for each token. */
  readonly cache: boolean;
  readonly interventions?: Pick<Interventions, 'headMask'>;
  /** Stop when one of these is drawn (the token is still reported). Default: end of text. */
  readonly stopIds?: readonly number[];
  /** Bring back each step's logits over the whole vocabulary. */
  readonly withLogits?: boolean;
}

/** One drawn token. */
export interface GeneratedToken {
  /** 0 for the first token drawn. */
  readonly index: number;
  readonly id: number;
  readonly text: string;
  /** Probability under plain softmax of the logits, T = 1, no cuts. */
  readonly modelProbability: number;
  /** Probability it was drawn with: after temperature and cuts, renormalised. */
  readonly drawnProbability: number;
  /** [V], only when withLogits was asked for. */
  readonly logits?: Float32Array;
  readonly durationMs: number;
}

/** What may be changed in a pass through an encoder-decoder. Left out = the model as trained. */
export interface Seq2SeqInterventions {
  /** [L * H] factors on each head's output, one list a kind of attention: 1 keeps, 0 knocks out. */
  readonly encoderHeadMask?: Float32Array;
  readonly selfHeadMask?: Float32Array;
  readonly crossHeadMask?: Float32Array;
  /** Additive mask of the encoder broadcastable to [L, H, S, S]; nothing is hidden by default. */
  readonly encoderBias?: Tensor;
  /** Additive mask of the decoder's self-attention broadcastable to [L, H, T, T]; replaces the causal one. */
  readonly selfBias?: Tensor;
  /** Additive mask of the cross-attention broadcastable to [L, H, T, S]; nothing is hidden by default. */
  readonly crossBias?: Tensor;
  /** Rows [S, C] and [T, C] added to the scaled embeddings, in place of the sinusoids. */
  readonly encoderPositions?: Float32Array;
  readonly decoderPositions?: Float32Array;
}

/** One pass over a whole source text and a whole target text; ids are what the graphs see, start and end included. */
export interface Seq2SeqTraceRequest {
  readonly model: string;
  readonly sourceIds: readonly number[];
  readonly targetIds: readonly number[];
  /** Tensors and weights by name; 'all' is every tensor, without weights and caches. */
  readonly outputs: readonly TensorName[] | 'all';
  readonly interventions?: Seq2SeqInterventions;
}

/** The answer to a Seq2SeqTraceRequest. */
export interface Seq2SeqTrace {
  readonly model: string;
  readonly sourceIds: readonly number[];
  readonly targetIds: readonly number[];
  readonly tensors: Readonly<Record<TensorName, Tensor>>;
  /** Time inside the two sessions, milliseconds. */
  readonly durationMs: number;
}

/** Greedy translation, token by token. */
export interface TranslateRequest {
  readonly model: string;
  /** Source ids, end token included. */
  readonly sourceIds: readonly number[];
  /** Target tokens already chosen, without the start token: decoding goes on behind them. */
  readonly prefix?: readonly number[];
  readonly maxTokens: number;
  /** true reuses keys and values of earlier target tokens; false runs the whole target again for each token. */
  readonly cache: boolean;
  /** Bring back each step's logits over the whole vocabulary. */
  readonly withLogits?: boolean;
  /** Decoder tensors to bring back with each token, as its own pass gave them: the last row is this step's. */
  readonly stepOutputs?: readonly TensorName[];
  /** `crossBias` is the same at each step: its third size is 1. */
  readonly interventions?: Omit<Seq2SeqInterventions, 'selfBias' | 'decoderPositions'>;
}

/** One token of a translation, the end token included; it is the likeliest, so it was drawn with probability 1. */
export interface TranslatedToken extends GeneratedToken {
  /** The decoder tensors that `stepOutputs` named. */
  readonly tensors?: Readonly<Record<TensorName, Tensor>>;
}

/** Loading progress of one model; `total` is known from the catalogue before the first byte. */
export interface LoadProgress {
  readonly model: string;
  readonly loadedBytes: number;
  readonly totalBytes: number;
  readonly phase: 'fetch' | 'compile' | 'session' | 'ready';
}

/** Machine-readable reasons, worded for the reader in ui/strings. */
export type RuntimeErrorCode =
  | 'model-missing'
  | 'model-corrupt'
  | 'model-unfit'
  | 'no-webassembly'
  | 'out-of-memory'
  | 'worker-died'
  | 'too-long'
  | 'empty-input'
  | 'bad-request'
  | 'cancelled';

/** An error that crossed from the worker, with its code and a technical detail line. */
export class RuntimeError extends Error {
  readonly code: RuntimeErrorCode;
  constructor(code: RuntimeErrorCode, detail: string) {
    super(detail);
    this.name = 'RuntimeError';
    this.code = code;
  }
}

import type {
  GeneratedToken,
  GenerateRequest,
  LoadProgress,
  ModelInfo,
  Seq2SeqTrace,
  Seq2SeqTraceRequest,
  Token,
  Trace,
  TraceRequest,
  TranslatedToken,
  TranslateRequest,
} from './protocol';

/** How a call may be given up. */
export interface CallOptions {
  /** Abort rejects with RuntimeError('cancelled') and stops the worker's loop at the next token. */
  readonly signal?: AbortSignal;
  /**
   * Calls that share a channel supersede each other: when a slider fires fifty, those still waiting are
   * rejected with 'cancelled' and only the newest runs. A trace that is running finishes; a generation stops.
   */
  readonly channel?: string;
}

/**
 * The page's view of the models. The worker's client and the test fake both satisfy it, and panels receive it
 * through their session, never by import.
 */
export interface ModelClient {
  /** Loads a model once (later calls share the first) and reports bytes as they come. Throws RuntimeError. */
  load(model: string, onProgress?: (progress: LoadProgress) => void): Promise<ModelInfo>;
  /** Splits text into the model's tokens; never throws on odd text, an empty text gives an empty list. */
  tokenize(model: string, text: string): Promise<readonly Token[]>;
  /** Text of every vocabulary entry, index = id. */
  vocabulary(model: string): Promise<readonly string[]>;
  /** One forward pass over a whole text. Throws RuntimeError. */
  trace(request: TraceRequest, options?: CallOptions): Promise<Trace>;
  /** Draws tokens one by one; ends at maxTokens, a stop token or the window's end. Throws RuntimeError. */
  generate(
    request: GenerateRequest,
    onToken: (token: GeneratedToken) => void,
    options?: CallOptions,
  ): Promise<readonly GeneratedToken[]>;
  /** One pass through an encoder-decoder over whole texts. Throws RuntimeError. */
  traceSeq2Seq(request: Seq2SeqTraceRequest, options?: CallOptions): Promise<Seq2SeqTrace>;
  /** Translates greedily, token by token; ends with the end token, maxTokens or the window. Throws RuntimeError. */
  translate(
    request: TranslateRequest,
    onToken: (token: TranslatedToken) => void,
    options?: CallOptions,
  ): Promise<readonly TranslatedToken[]>;
  /** Called when the worker died; the next call starts a new one, which loads its models again. */
  onRestart(listener: (detail: string) => void): () => void;
  /** Ends the worker. */
  dispose(): void;
}

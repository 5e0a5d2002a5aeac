import { fakeEncode, fakeMask, fakeVocabulary } from './fakeVocabulary';
import { fakeGraph } from './fakeGraph';
import { fakeJointVocabulary, fakeSeq2Seq, fakeTranslator } from './fakeSeq2Seq';
import { ModelHost, type OpenModel } from './modelHost';
import type { CallOptions, ModelClient } from './modelClient';
import { RuntimeError, type GeneratedToken, type LoadProgress, type ModelInfo } from './protocol';

/** Shape of the fake model: small enough for a component test, laid out like `story`. */
export const fakeInfo: ModelInfo = {
  name: 'story',
  kind: 'decoder',
  layers: 2,
  heads: 4,
  headSize: 8,
  width: 32,
  vocabulary: fakeVocabulary.length,
  window: 64,
  rotaryBase: 10000,
  parameters: 12345,
  bytes: 1000,
  endOfTextId: 0,
};

/** The fake of `fill-mask`: an encoder whose last token is the mask. */
const fakeEncoder: ModelInfo = {
  ...fakeInfo,
  name: 'fill-mask',
  kind: 'encoder',
  vocabulary: fakeVocabulary.length + 1,
  maskId: fakeVocabulary.length,
};

function openTranslator(): OpenModel {
  const { encoder, decoder } = fakeSeq2Seq(fakeTranslator);
  // Its vocabulary has one token more in front.
  const encode = (text: string) => fakeEncode(text).map((id) => id + 1);
  return { info: fakeTranslator, session: decoder, encoder, encode, texts: fakeJointVocabulary };
}

/** A FakeClient's behaviour in a test. */
export interface FakeOptions {
  /** Loading fails with this error until `heal` is called. */
  readonly failure?: RuntimeError;
  /** Called before every trace; a test that returns a promise holds the answer back. */
  readonly beforeTrace?: () => Promise<void> | void;
}

/**
 * FOR TESTS ONLY: a ModelClient without a worker, a network or weights. Its numbers are deterministic and made up,
 * with every model under the shape of `fakeInfo`, `fill-mask` as an encoder, `translate`
 * as an encoder-decoder; a test keeps it out of the app.
 */
export class FakeClient implements ModelClient {
  #options: FakeOptions;
  #failure: RuntimeError | undefined;
  #listeners = new Set<(detail: string) => void>();
  #newest = new Map<string, number>();
  #calls = 0;
  #host: ModelHost;
  /** How many traces ran. */
  traces = 0;

  constructor(options: FakeOptions = {}) {
    this.#options = options;
    this.#failure = options.failure;
    this.#host = new ModelHost({
      breathe: () => Promise.resolve(),
      row: async (name) => ({
        name,
        kind: 'decoder',
        parameters: 0,
        window: 0,
        bytes: 0,
        files: [],
        card: '',
      }),
      open: async ({ name }) => {
        if (this.#failure) throw this.#failure;
        if (name === fakeTranslator.name) return openTranslator();
        const encoder = name === fakeEncoder.name;
        const info = encoder ? fakeEncoder : { ...fakeInfo, name };
        const texts = encoder ? [...fakeVocabulary, fakeMask] : fakeVocabulary;
        return { info, session: fakeGraph(info), encode: fakeEncode, texts };
      },
    });
  }

  async load(model: string, onProgress?: (progress: LoadProgress) => void): Promise<ModelInfo> {
    for (const loadedBytes of [0, 500, 1000])
      onProgress?.({ model, loadedBytes, totalBytes: 1000, phase: 'fetch' });
    const { info } = await this.#host.open(model);
    onProgress?.({ model, loadedBytes: 1000, totalBytes: 1000, phase: 'ready' });
    return info;
  }

  tokenize: ModelClient['tokenize'] = (model, text) => this.#host.tokenize(model, text);

  vocabulary: ModelClient['vocabulary'] = (model) => this.#host.vocabulary(model);

  trace: ModelClient['trace'] = (request, options) => this.#traced(() => this.#host.trace(request), options);

  generate: ModelClient['generate'] = (request, onToken, options) =>
    // The fake keeps no keys and values; the answer is the same without.
    this.#stream(
      (told) => this.#host.generate({ ...request, cache: false }, told, () => false),
      onToken,
      options,
    );

  traceSeq2Seq: ModelClient['traceSeq2Seq'] = (request, options) =>
    this.#traced(() => this.#host.traceSeq2Seq(request), options);

  translate: ModelClient['translate'] = (request, onToken, options) =>
    this.#stream(
      (told) => this.#host.translate({ ...request, cache: false }, told, () => false),
      onToken,
      options,
    );

  onRestart(listener: (detail: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Plays the worker's death. */
  die(detail = 'played by a test'): void {
    this.#listeners.forEach((listener) => listener(detail));
  }

  /** Lets loading succeed from now on. */
  heal(): void {
    this.#failure = undefined;
  }

  dispose(): void {
    this.#listeners.clear();
  }

  async #traced<T>(run: () => Promise<T>, options: CallOptions | undefined): Promise<T> {
    const given = this.#watch(options);
    await this.#options.beforeTrace?.();
    given();
    this.traces++;
    const trace = await run();
    given();
    return trace;
  }

  async #stream<T extends GeneratedToken>(
    run: (told: (token: T) => void) => Promise<void>,
    onToken: (token: T) => void,
    options: CallOptions | undefined,
  ): Promise<readonly T[]> {
    const given = this.#watch(options);
    const tokens: T[] = [];
    await run((token) => {
      given();
      tokens.push(token);
      onToken(token);
    });
    return tokens;
  }

  /** A check that throws 'cancelled' once the call was aborted or a newer one took its channel. */
  #watch({ signal, channel }: CallOptions = {}): () => void {
    const call = ++this.#calls;
    if (channel !== undefined) this.#newest.set(channel, call);
    return () => {
      const superseded = channel !== undefined && this.#newest.get(channel) !== call;
      if (signal?.aborted || superseded) throw new RuntimeError('cancelled', 'given up in a test');
    };
  }
}

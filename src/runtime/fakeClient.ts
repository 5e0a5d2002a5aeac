import { fakeEncode, fakeMask, fakeVocabulary } from './fakeVocabulary';
import { fakeGraph } from './fakeGraph';
import { ModelHost } from './modelHost';
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

/** A FakeClient's behaviour in a test. */
export interface FakeOptions {
  /** Loading fails with this error until `heal` is called. */
  readonly failure?: RuntimeError;
  /** Called before every trace; a test that returns a promise holds the answer back. */
  readonly beforeTrace?: () => Promise<void> | void;
}

/**
 * FOR TESTS ONLY: a ModelClient without a worker, a network or weights. Its numbers are deterministic and made up,
 * with every model under the shape of `fakeInfo`, `fill-mask` as an encoder; a test keeps it out of the app.
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

  trace: ModelClient['trace'] = async (request, options) => {
    const given = this.#watch(options);
    await this.#options.beforeTrace?.();
    given();
    this.traces++;
    const trace = await this.#host.trace(request);
    given();
    return trace;
  };

  generate: ModelClient['generate'] = async (request, onToken, options) => {
    const given = this.#watch(options);
    const tokens: GeneratedToken[] = [];
    await this.#host.generate(
      // The fake keeps no keys and values; the answer is the same without.
      { ...request, cache: false },
      (token) => {
        given();
        tokens.push(token);
        onToken(token);
      },
      () => false,
    );
    return tokens;
  };

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

import { describe } from './failures';
import { unpackTensor, type StoredTensor } from './floats';
import {
  RuntimeError,
  type GeneratedToken,
  type ModelInfo,
  type Tensor,
  type Token,
  type Trace,
} from './protocol';

/** What a page that reads a sentence shows besides tensors. */
export interface StoredReading {
  readonly info: ModelInfo;
  /** Bits of surprise at each token given those before it [T]; null at the first. */
  readonly surprisals: readonly (number | null)[];
  /** What greedy decoding adds; the durations are left at 0. */
  readonly continuation: readonly GeneratedToken[];
}

/** What an encoder-decoder wrote to a source sentence. */
export interface StoredTranslation {
  readonly info: ModelInfo;
  /** What the decoder was fed: the start token, then what was written before each step. */
  readonly fed: readonly Token[];
  /** What each step wrote, the end token included where it came. */
  readonly written: readonly Token[];
  /** The likeliest tokens of each step, first first, and their probabilities under the whole softmax. */
  readonly likeliest: readonly {
    readonly ids: readonly number[];
    readonly probabilities: readonly number[];
  }[];
}

/** One recorded pass over one text. */
export interface StoredText {
  readonly prompt: string;
  readonly tokens: readonly Token[];
  readonly trace: Trace;
}

/** A real run of a topic's default prompt, recorded from the shipped weights; shown until the model is ready. */
export interface StoredRun extends StoredText {
  readonly slug: string;
  /** The text to compare with; present when the run's spec asks for one. */
  readonly second?: StoredText;
  /** Texts of the vocabulary entries the first view names, by id. */
  readonly vocabulary: Readonly<Record<number, string>>;
  /** Present when the run's spec asks for a continuation. */
  readonly reading?: StoredReading;
  /** Present for an encoder-decoder: `tokens` and the trace's ids are then the source with its end token. */
  readonly translation?: StoredTranslation;
}

/** One text of a stored file. */
export interface StoredTextFile {
  readonly prompt: string;
  readonly tokens: readonly Token[];
  readonly tensors: Readonly<Record<string, StoredTensor>>;
}

/** static/runs/stored/<slug>.json, as scripts/storedRuns.mjs writes it. */
export interface StoredRunFile extends StoredTextFile {
  readonly slug: string;
  readonly model: string;
  readonly second?: StoredTextFile;
  readonly vocabulary: Readonly<Record<string, string>>;
  readonly reading?: StoredReading;
  readonly translation?: StoredTranslation;
}

function readText(model: string, file: StoredTextFile): StoredText {
  const tensors: Record<string, Tensor> = {};
  for (const [name, stored] of Object.entries(file.tensors)) tensors[name] = unpackTensor(stored);
  const ids = file.tokens.map((token) => token.id);
  return { prompt: file.prompt, tokens: file.tokens, trace: { model, ids, tensors, durationMs: 0 } };
}

/** Turns a stored file back into a run; throws RuntimeError 'model-corrupt' when it is not one. */
export function parseStoredRun(text: string): StoredRun {
  try {
    const file = JSON.parse(text) as StoredRunFile;
    return {
      slug: file.slug,
      ...readText(file.model, file),
      vocabulary: file.vocabulary,
      ...(file.second ? { second: readText(file.model, file.second) } : {}),
      ...(file.reading ? { reading: file.reading } : {}),
      ...(file.translation ? { translation: file.translation } : {}),
    };
  } catch (error) {
    throw new RuntimeError('model-corrupt', `A stored run could not be read: ${describe(error)}`);
  }
}

/**
 * The stored run of a topic, or null when it has none or it can't be had: the panel then waits for the live model. A topic
 * that opens another model in Chinese has a run of its own for it, named `<slug>.zh`.
 */
export async function loadStoredRun(topic: string, locale: 'en' | 'zh' = 'en'): Promise<StoredRun | null> {
  const slug = locale === 'zh' ? `${topic}.zh` : topic;
  try {
    const response = await fetch(
      new URL(`${import.meta.env.BASE_URL}runs/stored/${slug}.json`, document.baseURI),
    );
    return response.ok ? parseStoredRun(await response.text()) : null;
  } catch {
    return null;
  }
}

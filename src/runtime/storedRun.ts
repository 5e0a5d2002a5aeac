import type { Token, Trace } from './protocol';

/** A real run of a topic's default prompt, recorded from the shipped weights; shown until the model is ready. */
export interface StoredRun {
  readonly slug: string;
  readonly prompt: string;
  readonly tokens: readonly Token[];
  readonly trace: Trace;
  /** Texts of the vocabulary entries the first view names, by id. */
  readonly vocabulary: Readonly<Record<number, string>>;
}

import type { StoredRun } from '../../runtime/storedRun';
import type { Tensor, Token } from '../../runtime/protocol';
import type { ModelHandle } from '../../state/model.svelte';
import type { Rows } from './change';
import { SHOWN } from './controls';
import { asBias, prefixMask } from './masks';

/** What a stack is asked to read. */
export interface Reading {
  readonly text: string;
  /** Tokens that see one another in front; left out, the model's own mask stands. */
  readonly prefix?: number;
  /** Token ids that stand in place of the text's own, by position. */
  readonly instead?: ReadonlyMap<number, number>;
}

/** One pass of an encoder or a decoder over a text. */
export interface StackRun extends Rows {
  readonly text: string;
  /** All tokens of the text; `ids` are the first of them, as they were read. */
  readonly tokens: readonly Token[];
  /** [T, V]; null in a stored run. */
  readonly logits: Float32Array | null;
  /** Patterns [1, H, T, T] a layer; undefined where a stored run has none. */
  readonly patterns: readonly (Tensor | undefined)[];
  readonly live: boolean;
}

/** Runs that are kept: those on show, and the last few before them, so that going back is free. */
const KEPT = 10;

/** The name of a reading: readings with equal names give equal runs. */
export function nameOf({ text, prefix, instead }: Reading): string {
  return JSON.stringify([text, prefix ?? null, instead ? [...instead] : null]);
}

/** The passes of one encoder or decoder over the texts that are on show. */
export class StackRuns {
  readonly model: ModelHandle;
  #kept: ReadonlyMap<string, StackRun> = $state.raw(new Map());
  #asked = new Set<string>();
  /** Texts of all vocabulary entries, by id; empty until the model has answered. */
  vocabulary: readonly string[] = $state.raw([]);

  constructor(model: ModelHandle) {
    this.model = model;
  }

  /** The run of a reading, or null while it isn't there. */
  of(reading: Reading): StackRun | null {
    return this.#kept.get(nameOf(reading)) ?? null;
  }

  /** Takes recorded runs: the default text and, where there is one, the text to compare it with. */
  keepStored(stored: StoredRun | null): void {
    if (!stored || this.#kept.size > 0) return;
    const runs = [stored, ...(stored.second ? [stored.second] : [])].map(({ prompt, tokens, trace }) => ({
      text: prompt,
      tokens,
      ids: trace.ids,
      final: trace.tensors['final.norm'].data,
      logits: null,
      patterns: Array.from({ length: 6 }, (_, l) => trace.tensors[`layer.${l}.attn.pattern`]),
      live: false,
    }));
    this.#kept = new Map(runs.map((run) => [nameOf({ text: run.text }), run]));
  }

  /** Forgets what a dead worker computed, so that it is asked for again. */
  forget(): void {
    this.#asked.clear();
    this.#kept = new Map([...this.#kept].filter(([, run]) => !run.live));
  }

  /** Runs what isn't there yet, in order. Never throws: a failed call becomes the model's error. */
  async read(readings: readonly Reading[]): Promise<void> {
    if (this.model.status !== 'ready') return;
    for (const reading of readings) {
      const name = nameOf(reading);
      if (this.#asked.has(name) || this.#kept.get(name)?.live) continue;
      this.#asked.add(name);
      try {
        if (this.vocabulary.length === 0)
          this.vocabulary = await this.model.client.vocabulary(this.model.name);
        const run = await this.#run(reading);
        const others = [...this.#kept].filter(([each]) => each !== name);
        this.#kept = new Map([...others.slice(1 - KEPT), [name, run]]);
      } catch (error) {
        this.model.fail(error);
      } finally {
        this.#asked.delete(name);
      }
    }
  }

  async #run({ text, prefix, instead }: Reading): Promise<StackRun> {
    const { client, name, info } = this.model;
    if (!info) throw new Error('A model that is ready has its sizes.');
    const tokens = await client.tokenize(name, text);
    const ids = tokens.slice(0, SHOWN).map((token, i) => instead?.get(i) ?? token.id);
    const empty = new Float32Array(0);
    if (ids.length === 0) return { text, tokens, ids, final: empty, logits: empty, patterns: [], live: true };
    const patterns = Array.from({ length: info.layers }, (_, l) => `layer.${l}.attn.pattern`);
    const { tensors } = await client.trace({
      model: name,
      ids,
      outputs: ['final.norm', 'logits', ...patterns],
      interventions:
        prefix === undefined ? undefined : { attentionBias: asBias(prefixMask(ids.length, prefix)) },
    });
    return {
      text,
      tokens,
      ids,
      final: tensors['final.norm'].data,
      logits: tensors.logits.data,
      patterns: patterns.map((pattern) => tensors[pattern]),
      live: true,
    };
  }
}

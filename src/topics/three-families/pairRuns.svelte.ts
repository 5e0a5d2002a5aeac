import type { GeneratedToken, Seq2SeqTrace, Tensor, Token } from '../../runtime/protocol';
import { withEnd, withStart } from '../../runtime/seq2seq';
import type { ModelHandle } from '../../state/model.svelte';
import { topIndices } from '../../math/ranking';
import { SHOWN } from './controls';

/** What the translation model is asked to do: read a source against fixed target tokens. */
export interface PairReading {
  readonly source: string;
  /** The sentence whose own translation is the target. */
  readonly targetOf: string;
  /** The target token, from 0, that stands replaced by its runner-up; null leaves all. */
  readonly swapped: number | null;
  /** false shuts cross-attention: every head of it is multiplied by 0. */
  readonly cross: boolean;
}

/** One pass of both stacks. */
export interface PairRun {
  readonly reading: PairReading;
  readonly source: { readonly ids: readonly number[]; readonly final: Float32Array };
  readonly target: { readonly ids: readonly number[]; readonly final: Float32Array };
  /** [T, V]: row t answers what comes behind target token t. */
  readonly logits: Float32Array;
  /** Patterns [1, H, ...] a layer: source over source, target over source, target over target. */
  readonly patterns: Readonly<Record<'source' | 'cross' | 'target', readonly Tensor[]>>;
}

/** A sentence's greedy translation. */
export interface Translation {
  readonly source: readonly Token[];
  readonly tokens: readonly GeneratedToken[];
}

const KEPT = 10;
const nameOf = ({ source, targetOf, swapped, cross }: PairReading) =>
  JSON.stringify([source, targetOf, swapped, cross]);

/** The translation model's passes over the sentences on show. */
export class PairRuns {
  readonly model: ModelHandle;
  #kept: ReadonlyMap<string, PairRun> = $state.raw(new Map());
  #translations: ReadonlyMap<string, Translation> = $state.raw(new Map());
  #working = false;
  #wanted: readonly PairReading[] = [];
  vocabulary: readonly string[] = $state.raw([]);

  constructor(model: ModelHandle) {
    this.model = model;
  }

  of(reading: PairReading): PairRun | null {
    return this.#kept.get(nameOf(reading)) ?? null;
  }

  translationOf(text: string): Translation | null {
    return this.#translations.get(text) ?? null;
  }

  /** Forgets what a dead worker computed. */
  forget(): void {
    this.#kept = new Map();
    this.#translations = new Map();
  }

  /** Brings the runs up to date; the newest wish counts. Never throws: a failed call becomes the model's error. */
  async read(readings: readonly PairReading[]): Promise<void> {
    this.#wanted = readings;
    if (this.#working) return;
    this.#working = true;
    try {
      for (;;) {
        const next = this.#wanted.find((reading) => !this.of(reading));
        if (!next || this.model.status !== 'ready') break;
        await this.#readOne(next);
      }
    } catch (error) {
      this.model.fail(error);
    } finally {
      this.#working = false;
    }
  }

  async #readOne(reading: PairReading): Promise<void> {
    const { client, name } = this.model;
    if (this.vocabulary.length === 0) this.vocabulary = await client.vocabulary(name);
    const run = await this.#run(reading, await this.#translate(reading.targetOf));
    this.#kept = new Map([...[...this.#kept].slice(1 - KEPT), [nameOf(reading), run]]);
  }

  async #translate(text: string): Promise<Translation> {
    const known = this.translationOf(text);
    if (known) return known;
    const { client, name, info } = this.model;
    const source = (await client.tokenize(name, text)).slice(0, SHOWN);
    const tokens: GeneratedToken[] = [];
    if (source.length > 0) {
      const sourceIds = withEnd(
        info!,
        source.map((token) => token.id),
      );
      await client.translate(
        { model: name, sourceIds, maxTokens: SHOWN, cache: true },
        (token) => token.id !== info!.endOfTextId && tokens.push(token),
        { channel: 'three-families/translate' },
      );
    }
    const translation = { source, tokens };
    this.#translations = new Map([...[...this.#translations].slice(1 - KEPT), [text, translation]]);
    return translation;
  }

  /** The target's ids with one exchanged for what the model held second likeliest there. */
  async #targetIds(reading: PairReading, { tokens }: Translation): Promise<number[]> {
    const ids = tokens.map((token) => token.id);
    const { swapped } = reading;
    if (swapped === null || swapped >= ids.length) return ids;
    const plain = await this.#trace(reading.targetOf, ids, true);
    const V = this.model.info!.vocabulary;
    const row = plain.tensors.logits.data.subarray(swapped * V, (swapped + 1) * V);
    return ids.map((id, i) =>
      i === swapped ? Array.from(topIndices(row, 2)).find((each) => each !== id)! : id,
    );
  }

  async #run(reading: PairReading, translation: Translation): Promise<PairRun> {
    const ids = await this.#targetIds(reading, translation);
    const { sourceIds, targetIds, tensors } = await this.#trace(reading.source, ids, reading.cross);
    const { layers, encoderLayers } = this.#layers();
    const patterns = (stack: string, count: number) =>
      Array.from({ length: count }, (_, l) => tensors[stack.replace('*', String(l))]);
    return {
      reading,
      source: { ids: sourceIds, final: tensors[`enc.layer.${encoderLayers - 1}.norm2`].data },
      target: { ids: targetIds, final: tensors[`dec.layer.${layers - 1}.norm3`].data },
      logits: tensors.logits.data,
      patterns: {
        source: patterns('enc.layer.*.attn.pattern', encoderLayers),
        cross: patterns('dec.layer.*.cross.pattern', layers),
        target: patterns('dec.layer.*.self.pattern', layers),
      },
    };
  }

  #layers() {
    const { layers, encoderLayers = layers, heads } = this.model.info!;
    return { layers, encoderLayers, heads };
  }

  async #trace(text: string, target: readonly number[], cross: boolean): Promise<Seq2SeqTrace> {
    const { client, name, info } = this.model;
    const { layers, encoderLayers, heads } = this.#layers();
    const source = (await client.tokenize(name, text)).slice(0, SHOWN).map((token) => token.id);
    const each = (count: number, pattern: string) =>
      Array.from({ length: count }, (_, l) => pattern.replace('*', String(l)));
    return client.traceSeq2Seq({
      model: name,
      sourceIds: withEnd(info!, source),
      targetIds: withStart(info!, target),
      outputs: [
        `enc.layer.${encoderLayers - 1}.norm2`,
        `dec.layer.${layers - 1}.norm3`,
        'logits',
        ...each(encoderLayers, 'enc.layer.*.attn.pattern'),
        ...each(layers, 'dec.layer.*.cross.pattern'),
        ...each(layers, 'dec.layer.*.self.pattern'),
      ],
      interventions: cross ? undefined : { crossHeadMask: new Float32Array(layers * heads) },
    });
  }
}

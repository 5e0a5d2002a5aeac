import { decoderBlocks, encoderBlocks, type Block, type FlowShape, type StageId } from './machine';

/** One moment of the process: which tensor is being made, in which pass. */
export interface Frame {
  readonly index: number;
  readonly block: Block;
  readonly stage: StageId;
  /** Place of the stage within its block. */
  readonly stageIndex: number;
  /** Output step from 0; null while the encoder reads. */
  readonly token: number | null;
}

/** How far playing and stepping go at a time. */
export const units = ['tensor', 'block', 'token'] as const;
export type Unit = (typeof units)[number];

type Moment = Pick<Frame, 'block' | 'stage' | 'stageIndex'>;
const moments = (blocks: readonly Block[]): Moment[] =>
  blocks.flatMap((block) => block.stages.map((stage, stageIndex) => ({ block, stage, stageIndex })));

/**
 * The whole process of one model as a list of frames: the encoder once, then the decoder once a token. Which frame is
 * which depends on the model's sizes alone, so a link to a frame means the same for every sentence.
 */
export class Frames {
  readonly encoder: readonly Block[];
  readonly decoder: readonly Block[];
  readonly #encoder: readonly Moment[];
  readonly #decoder: readonly Moment[];
  readonly #places = new Map<string, number>();

  constructor(shape: FlowShape) {
    this.encoder = encoderBlocks(shape);
    this.decoder = decoderBlocks(shape);
    this.#encoder = moments(this.encoder);
    this.#decoder = moments(this.decoder);
    for (const list of [this.#encoder, this.#decoder])
      list.forEach(({ block, stage, stageIndex }, place) => {
        this.#places.set(`${block.id}/${stage}`, place);
        if (stageIndex === 0) this.#places.set(`${block.id}/first`, place);
        if (stageIndex === block.stages.length - 1) this.#places.set(`${block.id}/last`, place);
      });
  }

  /** Frames of the encoder's one pass. */
  get perSource(): number {
    return this.#encoder.length;
  }

  /** Frames of one pass of the decoder. */
  get perToken(): number {
    return this.#decoder.length;
  }

  /** Index of the last frame of a run that writes `tokens` tokens. */
  last(tokens: number): number {
    return this.perSource + tokens * this.perToken - 1;
  }

  /** The frame of an index, pure; the index is taken as whole and at least 0. */
  at(index: number): Frame {
    if (index < this.perSource) return { index, token: null, ...this.#encoder[index] };
    const token = Math.floor((index - this.perSource) / this.perToken);
    return { index, token, ...this.#decoder[(index - this.perSource) % this.perToken] };
  }

  /** The index of a block's stage; `token` counts for decoder blocks only. Throws a RangeError where there is none. */
  of(blockId: string, stage: StageId | 'first' | 'last', token = 0): number {
    const place = this.#places.get(`${blockId}/${stage}`);
    if (place === undefined) throw new RangeError(`The machine has no stage ${stage} in ${blockId}.`);
    return blockId.startsWith('encoder') ? place : this.perSource + token * this.perToken + place;
  }

  /** The frame after `index` in steps of a unit; a block or token is shown when it is complete. Not bounded above. */
  next(index: number, unit: Unit): number {
    for (let at = index + 1; ; at++) if (this.#completes(at, unit)) return at;
  }

  /** The frame before `index` in steps of a unit; 0 at the least. */
  back(index: number, unit: Unit): number {
    for (let at = index - 1; at > 0; at--) if (this.#completes(at, unit)) return at;
    return 0;
  }

  #completes(index: number, unit: Unit): boolean {
    if (unit === 'tensor') return true;
    const { block, stageIndex, token } = this.at(index);
    const blockEnds = stageIndex === block.stages.length - 1;
    if (unit === 'block') return blockEnds;
    return token === null ? index === this.perSource - 1 : block.kind === 'choose';
  }

  /** How many of `rows` rows of a stage have been made at a frame. */
  made(frame: Frame, block: Block, stage: StageId, rows: number): number {
    if (block.side === 'encoder') return this.of(block.id, stage) <= frame.index ? rows : 0;
    const first = this.of(block.id, stage);
    if (frame.index < first) return 0;
    return Math.min(rows, Math.floor((frame.index - first) / this.perToken) + 1);
  }
}

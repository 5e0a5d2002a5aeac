import { argmax, topIndices } from '../../math/ranking';
import { softmax } from '../../math/softmax';
import type { Controls } from '../../state/controls.svelte';
import { Lit } from '../../state/lit.svelte';
import { Rest } from '../../state/rest.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import { Timeline } from '../../state/timeline.svelte';
import { arithmetic } from './arithmetic';
import { readChoices, withChoice, writeChoices } from './choices';
import type { FlowControls } from './controls';
import { Frames, type Frame } from './frames';
import { shippedShape, type Block, type StageId } from './machine';
import { weightsOf } from './names';
import { rowSide } from './stageInputs';
import { FlowReading, writtenProbabilities } from './reading.svelte';
import { namedTensor, rowOf, stageTensor, type FlowRun } from './tensors';
import { shapeOf } from './translating';

/** How many alternatives are drawn at a step. */
export const ALTERNATIVES = 6;

/** Everything the panel on the whole Transformer shows: controls in, numbers out. What is drawn is a function of run and frame. */
export class FlowState {
  readonly controls: Controls<FlowControls>;
  readonly model: ModelHandle;
  readonly reading: FlowReading;
  readonly timeline: Timeline;
  readonly marks = new Lit<string>();
  /** The cell under the pointer in the opened tensor. */
  hovered: { readonly row: number; readonly col: number } | null = $state.raw(null);
  /** The reader's hand moves the film: nothing glides, and what is read and not seen waits until it rests. */
  readonly hand = new Rest();

  constructor(controls: Controls<FlowControls>, model: ModelHandle) {
    this.controls = controls;
    this.model = model;
    this.reading = new FlowReading(controls, model);
    this.timeline = new Timeline(() => this.lastFrame, 250, {
      place: {
        get: () => controls.get('frame'),
        // A frame is a place in a film, not an edit: undo goes back to what was set, not through the film.
        set: (frame) => {
          this.hovered = null;
          // A film this fast is looked at, not read.
          if (this.timeline.playing && this.timeline.stepMs < 200) this.hand.moved();
          controls.assign({ frame, cellRow: null, cellCol: null }, true);
        },
      },
      forward: (at) => this.frames.next(at, controls.get('unit')),
      backward: (at) => this.frames.back(at, controls.get('unit')),
    });
  }

  readonly shape = $derived.by(() =>
    this.model.info ? shapeOf(this.model.info) : (this.reading.run?.shape ?? shippedShape),
  );

  readonly frames = $derived.by(() => new Frames(this.shape));

  readonly run: FlowRun | null = $derived.by(() => this.reading.run);

  readonly lastFrame = $derived.by(() => (this.run ? this.frames.last(this.run.written.length) : 0));

  readonly frame: Frame = $derived.by(() => this.frames.at(this.timeline.at));

  /** The block that is open; null while the whole machine is looked at. */
  readonly open: Block | null = $derived.by(() => (this.controls.get('open') ? this.frame.block : null));

  readonly head = $derived.by(() => Math.min(this.controls.get('head'), this.shape.heads) - 1);

  /** The output step at work; while the encoder reads, none. */
  readonly step = $derived.by(() => this.frame.token);

  /** The row that is followed: the chosen source token, or the newest target token. */
  readonly row = $derived.by(() => {
    if (this.frame.token !== null) return this.frame.token;
    return Math.min((this.run?.source.length ?? 1) - 1, (this.controls.get('row') ?? 1) - 1);
  });

  /** Rows of a side that are followed. */
  rowOf(side: 'encoder' | 'decoder'): number {
    if (side === 'decoder') return this.step ?? 0;
    return Math.min((this.run?.source.length ?? 1) - 1, (this.controls.get('row') ?? 1) - 1);
  }

  /** The tensor that the frame makes; null for tokens and where a stored run lacks it. */
  readonly tensor = $derived.by(() =>
    this.run ? stageTensor(this.run, this.frame.block, this.frame.stage) : null,
  );

  /** Rows of the frame's tensor that are there by now. */
  readonly made = $derived.by(() =>
    this.tensor ? this.madeOf(this.frame.block, this.frame.stage, this.tensor.rows) : 0,
  );

  /** Rows of a stage that are there at the frame on show. */
  madeOf(block: Block, stage: StageId, rows: number): number {
    // Keys and values of cross-attention are made of the encoder's output, all at once, for the first token.
    if (block.kind === 'cross' && (stage === 'k' || stage === 'v'))
      return this.frames.of(block.id, stage, 0) <= this.frame.index ? rows : 0;
    return this.frames.made(this.frame, block, stage, rows);
  }

  /** The cell whose arithmetic is shown: under the pointer, else the opened one, while the tensor has it. */
  readonly cell = $derived.by(() => {
    const { cellRow, cellCol } = this.controls.values;
    const chosen = cellRow !== null && cellCol !== null ? { row: cellRow - 1, col: cellCol - 1 } : null;
    const { tensor, made } = this;
    const there = (at: typeof chosen) => at && tensor && at.row < made && at.col < tensor.cols;
    return [this.hovered, chosen, this.open ? this.firstCell : null].find(there) ?? null;
  });

  /** The cell that an opened tensor begins with: in the followed row, in a table of weights where it looks most. */
  readonly firstCell = $derived.by(() => {
    const { tensor, frame, run } = this;
    if (!tensor || !run) return null;
    const row = Math.min(this.rowOf(rowSide(frame.block, frame.stage)), Math.max(0, this.made - 1));
    if (frame.stage === 'logits' || frame.stage === 'probabilities')
      return { row, col: run.written[this.choiceStep].id };
    if (frame.stage !== 'scores' && frame.stage !== 'masked' && frame.stage !== 'pattern')
      return { row, col: 0 };
    const values = rowOf(tensor, this.head, row);
    const seen = frame.block.kind === 'self' && frame.block.side === 'decoder' ? row + 1 : tensor.cols;
    return { row, col: argmax(values.subarray(0, seen)) };
  });

  /** The arithmetic of the cell; null while it, a tensor or a weight is not here. */
  readonly arithmetic = $derived.by(() =>
    this.run && this.cell
      ? arithmetic(this.run, this.reading.weights, this.frame.block, this.frame.stage, {
          head: this.head,
          ...this.cell,
        })
      : null,
  );

  /** Weights that the opened cell needs. */
  readonly needed: readonly string[] = $derived.by(() =>
    this.cell && this.run?.live ? weightsOf(this.frame.block, this.frame.stage) : [],
  );

  /** Length of the followed token's vector behind each add & norm [block id], where it has been made. */
  readonly norms: Readonly<Record<string, number>> = $derived.by(() => {
    const { run } = this;
    const found: Record<string, number> = {};
    if (!run) return found;
    for (const block of [...this.frames.encoder, ...this.frames.decoder]) {
      if (block.kind !== 'norm') continue;
      const tensor = stageTensor(run, block, 'norm');
      const row = this.rowOf(block.side);
      if (tensor && this.madeOf(block, 'norm', tensor.rows) > row)
        found[block.id] = vectorLength(tensor.values, row, tensor.cols);
    }
    return found;
  });

  /** The step whose alternatives are shown: the one at work, before that the first. */
  readonly choiceStep = $derived.by(() => Math.min(this.step ?? 0, (this.run?.written.length ?? 1) - 1));

  /** Probabilities of the next token at that step [V]; null while no run is here. */
  readonly distribution = $derived.by(() => {
    const logits = this.run && namedTensor(this.run, 'logits');
    if (!logits || this.choiceStep >= logits.rows) return null;
    const { data } = this.run!.tensors.logits;
    return softmax(data.subarray(this.choiceStep * logits.cols, (this.choiceStep + 1) * logits.cols));
  });

  /** Probability of a token at that step; NaN where a stored run doesn't hold it. */
  probabilityOf(id: number): number {
    if (this.distribution) return this.distribution[id] ?? NaN;
    const kept = this.run?.likeliest?.[this.choiceStep];
    return kept?.probabilities[kept.ids.indexOf(id)] ?? NaN;
  }

  /** Ids of the likeliest tokens at that step, and the written one if it is not among them. */
  readonly alternatives: readonly number[] = $derived.by(() => {
    const kept = this.run?.likeliest?.[this.choiceStep];
    if (kept) return kept.ids.slice(0, ALTERNATIVES);
    if (!this.distribution || !this.run) return [];
    const top = Array.from(topIndices(this.distribution, ALTERNATIVES));
    const written = this.run.written[this.choiceStep].id;
    return top.includes(written) ? top : [...top.slice(0, -1), written];
  });

  /** Whether the choice of that step has been made by the frame on show. */
  readonly isChosen = $derived.by(
    () =>
      this.step !== null && this.frame.index >= this.frames.of('decoder.choose', 'token', this.choiceStep),
  );

  /** Written tokens by the frame on show. */
  readonly writtenCount = $derived.by(() =>
    this.run
      ? this.frames.made(
          this.frame,
          this.frames.decoder[this.frames.decoder.length - 1],
          'token',
          this.run.written.length,
        )
      : 0,
  );

  readonly sureness: readonly number[] = $derived.by(() =>
    this.run && (this.run.likeliest || this.run.tensors.logits) ? writtenProbabilities(this.run) : [],
  );

  readonly forced: ReadonlySet<number> = $derived.by(
    () => new Set(readChoices(this.run?.choices ?? '').map(({ step }) => step)),
  );

  /** Goes to a frame; `zoom` opens its block. */
  go(frame: number, zoom = this.controls.get('open')): void {
    this.timeline.pause();
    this.hovered = null;
    this.controls.assign({
      frame: Math.min(frame, this.lastFrame),
      open: zoom,
      cellRow: null,
      cellCol: null,
    });
  }

  /** Goes to a block in the pass at work, opening it; the decoder's first pass while the encoder reads. */
  enter(block: Block): void {
    this.go(this.frames.of(block.id, 'first', this.step ?? 0), true);
  }

  /** Goes to another stage of the block at work. */
  toStage(stage: StageId): void {
    this.go(this.frames.of(this.frame.block.id, stage, this.step ?? 0), true);
  }

  /** Goes to the same place in another layer. */
  toLayer(layer: number): void {
    const { id } = this.frame.block;
    this.go(this.frames.of(id.replace(/\.\d+\./, `.${layer}.`), this.frame.stage, this.step ?? 0));
  }

  /** Puts a token in place of the written one at a step; what stood behind it is written anew. */
  choose(step: number, id: number): void {
    const { run } = this;
    if (!run?.live || run.written[step]?.id === id) return;
    this.timeline.pause();
    this.controls.assign({
      choices: writeChoices(withChoice(readChoices(run.choices), { step, id })),
      frame: this.frames.of('decoder.choose', 'token', step),
      cellRow: null,
      cellCol: null,
    });
  }

  /** Lets the model choose again at every step. */
  unchoose(): void {
    this.controls.assign({ choices: '' });
  }

  openCell(row: number, col: number): void {
    this.controls.assign({ cellRow: row + 1, cellCol: col + 1 });
  }

  pin(): void {
    const { prompt, choices } = this.controls.values;
    this.controls.assign({ pin: true, pinPrompt: prompt, pinChoices: choices });
  }

  unpin(): void {
    this.controls.assign({ pin: false, pinPrompt: '', pinChoices: '' });
  }
}

/** Euclidean length of row `row` of a table with `cols` columns. */
export function vectorLength(values: ArrayLike<number>, row: number, cols: number): number {
  let sum = 0;
  for (let c = row * cols; c < (row + 1) * cols; c++) sum += values[c] ** 2;
  return Math.sqrt(sum);
}

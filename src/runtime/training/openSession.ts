import type { Capacity } from '../../math/training/decoderPlan';
import type { AdapterShape, DecoderShape } from '../../math/training/decoderShape';
import type { Kernels } from '../../math/training/kernels';
import { RuntimeError } from '../protocol';
import { adapterScale, defaultAdapter, defaultCharacters } from './defaults';
import type { SessionInfo, TrainingBase } from './protocol';
import { SessionHost, type SessionText } from './sessionHost';
import { alphabetOf, characterCoder, type TextCoder } from './textCoder';
import { TrainingModel } from './trainingModel';

/** A shipped decoder as the engine reads it. */
export interface BaseModel {
  readonly shape: DecoderShape;
  readonly coder: TextCoder;
  /** The numbers of one named weight; throws RuntimeError 'model-corrupt'. */
  readonly read: (name: string, count: number) => ArrayLike<number>;
}

/** Where sessions get their weights, kernels and clock. */
export interface TrainingSource {
  /** A shipped decoder by name; throws RuntimeError. */
  readonly model: (name: string, onBytes: (loaded: number, total: number) => void) => Promise<BaseModel>;
  /** Kernels over a heap of so many numbers; throws when that memory can't be had. */
  readonly kernels: () => Promise<(count: number) => Kernels>;
  readonly now: () => number;
  /** Lets waiting messages in between two steps. */
  readonly breathe: () => Promise<void>;
}

/** Longest prompt and answer of a shipped model here: its window is longer, but memory and time are a phone's. */
const ROW = 96;
const BATCH = 16;
const SCORED = 1024;
/** A character model's text, and how much of its end is held out. */
const LEAST_TEXT = 40;
const MOST_TEXT = 2_000_000;
const HELD_OUT = 0.1;

function outOfMemory(error: unknown): RuntimeError {
  if (error instanceof RuntimeError) return error;
  return new RuntimeError('out-of-memory', error instanceof Error ? error.message : String(error));
}

async function makeModel(
  source: TrainingSource,
  shape: DecoderShape,
  adapter: AdapterShape | null,
  capacity: Capacity,
): Promise<TrainingModel> {
  const kernels = await source.kernels();
  try {
    return new TrainingModel(shape, adapter, capacity, kernels);
  } catch (error) {
    if (error instanceof RangeError && /must|sits|come in/.test(error.message))
      throw new RuntimeError('bad-request', error.message);
    throw outOfMemory(error);
  }
}

function infoOf(
  base: string,
  model: TrainingModel,
  rest: Pick<SessionInfo, 'characters' | 'trainCharacters' | 'heldOutCharacters'>,
): SessionInfo {
  const { shape, plan, kernels } = model;
  return {
    base,
    layers: shape.layers,
    heads: shape.heads,
    width: shape.width,
    vocabulary: shape.vocabulary,
    window: plan.capacity.length,
    parameters: model.parameters,
    trained: model.actorBlock.count,
    trainedLayers: plan.trained.length,
    trunkLayers: plan.firstTrained,
    ...rest,
    kernels: kernels.name,
    heapBytes: kernels.heap.byteLength,
  };
}

/** Opens a session: reads or draws the weights and takes all memory. Throws RuntimeError. */
export async function openSession(
  source: TrainingSource,
  base: TrainingBase,
  onBytes: (loaded: number, total: number) => void,
): Promise<SessionHost> {
  if (base.kind === 'characters') return openCharacters(source, base);
  const { shape, coder, read } = await source.model(base.model, onBytes);
  const choice = { ...defaultAdapter, ...base.adapter };
  const length = Math.min(ROW, shape.window);
  const capacity = { tokens: BATCH * length, length, batch: BATCH, scored: SCORED, cached: BATCH };
  const model = await makeModel(source, shape, { ...choice, scale: adapterScale }, capacity);
  model.fillBase(read);
  const info = infoOf(base.model, model, { characters: null, trainCharacters: 0, heldOutCharacters: 0 });
  return new SessionHost(info, { model, coder, now: source.now }, null);
}

async function openCharacters(
  source: TrainingSource,
  { text, shape: wanted, seed = 1 }: Extract<TrainingBase, { kind: 'characters' }>,
): Promise<SessionHost> {
  const { layers, width, heads, window } = { ...defaultCharacters, ...wanted };
  const plain = text.slice(0, MOST_TEXT).replace(/\r\n?/g, '\n');
  const characters = alphabetOf(plain);
  const coder = characterCoder(characters);
  const tokens = Int32Array.from(coder.encode(plain));
  if (tokens.length < LEAST_TEXT)
    throw new RuntimeError('bad-request', `a text of ${tokens.length} characters is too short to learn from`);
  const cut = Math.floor(tokens.length * (1 - HELD_OUT));
  const sessionText: SessionText = { train: tokens.slice(0, cut), heldOut: tokens.slice(cut) };
  const shape: DecoderShape = {
    layers,
    heads,
    width,
    // Two thirds of four times the width, as SwiGLU has three matrices for two (Shazeer 2020), in eights.
    hidden: Math.ceil((width * 8) / 3 / 8) * 8,
    vocabulary: characters.length + 1,
    window,
    rotaryBase: 10_000,
    normEpsilon: 1e-5,
  };
  const capacity = {
    tokens: BATCH * window,
    length: window,
    batch: BATCH,
    scored: BATCH * window,
    cached: BATCH,
  };
  const model = await makeModel(source, shape, null, capacity);
  model.drawBase(seed);
  const info = infoOf('characters', model, {
    characters: characters.join(''),
    trainCharacters: sessionText.train.length,
    heldOutCharacters: sessionText.heldOut.length,
  });
  return new SessionHost(info, { model, coder, now: source.now }, sessionText);
}

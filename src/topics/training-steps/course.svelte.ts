import type { SessionInfo, StepEvent, TrainingBase, TunePair } from '../../runtime/training';
import type { TrainingDesk } from '../../state/trainingDesk.svelte';

/** What a character model is made from. */
export interface CourseRecipe {
  readonly text: string;
  readonly seed: number;
  readonly learningRate: number;
}

/** A text the model wrote after so many steps, always from the same seed. */
export interface CourseSample {
  readonly step: number;
  readonly text: string;
}

/** Losses of one step, nats a character (tuning: a scored character). */
export interface CoursePoint {
  readonly step: number;
  readonly loss: number;
  readonly heldOutLoss: number | null;
}

/** After these steps a sample is taken: often at first, when most changes. */
export const sampledSteps = [0, 10, 25, 50, 100, 200, 400, 700, 1000] as const;

/** Steps pretraining and tuning go on for. */
export const PRETRAIN_STEPS = 1000;
export const TUNE_STEPS = 120;

const SAMPLE_LENGTH = 110;
const ANSWER_LENGTH = 36;
const SHORTEST = 200;

/** The pairs of a field with a line each, `question | answer`; lines without both are left out and counted. */
export function pairsOf(field: string): { pairs: TunePair[]; unusable: number } {
  const lines = field.split('\n').filter((line) => line.trim() !== '');
  const pairs = lines
    .map((line) => line.split(/[|｜]/))
    .filter((parts) => parts.length === 2 && parts.every((part) => part.trim() !== ''))
    .map(([question, answer]) => ({ prompt: askedText(question), answer: answer.trim() }));
  return { pairs, unusable: lines.length - pairs.length };
}

/** How a question is put to the character model: on a line of its own. */
export function askedText(question: string): string {
  return `${question.trim()}\n`;
}

/**
 * A small character model's course in this page: pretrained on a text, then tuned on pairs. Everything it learned lives
 * at the desk; here is what it wrote on the way. It outlives the panel that made it, so what follows from its state is
 * read through getters: a derived value would end with the component it was made in.
 */
export class Course {
  readonly desk: TrainingDesk;
  samples: readonly CourseSample[] = $state.raw([]);
  /** The whole pretraining curve, kept while it is tuned. */
  pretrained: readonly CoursePoint[] = $state.raw([]);
  tuned: readonly CoursePoint[] = $state.raw([]);
  /** The pair of the last tuning step, its scored characters marked. */
  pair: Extract<StepEvent, { kind: 'tune' }>['pair'] | null = $state.raw(null);
  answers: { readonly before: string | null; readonly after: string | null } = $state.raw({
    before: null,
    after: null,
  });
  /** What it was made from; null before the first start. */
  recipe: CourseRecipe | null = $state.raw(null);
  #info: SessionInfo | null = $state.raw(null);
  /** One request at a time: the next begins when the last has ended. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(desk: TrainingDesk) {
    this.desk = desk;
  }

  get info(): SessionInfo | null {
    return this.desk.info ?? this.#info;
  }

  get steps() {
    return this.pretrained.at(-1)?.step ?? 0;
  }
  get tuneSteps() {
    return this.tuned.at(-1)?.step ?? 0;
  }

  /** Whether a model is there and was made from this text and seed. */
  madeFrom(recipe: CourseRecipe): boolean {
    return this.recipe !== null && this.recipe.text === recipe.text && this.recipe.seed === recipe.seed;
  }

  /** Too short to set a tenth aside and still learn from the rest. */
  tooShort(text: string): boolean {
    return [...text].length < SHORTEST;
  }

  get shortest(): number {
    return SHORTEST;
  }

  /** Makes a fresh model for the recipe, paused before its first step. True when it is there. */
  async prepare(recipe: CourseRecipe, restore?: Uint8Array<ArrayBuffer>): Promise<boolean> {
    this.recipe = recipe;
    [this.samples, this.pretrained, this.tuned, this.pair] = [[], [], [], null];
    this.answers = { before: null, after: null };
    const base: TrainingBase = { kind: 'characters', text: recipe.text, seed: recipe.seed };
    if (!(await this.desk.open(base, restore))) return false;
    this.#info = this.desk.info;
    return this.#beginPretraining(recipe);
  }

  async #beginPretraining(recipe: CourseRecipe): Promise<boolean> {
    const begun = await this.desk.begin(
      {
        kind: 'pretrain',
        settings: { learningRate: recipe.learningRate, seed: recipe.seed, evaluateEvery: 10 },
      },
      { onStep: (event) => this.#pretrainStep(event) },
    );
    if (begun) await this.#sampleAt(0);
    return begun;
  }

  /** Goes on pretraining; makes the model first where there is none for this text and seed. */
  async pretrain(recipe: CourseRecipe, once = false): Promise<void> {
    if (!this.madeFrom(recipe) || this.desk.status !== 'ready' || this.desk.task !== 'pretrain')
      if (!(await this.prepare(recipe))) return;
    await this.desk.change({ learningRate: recipe.learningRate });
    if (once) await this.desk.step();
    else this.desk.start(PRETRAIN_STEPS);
  }

  /** Takes over a saved model; its curve starts anew. False when the file was refused: then what was there is made afresh. */
  async restore(recipe: CourseRecipe, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    if (await this.prepare(recipe, bytes)) return true;
    await this.prepare(recipe);
    return false;
  }

  /** Back to the untrained model. */
  async resetPretraining(recipe: CourseRecipe): Promise<void> {
    await this.desk.pause();
    await this.prepare(recipe);
  }

  /** Tunes on pairs; the answer of the model before its first tuning step is kept. */
  async tune(pairs: readonly TunePair[], question: string, seed: number, once = false): Promise<void> {
    if (this.desk.task !== 'tune') {
      await this.desk.pause();
      this.tuned = [];
      this.answers = { before: await this.answer(question, seed), after: null };
      const begun = await this.desk.begin(
        {
          kind: 'tune',
          pairs: [...pairs],
          settings: { batch: Math.min(8, pairs.length), seed, evaluateEvery: 0 },
        },
        { onStep: (event) => this.#tuneStep(event, question, seed) },
      );
      if (!begun) return;
    }
    if (once) await this.desk.step();
    else this.desk.start(TUNE_STEPS);
  }

  async resetTuning(): Promise<void> {
    await this.desk.pause();
    await this.desk.reset();
    this.tuned = [];
    this.pair = null;
    this.answers = { ...this.answers, after: null };
  }

  /** What the model answers to a question, up to the end of the line. */
  async answer(question: string, seed: number): Promise<string | null> {
    const samples = await this.desk.ask((session) =>
      session.sample({ prompt: askedText(question), maxTokens: ANSWER_LENGTH, temperature: 0.3, seed }),
    );
    return samples?.[0]?.text ?? null;
  }

  /** Asks the model as it now stands. */
  async askAgain(question: string, seed: number): Promise<void> {
    const text = await this.answer(question, seed);
    this.answers = this.tuneSteps > 0 ? { ...this.answers, after: text } : { before: text, after: null };
  }

  #pretrainStep(event: StepEvent): void {
    if (event.kind !== 'pretrain') return;
    const { step, loss, heldOutLoss } = event;
    this.pretrained = [...this.pretrained, { step, loss, heldOutLoss }];
    if ((sampledSteps as readonly number[]).includes(step)) void this.#sampleAt(step);
  }

  #tuneStep(event: StepEvent, question: string, seed: number): void {
    if (event.kind !== 'tune') return;
    const { step, loss, heldOutLoss } = event;
    this.tuned = [...this.tuned, { step, loss, heldOutLoss }];
    this.pair = event.pair;
    if (step % 10 === 0 || step === 1) this.#queue = this.#queue.then(() => this.askAgain(question, seed));
  }

  async #sampleAt(step: number): Promise<void> {
    const { recipe } = this;
    if (!recipe) return;
    const take = this.#queue.then(async () => {
      const [first] = recipe.text.trimStart();
      const samples = await this.desk.ask((session) =>
        session.sample({
          prompt: first,
          maxTokens: SAMPLE_LENGTH,
          temperature: 0.7,
          seed: recipe.seed,
        }),
      );
      const text = samples?.[0]?.text;
      if (text !== undefined && this.recipe === recipe)
        this.samples = [...this.samples, { step, text: first + text }].sort((a, b) => a.step - b.step);
    });
    this.#queue = take;
    await take;
  }
}

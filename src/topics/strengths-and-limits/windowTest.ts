import type { ModelHandle } from '../../state/model.svelte';
import type { Run } from './measured.svelte';
import { Reader } from './reader';

/** The reader's own fact, filler and question. */
export interface WindowRecipe {
  readonly fact: string;
  readonly filler: string;
  readonly question: string;
  readonly answer: string;
  /** Tokens the model may read. */
  readonly window: number;
}

/** The answer's probability with the fact some way back. */
export interface Distance {
  /** Tokens between the end of the fact and the answer: filler and question. */
  readonly distance: number;
  /** P(answer) with the fact, of which the window may have cut some or all. */
  readonly told: number;
  /** P(answer) with the fact deleted, the same window. */
  readonly deleted: number;
  /** Nothing of the fact is inside the window. */
  readonly outside: boolean;
}

/** A filler's sentences. */
export function sentencesOf(filler: string): string[] {
  return (filler.match(/[^.!?\n]+[.!?]*/g) ?? []).map((each) => each.trim()).filter((each) => each !== '');
}

/** Fact, `count` sentences of filler and the question as one text. */
export function textOf({ fact, question }: WindowRecipe, filler: readonly string[], count: number): string {
  return [fact.trim(), ...filler.slice(0, count), question.trim()].filter((part) => part !== '').join(' ');
}

/** Two places on the curve lie at least this many tokens apart. */
const STEP = 8;

/** Asks for the answer with the fact told and deleted, remembering what was read before. */
export class WindowAsker {
  readonly #reader: Reader;
  readonly #asked = new Map<string, number>();

  constructor(model: ModelHandle) {
    this.#reader = new Reader(model);
  }

  /** The end of a text that the model gets to read when its window is `window` tokens. */
  async cut(text: string, window: number, answer: readonly number[]): Promise<readonly number[]> {
    const room = Math.min(window, this.#reader.window - answer.length);
    return (await this.#reader.ids(text)).slice(-Math.max(1, room));
  }

  async #probability(
    ids: readonly number[],
    answer: readonly number[],
    signal: AbortSignal,
  ): Promise<number> {
    const key = `${ids.join()}|${answer.join()}`;
    let p = this.#asked.get(key);
    if (p === undefined) {
      const nats = await this.#reader.logProbability(ids, answer, signal);
      p = nats === null ? NaN : Math.exp(nats);
      this.#asked.set(key, p);
    }
    return p;
  }

  /** One place of the curve. */
  async at(
    recipe: WindowRecipe,
    filler: readonly string[],
    count: number,
    signal: AbortSignal,
  ): Promise<Distance> {
    const answer = await this.#reader.ids(` ${recipe.answer.trim()}`);
    const told = textOf(recipe, filler, count);
    const deleted = textOf({ ...recipe, fact: '' }, filler, count);
    const whole = (await this.#reader.ids(told)).length;
    const distance = whole - (await this.#reader.ids(recipe.fact.trim())).length;
    const read = await this.cut(told, recipe.window, answer);
    return {
      distance,
      told: await this.#probability(read, answer, signal),
      deleted: await this.#probability(await this.cut(deleted, recipe.window, answer), answer, signal),
      outside: read.length <= distance,
    };
  }

  /** How many tokens the filler's first sentences and the question take, for every number of sentences. */
  async distances(recipe: WindowRecipe, filler: readonly string[]): Promise<number[]> {
    const fact = (await this.#reader.ids(recipe.fact.trim())).length;
    const lengths: number[] = [];
    for (let count = 0; count <= filler.length; count++)
      lengths.push((await this.#reader.ids(textOf(recipe, filler, count))).length - fact);
    return lengths;
  }

  /** The curve: the fact further and further back, as long as the filler lasts. */
  async curve(recipe: WindowRecipe, run: Run<readonly Distance[]>): Promise<readonly Distance[]> {
    if (recipe.answer.trim() === '' || recipe.fact.trim() === '') return [];
    const filler = sentencesOf(recipe.filler);
    const lengths = await this.distances(recipe, filler);
    const points: Distance[] = [];
    let last = -Infinity;
    for (const [count, length] of lengths.entries()) {
      if (run.signal.aborted) break;
      if (length - last < STEP || length > 2 * this.#reader.window) continue;
      last = length;
      points.push(await this.at(recipe, filler, count, run.signal));
      run.report([...points]);
    }
    return points;
  }
}

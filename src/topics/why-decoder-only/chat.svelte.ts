import type { GeneratedToken, Token } from '../../runtime/protocol';
import { languageRead } from '../../state/modelLanguage';
import type { ModelHandle } from '../../state/model.svelte';
import { REPLY } from './controls';
import { flopsOf } from './costs';

/** One turn: what was said, what the model added, and what reading it took. */
export interface Turn {
  readonly said: readonly Token[];
  readonly reply: readonly GeneratedToken[];
  /** Tokens of the whole text when the model begins its reply: what is read without reuse. */
  readonly whole: number;
  /** Tokens whose keys and values are already there from earlier turns. */
  readonly kept: number;
  /** Forward FLOPs of reading the whole text, and of reading only what is new behind the kept prefix. */
  readonly wholeFlops: number;
  readonly freshFlops: number;
  /** Measured time to the reply's first token, the whole text read again, milliseconds; null before it is there. */
  readonly firstMs: number | null;
}

/** What a conversation is made with. */
export interface ChatRecipe {
  /** One entry a turn. */
  readonly said: readonly string[];
  readonly temperature: number;
  readonly seed: number;
}

/** The turns of a text: its lines that are not blank. */
export function turnsOf(said: string): string[] {
  return said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/**
 * A conversation that is one growing text: the reader's turn is appended, the model continues, and so on. Ids are
 * appended, never split anew, so that the earlier text stays a prefix to the token.
 */
export class Chat {
  turns: readonly Turn[] = $state.raw([]);
  running: boolean = $state(false);
  complete: boolean = $state(false);
  /** The window had no room for a further turn. */
  full: boolean = $state(false);
  #key = '';
  #abort: AbortController | null = null;
  readonly #model: ModelHandle;

  constructor(model: ModelHandle) {
    this.#model = model;
  }

  /** Holds the conversation, unless this very one has been held or is going on. Never throws: a failed call becomes the model's error. */
  async hold(recipe: ChatRecipe): Promise<void> {
    const key = JSON.stringify([recipe, this.#model.restarts]);
    if (this.#model.status !== 'ready' || (key === this.#key && (this.running || this.complete))) return;
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    this.#key = key;
    [this.turns, this.complete, this.full] = [[], false, false];
    this.running = true;
    try {
      await this.#takeTurns(recipe, abort.signal);
      if (!abort.signal.aborted) this.complete = true;
    } catch (error) {
      if (!abort.signal.aborted) this.#model.fail(error);
    } finally {
      if (this.#abort === abort) this.running = false;
    }
  }

  /** Gives up what is still to be said; what is there stays. */
  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.running = false;
  }

  async #takeTurns({ said, temperature, seed }: ChatRecipe, signal: AbortSignal): Promise<void> {
    const { client, name } = this.#model;
    const info = this.#model.info!;
    // Chinese sentences follow one another without a space.
    const between = languageRead(name) === 'zh' ? '' : ' ';
    const text: number[] = [];
    let kept = 0;
    for (const [index, line] of said.entries()) {
      const tokens = await client.tokenize(name, index === 0 ? line : between + line);
      if (signal.aborted) return;
      if (text.length + tokens.length + REPLY > info.window) {
        this.full = true;
        return;
      }
      text.push(...tokens.map((token) => token.id));
      const whole = text.length;
      const turn = {
        said: tokens,
        whole,
        kept,
        wholeFlops: flopsOf(info, whole, 0),
        freshFlops: flopsOf(info, whole - kept, kept),
      };
      const reply: GeneratedToken[] = [];
      const show = () => {
        const firstMs = reply[0]?.durationMs ?? null;
        const spoken = reply.filter(({ id }) => id !== info.endOfTextId);
        this.turns = [...this.turns.slice(0, index), { ...turn, reply: spoken, firstMs }];
      };
      show();
      await client.generate(
        { model: name, ids: [...text], maxTokens: REPLY, sampling: { temperature }, seed, cache: true },
        (token) => {
          if (signal.aborted) return;
          reply.push(token);
          show();
        },
        { signal },
      );
      if (signal.aborted) return;
      // The last drawn token has not run through the graph: it has no key and value yet.
      const read = whole + Math.max(0, reply.length - 1);
      text.push(...reply.filter(({ id }) => id !== info.endOfTextId).map(({ id }) => id));
      kept = Math.min(read, text.length);
    }
  }
}

import type { GeneratedToken } from '../../runtime/protocol';
import type { ModelHandle } from '../../state/model.svelte';
import { WRITTEN } from './controls';
import type { Run } from './measured.svelte';
import { Reader } from './reader';

/** The prompt an instruction-tuned model of ours was trained on, sent to the base model word for word as well. */
export function instructionPrompt(ask: string): string {
  return `Instruction: ${ask.replace(/\s+/g, ' ').trim()}\nAnswer:`;
}

/** Tokens the tuned model may answer with. */
const ANSWER_ROOM = 96;

/** The reader's prompt and what the model wrote after it. */
export interface Written {
  readonly prompt: string;
  /** Tokens read: the last of the prompt that leave room for what is written. */
  readonly given: readonly { readonly id: number; readonly text: string }[];
  readonly drawn: readonly GeneratedToken[];
}

/** Writes on from any prompt; an empty one gives nothing. */
export async function writeOn(
  model: ModelHandle,
  { prompt, T, seed }: { prompt: string; T: number; seed: number },
  { signal, report }: Run<Written>,
): Promise<Written> {
  const reader = new Reader(model);
  const tokens = await reader.tokens(prompt);
  const given = tokens.slice(-Math.max(1, reader.window - WRITTEN));
  const made = (drawn: readonly GeneratedToken[]): Written => ({ prompt, given, drawn });
  if (given.length === 0) return made([]);
  const ids = given.map((token) => token.id);
  const options = { maxTokens: WRITTEN, temperature: T, seed };
  return made(
    await reader.write(ids, options, { signal, ontoken: (drawn) => !signal.aborted && report(made(drawn)) }),
  );
}

/** One instruction, two models, the same prompt. */
export interface Duel {
  readonly ask: string;
  readonly base: readonly GeneratedToken[];
  readonly tuned: readonly GeneratedToken[];
}

/** Both models' likeliest answer (greedy) to the same prompt; an empty instruction gives none. */
export async function answerBoth(
  base: ModelHandle,
  tuned: ModelHandle,
  ask: string,
  { signal, report }: Run<Duel>,
): Promise<Duel> {
  let duel: Duel = { ask, base: [], tuned: [] };
  if (ask.trim() === '') return duel;
  for (const [side, model] of [
    ['tuned', tuned],
    ['base', base],
  ] as const) {
    const reader = new Reader(model);
    const window = model.info?.window ?? reader.window;
    const ids = (await reader.ids(instructionPrompt(ask))).slice(-(window - ANSWER_ROOM));
    const ontoken = (drawn: readonly GeneratedToken[]) => report((duel = { ...duel, [side]: drawn }));
    const options = { maxTokens: ANSWER_ROOM, temperature: 0, seed: 1 };
    duel = { ...duel, [side]: await reader.write(ids, options, { signal, ontoken }) };
  }
  return duel;
}

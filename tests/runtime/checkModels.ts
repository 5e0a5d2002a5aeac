import { existsSync, readFileSync } from 'node:fs';
import type { ModelHost } from '../../src/runtime/modelHost';
import { withEnd } from '../../src/runtime/seq2seq';
import { follows, type InstructionRule } from './instructionRule';
import { modelsFolder } from './nodeHost';

interface Bar {
  readonly bar: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Where the card's scores have the number for these very questions. */
  readonly card?: string;
  /** A model that is asked the same for comparison. */
  readonly untuned?: { readonly model: string; readonly atMost: number };
}
/** One bar with the questions that decide it; training/checks/questions.py writes them. */
export type Check = Bar &
  (
    | { readonly kind: 'answer'; readonly items: readonly (readonly [prompt: string, answer: string])[] }
    /** Right when the first of the cities that the model names within 16 tokens is the capital asked for. */
    | {
        readonly kind: 'city';
        readonly cities: readonly string[];
        readonly items: readonly (readonly [prompt: string, capital: string])[];
      }
    | {
        readonly kind: 'instruction';
        readonly items: readonly (readonly [prompt: string, rule: InstructionRule])[];
      }
    | {
        readonly kind: 'pair';
        readonly items: readonly (readonly [prompt: string, chosen: string, rejected: string])[];
      }
    | { readonly kind: 'translation'; readonly items: readonly (readonly [text: string, wanted: string])[] }
  );

/** What a check found: the share of right answers, whether the bar holds, and the card's number if it has one. */
export interface Finding {
  readonly model: string;
  readonly bar: string;
  readonly share: number;
  readonly asked: number;
  readonly wanted: string;
  readonly met: boolean;
  readonly card?: number;
}

const folder = new URL('../bars/', import.meta.url);
/** Models that ship and have questions. */
export const checkedModels = ['story', 'story-chat', 'reward', 'translate', 'text-zh'].filter((model) =>
  existsSync(`${modelsFolder}${model}/card.json`),
);
export const checksOf = (model: string): readonly Check[] =>
  JSON.parse(readFileSync(new URL(`${model}.json`, folder), 'utf8')) as Check[];

const idsOf = async (host: ModelHost, model: string, text: string) =>
  (await host.tokenize(model, text)).map((token) => token.id);

/** Whether greedy decoding over the whole vocabulary goes on with exactly the answer's tokens. */
async function answers(host: ModelHost, model: string, prompt: string, answer: string): Promise<boolean> {
  const wanted = await idsOf(host, model, answer);
  const asked = await idsOf(host, model, prompt);
  const { info } = await host.open(model);
  const ids = [...asked, ...wanted].slice(-info.window);
  const { tensors } = await host.trace({ model, ids, outputs: ['logits'] });
  const V = info.vocabulary;
  const best = (row: number) => {
    const logits = tensors.logits.data.subarray(row * V, (row + 1) * V);
    return logits.reduce((top, value, id) => (value > logits[top] ? id : top), 0);
  };
  return wanted.every((id, k) => best(ids.length - wanted.length - 1 + k) === id);
}

async function namesFirst(
  host: ModelHost,
  model: string,
  cities: readonly string[],
  [prompt, capital]: readonly [string, string],
): Promise<boolean> {
  const ids = await idsOf(host, model, prompt);
  const said: string[] = [];
  await host.generate(
    { model, ids, maxTokens: 16, sampling: { temperature: 0 }, seed: 1, cache: true },
    (token) => said.push(token.text),
    () => false,
  );
  const text = said.join('');
  const named = cities
    .map((city) => ({ city, at: text.indexOf(city) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at || b.city.length - a.city.length);
  return named[0]?.city === capital;
}

async function obeys(host: ModelHost, model: string, prompt: string, rule: InstructionRule) {
  const ids = await idsOf(host, model, prompt);
  const { info } = await host.open(model);
  const drawn: { id: number; text: string }[] = [];
  await host.generate(
    { model, ids, maxTokens: info.window - ids.length, sampling: { temperature: 0 }, seed: 1, cache: true },
    (token) => drawn.push(token),
    () => false,
  );
  const ended = drawn.at(-1)?.id === info.endOfTextId;
  const text = drawn.filter(({ id }) => id !== info.endOfTextId).map((token) => token.text);
  return ended && follows(rule, text.join(''));
}

async function scoreOf(host: ModelHost, model: string, prompt: string, answer: string): Promise<number> {
  const { info } = await host.open(model);
  const ids = [
    ...(await idsOf(host, model, prompt)),
    ...(await idsOf(host, model, ` ${answer}`)),
    info.endOfTextId,
  ];
  return (await host.trace({ model, ids, outputs: ['reward'] })).tensors.reward.data.at(-1)!;
}

async function translates(host: ModelHost, model: string, text: string, wanted: string): Promise<boolean> {
  const { info } = await host.open(model);
  const sourceIds = withEnd(info, await idsOf(host, model, text));
  const found: string[] = [];
  await host.translate(
    { model, sourceIds, maxTokens: info.window, cache: true },
    (token) => found.push(token.text),
    () => false,
  );
  return found.join('').replace(/<[^>]*>$/, '') === wanted;
}

async function isRight(host: ModelHost, model: string, check: Check, index: number): Promise<boolean> {
  switch (check.kind) {
    case 'answer':
      return answers(host, model, ...check.items[index]);
    case 'city':
      return namesFirst(host, model, check.cities, check.items[index]);
    case 'instruction':
      return obeys(host, model, ...check.items[index]);
    case 'translation':
      return translates(host, model, ...check.items[index]);
    case 'pair': {
      const [prompt, chosen, rejected] = check.items[index];
      return (await scoreOf(host, model, prompt, chosen)) > (await scoreOf(host, model, prompt, rejected));
    }
  }
}

function cardNumber(model: string, path: string): number | undefined {
  const { scores } = JSON.parse(readFileSync(`${modelsFolder}${model}/card.json`, 'utf8')) as {
    scores: unknown;
  };
  const found = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], scores);
  return typeof found === 'number' ? found : undefined;
}

/** Asks the shipped model every question of one check (or every `step`-th) in the runtime of the page. */
export async function runCheck(host: ModelHost, model: string, check: Check, step = 1): Promise<Finding> {
  let right = 0;
  let asked = 0;
  for (let index = 0; index < check.items.length; index += step) {
    right += Number(await isRight(host, model, check, index));
    asked += 1;
  }
  const share = right / asked;
  const { atLeast = 0, atMost = 1 } = check;
  return {
    model,
    bar: check.bar,
    share,
    asked,
    wanted: check.atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`,
    met: share >= atLeast && share <= atMost,
    ...(check.card ? { card: cardNumber(model, check.card) } : {}),
  };
}

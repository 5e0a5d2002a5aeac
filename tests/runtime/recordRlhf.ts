import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseCatalogue } from '../../src/runtime/catalogue';
import type { PreferencePair, StepEvent, TrainingSession, TrainingTask } from '../../src/runtime/training';
import { controls, free, leashed, RATES, type Source } from '../../src/topics/rlhf/controls';
import {
  ANSWER_TOKENS,
  JUDGE_STEPS,
  MEASURE_EVERY,
  measureRequest,
  POLICY_STEPS,
  REWARD_STEPS,
  taskOf,
  type PolicyData,
  type PolicySettings,
} from '../../src/topics/rlhf/policyTask';
import { askedPrompts, MEASURED, pairsOf, preferenceSet } from '../../src/topics/rlhf/preferences';
import type { StoredRlhfFile } from '../../src/topics/rlhf/storedFile';
import { localTrainingClient } from './localTraining';
import { modelsFolder } from './nodeHost';
import { diskTraining } from './trainingSource';

const path = (below: string) => fileURLToPath(new URL(`../../static/${below}`, import.meta.url));

/** Where the preference page's stored runs lie. */
export const storedRlhfPath = path('runs/rlhf.json');

const bare = ({ prompt, chosen, rejected }: PreferencePair) => ({ prompt, chosen, rejected });

/** The start model of the page: the chat model where it ships. */
export function startModel(): string {
  const rows = parseCatalogue(readFileSync(`${modelsFolder}index.json`, 'utf8'));
  return rows.some((row) => row.name === 'story-chat') ? 'story-chat' : 'story';
}

/** What the page learns from by default. */
export function boardData(
  source: Source = controls.source.default,
): PolicyData & { readonly judge: readonly PreferencePair[]; readonly all: readonly PreferencePair[] } {
  const set = preferenceSet(JSON.parse(readFileSync(path('data/preferences.json'), 'utf8')))!;
  return {
    pairs: pairsOf(source, set.train).map(bare),
    heldOut: pairsOf(source, set.heldOut).map(bare),
    all: set.heldOut.map(bare),
    judge: set.judge.map(bare),
    prompts: askedPrompts(set.train),
    measured: askedPrompts(set.heldOut).slice(0, MEASURED),
  };
}

/** The first comparison as a reader without clicks would get it. */
export async function firstComparison(
  session: TrainingSession,
  prompts: readonly string[],
): Promise<StoredRlhfFile['comparisons'][number]> {
  const draw = async (seed: number) => {
    const [sample] = await session.sample({
      prompt: prompts[0],
      role: 'reference',
      maxTokens: ANSWER_TOKENS,
      temperature: 1,
      seed,
    });
    return ` ${sample.text.trim()}`;
  };
  return { prompt: prompts[0], a: await draw(1), b: await draw(2) };
}

async function run(
  session: TrainingSession,
  task: TrainingTask,
  steps: number,
  after: (event: StepEvent) => Promise<void> | void,
): Promise<void> {
  const going = await session.begin(task);
  for (let step = 0; step < steps; step++) await after(await going.step());
}

/** The runs that are kept: with the leash, without it, DPO and GRPO, all from one seed. */
export function recordedSettings(seed = controls.seed.default): PolicySettings[] {
  const { epsilon, lambda, epochs } = controls;
  const shared = { epsilon: epsilon.default, lambda: lambda.default, epochs: epochs.default, seed };
  const ppo = ({ rate: learningRate, ...rest }: typeof free | typeof leashed): PolicySettings => ({
    method: 'ppo',
    learningRate,
    ...rest,
    seed,
  });
  return [
    ppo(leashed),
    ppo(free),
    { method: 'dpo', beta: 0.1, learningRate: RATES.dpo, ...shared },
    { method: 'grpo', beta: controls.beta.default, learningRate: RATES.grpo, ...shared },
  ];
}

/** Everything the page would do with its defaults, in Node, on the same engine and the shipped weights. */
export async function recordRlhf(
  seed = controls.seed.default,
  settings: readonly PolicySettings[] = recordedSettings(seed),
  say: (line: string) => void = () => {},
): Promise<StoredRlhfFile> {
  const data = boardData();
  const client = localTrainingClient(diskTraining);
  const session = await client.open({ kind: 'model', model: startModel() });
  const comparisons = [await firstComparison(session, data.prompts)];
  const reward: StoredRlhfFile['reward'][number][] = [];
  const rewardSettings = { batch: 8, evaluateEvery: 10, seed };
  await run(
    session,
    { kind: 'reward', pairs: data.pairs, heldOut: data.heldOut, settings: rewardSettings },
    REWARD_STEPS,
    (event) => {
      if (event.kind === 'reward')
        reward.push({ step: event.step, loss: event.loss, heldOut: event.heldOut });
    },
  );
  let judge = reward.at(-1)!.heldOut!;
  say(`reward model: ${judge.right} of ${judge.of}`);
  await run(
    session,
    {
      kind: 'reward',
      role: 'judge',
      pairs: data.judge,
      heldOut: data.all,
      settings: { seed: seed + 100, evaluateEvery: JUDGE_STEPS },
    },
    JUDGE_STEPS,
    (event) => {
      if (event.kind === 'reward' && event.heldOut) judge = event.heldOut;
    },
  );
  const baseline = await session.measure(measureRequest('reference', data));
  say(`start: reward ${baseline.reward?.mean.toFixed(2)}, ${baseline.bitsPerByte.toFixed(2)} bits a byte`);
  const runs: StoredRlhfFile['runs'][number][] = [];
  for (const each of settings) {
    await session.forget(['actor']);
    const events: StepEvent[] = [];
    const measured: { step: number; measurement: typeof baseline }[] = [];
    await run(session, taskOf(each, data), POLICY_STEPS[each.method], async (event) => {
      events.push(event);
      if (event.step % MEASURE_EVERY === 0)
        measured.push({
          step: event.step,
          measurement: await session.measure(measureRequest('actor', data)),
        });
    });
    const last = measured.at(-1)!.measurement;
    say(
      `${each.method} beta ${each.beta}: reward ${last.reward?.mean.toFixed(2)} ± ${last.reward?.standardError.toFixed(2)}, judge ${last.judge?.mean.toFixed(2)}, KL ${last.kl.exact.toFixed(2)}, ${last.bitsPerByte.toFixed(2)} bits a byte, rep-4 ${last.rep4.toFixed(3)}`,
    );
    runs.push({
      settings: each,
      // The answers of one step are enough to draw; those of all steps would fill the file.
      events: events.map((event, i) =>
        i < events.length - 1 && 'answers' in event ? { ...event, answers: [] } : event,
      ),
      measured: measured.map((point, i) =>
        i < measured.length - 1 ? { ...point, measurement: { ...point.measurement, answers: [] } } : point,
      ),
    });
  }
  session.close();
  return { model: startModel(), reward, judge, baseline, runs, comparisons };
}

/** The file's text: seven digits are what float32 carries. */
export function storedRlhfText(file: StoredRlhfFile): string {
  return `${JSON.stringify(file, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(7)) : value))}\n`;
}

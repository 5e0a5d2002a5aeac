import { createRandom } from '../../math/random';
import { bitsPerByte } from '../../math/losses';
import { distinctN } from '../../math/repetition';
import { readHead } from '../../math/training/scalarHead';
import { rowDivergences, scoreTokens } from '../../math/training/tokenScores';
import { answerPositions, thoseThatFit } from './batchRows';
import type {
  AnswerMeasure,
  KlNumbers,
  Measurement,
  MeasureRequest,
  Role,
  Sample,
  SampleRequest,
  ScoreRequest,
} from './protocol';
import { rollOut, type Rollout } from './rollout';
import { AnswerList } from './tasks/answerBatch';
import { encodeAnswer } from './batchRows';
import { answerText, klNumbers, meanReward } from './tasks/policyNumbers';
import type { TaskContext } from './tasks/taskRun';

/** Seeds of the streams that belong to one request: sample i always draws from the same one. */
function streamSeed(seed: number, index: number): number {
  return seed * 1000 + index;
}

function drawBatch(
  { model, coder }: TaskContext,
  prompts: readonly (readonly number[])[],
  role: Role,
  { maxTokens, temperature = 1, seed }: { maxTokens: number; temperature?: number; seed: number },
  first: number,
): Rollout {
  return rollOut(model, {
    adapter: model.adapterOf(role),
    prompts,
    maxTokens,
    temperature,
    end: coder.end,
    randoms: prompts.map((_, i) => createRandom(streamSeed(seed, first + i))),
  });
}

/** Texts that a role goes on with after a prompt. Throws RuntimeError 'bad-request' when the prompt leaves no room. */
export function drawSamples(context: TaskContext, request: SampleRequest): Sample[] {
  const { coder, model } = context;
  const { prompt, role = 'actor', count = 1 } = request;
  const tokens = coder.encode(prompt);
  if (tokens.length === 0) tokens.push(coder.end);
  thoseThatFit([tokens], ({ length }) => length + 1, model.plan.capacity.length);
  const samples: Sample[] = [];
  const most = model.plan.capacity.cached;
  for (let first = 0; first < count; first += most) {
    const prompts = Array.from({ length: Math.min(most, count - first) }, () => tokens);
    const { rows, ended, logProbabilities } = drawBatch(context, prompts, role, request, first);
    rows.forEach((row, i) => {
      const answer = row.tokens.slice(row.promptLength);
      samples.push({
        text: answerText(answer, coder),
        ended: ended[i],
        tokens: answer.map((id, t) => ({
          id,
          text: coder.texts[id],
          logProbability: logProbabilities[i][t],
        })),
      });
    });
  }
  return samples;
}

/** Scores of whole texts, read at the end token, by the reward model or the judge. */
export function scoreTexts(context: TaskContext, { role, texts }: ScoreRequest): number[] {
  const { model, coder } = context;
  const roles = model.roles!;
  const encoded = texts.map(({ prompt, answer }) => encodeAnswer(coder, prompt, answer));
  for (const { tokens } of encoded)
    thoseThatFit([tokens], ({ length }) => length, model.plan.capacity.length);
  const list = new AnswerList(model, encoded, coder.end);
  return list.batches(encoded.map((_, name) => name)).flatMap((names) => {
    const { ends } = list.places(names, list.run(names, roles.adapters[role]));
    return [...readHead(model.kernels, model.shape.width, roles.heads[role], model.plan.states, ends)];
  });
}

interface MeasuredBatch {
  readonly answers: (AnswerMeasure & {
    readonly nats: number;
    readonly bytes: number;
    readonly tokens: number;
  })[];
  readonly kl: KlNumbers;
  readonly tokens: number;
}

/** Draws a batch of answers and lets every role look at them; the trunk's output is in place from the drawing. */
function measureBatch(
  context: TaskContext,
  request: MeasureRequest,
  prompts: readonly { readonly text: string; readonly tokens: readonly number[] }[],
  first: number,
  trained: { readonly reward: boolean; readonly judge: boolean },
): MeasuredBatch {
  const { model, coder } = context;
  const { pass, kernels, plan } = model;
  const roles = model.roles!;
  const { width, vocabulary } = model.shape;
  const { role = 'actor' } = request;
  const drawn = drawBatch(
    context,
    prompts.map(({ tokens }) => tokens),
    role,
    request,
    first,
  );
  const places = answerPositions(drawn.rows, drawn.length);
  const count = places.positions.length;
  pass.runTop(null);
  const plain = scoreTokens(pass, places);
  pass.runTop(roles.adapters.reference);
  const reference = scoreTokens(pass, places);
  kernels.heap.copyWithin(roles.referenceProbabilities, plan.logits, plan.logits + count * vocabulary);
  pass.runTop(roles.adapters[role]);
  const old = scoreTokens(pass, places);
  const divergences = rowDivergences(kernels, plan.logits, roles.referenceProbabilities, count, vocabulary);
  const scoresOf = (judge: 'reward' | 'judge'): Float64Array | null => {
    if (!trained[judge]) return null;
    pass.runTop(roles.adapters[judge]);
    return readHead(kernels, width, roles.heads[judge], plan.states, places.ends);
  };
  const [scores, judged] = [scoresOf('reward'), scoresOf('judge')];
  const answers = places.spans.map(({ first: from, end }, i) => {
    const tokens = drawn.rows[i].tokens.slice(drawn.rows[i].promptLength);
    const text = answerText(tokens, coder);
    const bytes = new TextEncoder().encode(text).length;
    const sum = (values: Float64Array): number => values.subarray(from, end).reduce((a, b) => a + b, 0);
    // The end token has no bytes: the text alone is weighed.
    const nats = -sum(plain) + (drawn.ended[i] ? plain[end - 1] : 0);
    return {
      prompt: prompts[i].text,
      text,
      ended: drawn.ended[i],
      score: scores?.[i] ?? null,
      judge: judged?.[i] ?? null,
      kl: sum(divergences),
      bitsPerByte: bytes > 0 ? bitsPerByte(nats, bytes) : 0,
      rep4: 1 - distinctN(tokens, 4),
      nats,
      bytes,
      tokens: tokens.length,
    };
  });
  return { answers, kl: klNumbers({ spans: places.spans, old, reference, divergences }), tokens: count };
}

/** Draws answers to prompts from a seed and measures them; null for scores of a role that was never trained. */
export function measureAnswers(
  context: TaskContext,
  request: MeasureRequest,
  trained: { readonly reward: boolean; readonly judge: boolean },
): Measurement {
  const { model, coder } = context;
  const { answersPerPrompt = 1, prompts } = request;
  const fitting = thoseThatFit(
    prompts.map((text) => ({ text, tokens: coder.encode(text) })).filter(({ tokens }) => tokens.length > 0),
    ({ tokens }) => tokens.length + 1,
    model.plan.capacity.length,
  );
  const all = fitting.flatMap((prompt) => Array.from({ length: answersPerPrompt }, () => prompt));
  const { cached, scored } = model.plan.capacity;
  const most = Math.max(1, Math.min(cached, Math.floor(scored / request.maxTokens)));
  const batches: MeasuredBatch[] = [];
  for (let first = 0; first < all.length; first += most)
    batches.push(measureBatch(context, request, all.slice(first, first + most), first, trained));
  const answers = batches.flatMap((batch) => batch.answers);
  const mean = (of: (answer: (typeof answers)[number]) => number): number =>
    answers.reduce((sum, answer) => sum + of(answer), 0) / answers.length;
  const scores = (key: 'score' | 'judge') => meanReward(answers.map((answer) => answer[key] ?? 0));
  const overBatches = (key: 'k1' | 'k3' | 'exact'): number =>
    batches.reduce((sum, batch) => sum + batch.kl[key] * batch.answers.length, 0) / answers.length;
  const exact = overBatches('exact');
  const tokens = batches.reduce((sum, batch) => sum + batch.tokens, 0);
  const bytes = answers.reduce((sum, answer) => sum + answer.bytes, 0);
  return {
    answers: answers.map(({ nats: _nats, bytes: _bytes, tokens: _tokens, ...answer }) => answer),
    reward: trained.reward ? scores('score') : null,
    judge: trained.judge ? scores('judge') : null,
    kl: {
      k1: overBatches('k1'),
      k3: overBatches('k3'),
      exact,
      perToken: (exact * answers.length) / tokens,
    },
    bitsPerByte: bytes > 0 ? bitsPerByte(mean(({ nats }) => nats) * answers.length, bytes) : 0,
    rep4: mean(({ rep4 }) => rep4),
  };
}

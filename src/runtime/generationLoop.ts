import { decodingDistribution } from '../math/decoding';
import { createRandom } from '../math/random';
import { argmax } from '../math/ranking';
import { sampleIndex } from '../math/sampling';
import { softmax } from '../math/softmax';
import { describe, runFailure } from './failures';
import { buildFeeds, cacheNames, emptyPast, type Past } from './feeds';
import type { GraphSession } from './graphSession';
import { checkIds } from './tracePass';
import { RuntimeError, type GeneratedToken, type GenerateRequest, type ModelInfo } from './protocol';

/** What the loop needs besides the graph. */
export interface LoopSurroundings {
  readonly texts: readonly string[];
  /** Lets waiting messages in between two tokens. */
  readonly breathe: () => Promise<void>;
  readonly cancelled: () => boolean;
  readonly onToken: (token: GeneratedToken) => void;
}

/** One draw after `generated` from logits [V]: the id and the two probabilities that the page tells apart. */
function draw(
  logits: Float32Array,
  generated: readonly number[],
  request: GenerateRequest,
  random: ReturnType<typeof createRandom>,
) {
  const settings = { ...request.sampling, ...request.penalties };
  const { final } = decodingDistribution(logits, { prompt: request.ids, generated }, settings); // [V]
  const id = request.likeliest ? argmax(final) : sampleIndex(final, random);
  return { id, modelProbability: softmax(logits)[id], drawnProbability: final[id] };
}

function checkRequest(info: ModelInfo, request: GenerateRequest): void {
  if (info.kind !== 'decoder')
    throw new RuntimeError(
      'bad-request',
      `${info.name} can't write on: it ${info.kind === 'encoder' ? 'fills blanks' : 'translates'}`,
    );
  checkIds(info, request.ids, info.window);
  if (!Number.isInteger(request.maxTokens) || request.maxTokens < 0) {
    throw new RuntimeError('bad-request', `maxTokens must be a whole number, got ${request.maxTokens}`);
  }
}

/**
 * Draws tokens one by one until maxTokens, a stop token or the window's end, each with our own sampling. With the
 * cache only the newest token runs through the graph; without it the whole text does. Throws RuntimeError
 * ('cancelled' between two tokens, 'bad-request' for settings out of range).
 */
export async function generationLoop(
  session: GraphSession,
  info: ModelInfo,
  request: GenerateRequest,
  around: LoopSurroundings,
): Promise<void> {
  checkRequest(info, request);
  const stops = request.stopIds ?? [info.endOfTextId];
  // A graph that was exported without a cache runs the whole text again.
  const cached = request.cache && session.outputNames.includes('present.0.key');
  const names = cached ? cacheNames(info) : [];
  const outputs = ['logits', ...names.map(({ output }) => output)];
  const text = [...request.ids];
  let past: Past = emptyPast(info);
  try {
    const random = createRandom(request.seed);
    for (let index = 0; index < request.maxTokens && text.length < info.window; index++) {
      if (index > 0) await around.breathe();
      if (around.cancelled()) throw new RuntimeError('cancelled', `stopped before token ${index}`);
      const start = performance.now();
      const result = await session.run(
        buildFeeds(session, info, text.slice(past.length), request.interventions, past),
        outputs,
      );
      const logits = result.logits.data.slice(-info.vocabulary); // [V] of the last token
      const { id, modelProbability, drawnProbability } = draw(
        logits,
        text.slice(request.ids.length),
        request,
        random,
      );
      if (cached)
        past = {
          length: text.length,
          tensors: Object.fromEntries(names.map(({ input, output }) => [input, result[output]])),
        };
      text.push(id);
      around.onToken({
        index,
        id,
        text: around.texts[id],
        modelProbability,
        drawnProbability,
        ...(request.withLogits ? { logits } : {}),
        durationMs: performance.now() - start,
      });
      if (stops.includes(id)) return;
    }
  } catch (error) {
    // The maths says what is wrong with a setting; that is the caller's mistake, not the graph's.
    if (error instanceof RangeError && !/allocat|memory|length/i.test(error.message))
      throw new RuntimeError('bad-request', describe(error));
    throw runFailure(error);
  }
}

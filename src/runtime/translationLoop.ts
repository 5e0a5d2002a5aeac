import { argmax } from '../math/ranking';
import { softmax } from '../math/softmax';
import { runFailure } from './failures';
import { cacheNames, emptyPast, type Past } from './feeds';
import { RuntimeError, type ModelInfo, type TranslatedToken, type TranslateRequest } from './protocol';
import { decoderFeeds, withStart } from './seq2seq';
import { checkSource, encodeSource, type Seq2SeqSessions } from './seq2seqPass';
import { checkIds, chosenOutputs } from './tracePass';

/** What the loop needs besides the graphs. */
export interface TranslationSurroundings {
  readonly texts: readonly string[];
  /** Lets waiting messages in between two tokens. */
  readonly breathe: () => Promise<void>;
  readonly cancelled: () => boolean;
  readonly onToken: (token: TranslatedToken) => void;
}

/**
 * Translates greedily: the encoder runs once, then the decoder gives its likeliest token until that is the end token,
 * maxTokens or the window's end. With the cache only what is new runs through the decoder; without it the whole target
 * does. Throws RuntimeError ('cancelled' between two tokens).
 */
export async function translationLoop(
  sessions: Seq2SeqSessions,
  info: ModelInfo,
  request: TranslateRequest,
  around: TranslationSurroundings,
): Promise<void> {
  const { maxTokens, prefix = [], interventions } = request;
  checkSource(info, request.sourceIds);
  if (!Number.isInteger(maxTokens) || maxTokens < 0)
    throw new RuntimeError('bad-request', `maxTokens must be a whole number, got ${maxTokens}`);
  const target = withStart(info, prefix);
  checkIds(info, target, info.window);
  const asked = chosenOutputs(info, sessions.decoder.outputNames, request.stepOutputs ?? []);
  const kept = request.cache ? cacheNames(info) : [];
  const outputs = [...new Set(['logits', ...asked, ...kept.map(({ output }) => output)])];
  try {
    const { cross } = await encodeSource(sessions, info, request.sourceIds, interventions);
    let past: Past = emptyPast(info);
    for (let index = 0; index < maxTokens && target.length <= info.window; index++) {
      if (index > 0) await around.breathe();
      if (around.cancelled()) throw new RuntimeError('cancelled', `stopped before token ${index}`);
      const start = performance.now();
      const fresh = target.slice(past.length);
      const result = await sessions.decoder.run(
        decoderFeeds(info, fresh, cross, interventions, past),
        outputs,
      );
      const logits = result.logits.data.slice(-info.vocabulary); // [V] of the last token
      const id = argmax(logits);
      if (request.cache)
        past = {
          length: target.length,
          tensors: Object.fromEntries(kept.map(({ input, output }) => [input, result[output]])),
        };
      target.push(id);
      around.onToken({
        index,
        id,
        text: around.texts[id],
        modelProbability: softmax(logits)[id],
        drawnProbability: 1,
        ...(request.withLogits ? { logits } : {}),
        ...(asked.length > 0
          ? { tensors: Object.fromEntries(asked.map((name) => [name, result[name]])) }
          : {}),
        durationMs: performance.now() - start,
      });
      if (id === info.endOfTextId) return;
    }
  } catch (error) {
    throw runFailure(error);
  }
}

import { beforeAll, describe, expect, it } from 'vitest';
import { argmax } from '../../src/math/ranking';
import type { ModelClient } from '../../src/runtime/modelClient';
import { arithmetic } from '../../src/topics/transformer-flow/arithmetic';
import { Frames } from '../../src/topics/transformer-flow/frames';
import type { Block, StageId } from '../../src/topics/transformer-flow/machine';
import { tensorOf, weightsOf } from '../../src/topics/transformer-flow/names';
import { originGaps, origins } from '../../src/topics/transformer-flow/origins';
import { recompute } from '../../src/topics/transformer-flow/recompute';
import { rowOf, stageTensor, type FlowRun, type Weights } from '../../src/topics/transformer-flow/tensors';
import { fetchWeights, shapeOf, translateText } from '../../src/topics/transformer-flow/translating';
import { diskHost } from '../runtime/nodeHost';

/** Sentences of our own; the exported pairs hold none of them (checked by training/translate against its lists). */
const sentences = [
  'My brother painted seven wooden ducks before lunch.',
  'Does the old clock in your kitchen still work?',
  'Please put the umbrella behind the door.',
];

const host = diskHost();
/** The page's client without a worker between. */
const client = {
  tokenize: (model: string, text: string) => host.tokenize(model, text),
  traceSeq2Seq: (request: never) => host.traceSeq2Seq(request),
  translate: async (request: never, onToken: (token: never) => void) => {
    const tokens: never[] = [];
    await host.translate(
      request,
      (token) => {
        tokens.push(token as never);
        onToken(token as never);
      },
      () => false,
    );
    return tokens;
  },
} as unknown as ModelClient;

describe('every stage of the machine, from the stage before', () => {
  const runs: FlowRun[] = [];
  let weights: Weights = {};
  let frames: Frames;
  let blocks: readonly Block[] = [];

  beforeAll(async () => {
    const { info, texts: vocabulary } = await host.open('translate');
    frames = new Frames(shapeOf(info));
    blocks = [...frames.encoder, ...frames.decoder];
    const names = new Set(
      blocks.flatMap((block) => block.stages.flatMap((stage) => weightsOf(block, stage))),
    );
    weights = await fetchWeights(client, info, [...names]);
    for (const prompt of sentences) {
      const run = await translateText({ client, info, vocabulary, prompt, choices: '', options: {} });
      runs.push(run!);
    }
  }, 120_000);

  const stages = () =>
    blocks.flatMap((block) =>
      block.stages
        .filter((stage) => stage !== 'tokens' && stage !== 'token')
        .map((stage) => [block, stage] as const),
    );

  it('agrees with the model’s own tensor to 1e-4: all blocks, layers and heads', () => {
    let compared = 0;
    for (const run of runs) {
      for (const [block, stage] of stages()) {
        const own = stageTensor(run, block, stage);
        expect(own, `${block.id} ${stage}`).not.toBeNull();
        const made = recompute(run, weights, block, stage);
        expect(made).toHaveLength(own!.values.length);
        let worst = 0;
        for (let i = 0; i < made.length; i++) {
          const gap = made[i] === own!.values[i] ? 0 : Math.abs(made[i] - own!.values[i]);
          worst = Math.max(worst, Number.isNaN(gap) ? Infinity : gap);
        }
        expect(worst, `${block.id} ${stage} of “${run.prompt}”`).toBeLessThan(1e-4);
        if (tensorOf(block, stage)) compared++;
      }
    }
    // 2 stems of 4; an attention of 7, a feed-forward of 3, an add & norm of 2; the logits.
    expect(compared).toBe(3 * (8 + 3 * (7 + 2 + 3 + 2) + 3 * (7 + 2 + 7 + 2 + 3 + 2) + 1));
  });

  it('opens any cell into arithmetic that ends in the cell’s own number', () => {
    const run = runs[0];
    for (const [block, stage] of stages()) {
      const own = stageTensor(run, block, stage)!;
      for (const head of [0, own.heads - 1]) {
        for (const [row, col] of [
          [0, 0],
          [own.rows - 1, own.cols - 1],
          [1, Math.floor(own.cols / 2)],
        ]) {
          const sum = arithmetic(run, weights, block, stage, { head, row, col });
          const value = own.values[(head * own.rows + row) * own.cols + col];
          expect(sum, `${block.id} ${stage}`).not.toBeNull();
          if (value === -Infinity) expect(sum!.result).toBe(-Infinity);
          else expect(Math.abs(sum!.result - value), `${block.id} ${stage} ${row},${col}`).toBeLessThan(1e-4);
        }
      }
    }
  });

  it('finds where Q, K and V of each attention come from: the error of the true origin is nothing, of any other not', () => {
    const run = runs[1];
    for (const block of blocks) {
      if (block.kind !== 'self' && block.kind !== 'cross') continue;
      for (const part of ['q', 'k', 'v'] as const) {
        const gaps = originGaps(run, weights, block, part)!;
        const origin = block.kind === 'cross' && part !== 'q' ? 'memory' : 'stream';
        // In the first layer what comes from below is the embedded tokens themselves.
        const same = block.layer === 0 && block.kind === 'self' ? ['stream', 'input'] : [origin];
        for (const each of origins) {
          if (same.includes(each)) expect(gaps[each], `${block.id} ${part} ${each}`).toBeLessThan(1e-4);
          else expect(gaps[each], `${block.id} ${part} ${each}`).toBeGreaterThan(0.1);
        }
      }
    }
  });

  it('writes what the exported model writes by greedy decoding, and each step’s likeliest token', async () => {
    for (const run of runs) {
      const sourceIds = run.source.map((token) => token.id);
      for (const cache of [true, false]) {
        const drawn = await client.translate(
          { model: 'translate', sourceIds, maxTokens: 64, cache },
          () => undefined,
        );
        expect(run.written.map((token) => token.id)).toEqual(drawn.map((token) => token.id));
      }
      const logits = stageTensor(
        run,
        frames.decoder.find((block) => block.kind === 'linear')!,
        'logits',
      )!;
      run.written.forEach(({ id }, t) => expect(argmax(rowOf(logits, 0, t))).toBe(id));
    }
  });

  it('shows each step as it was: the pass over the whole translation gives the same rows as the pass of that step', async () => {
    const run = runs[0];
    const sourceIds = run.source.map((token) => token.id);
    const fed = run.fed.map((token) => token.id);
    const names: [Block, StageId][] = frames.decoder.flatMap((block) =>
      block.kind === 'norm' ? [[block, 'norm'] as [Block, StageId]] : [],
    );
    for (let step = 1; step < fed.length; step++) {
      const { tensors } = await client.traceSeq2Seq({
        model: 'translate',
        sourceIds,
        targetIds: fed.slice(0, step),
        outputs: names.map(([block, stage]) => tensorOf(block, stage)!),
      });
      for (const [block, stage] of names) {
        const whole = run.tensors[tensorOf(block, stage)!].data;
        const then = tensors[tensorOf(block, stage)!].data;
        const worst = then.reduce((most, value, i) => Math.max(most, Math.abs(value - whole[i])), 0);
        expect(worst, `${block.id} at step ${step}`).toBeLessThan(1e-4);
      }
    }
  });

  it('takes the reader’s choice at a step, keeps what stood before and writes the rest anew', async () => {
    const { info, texts: vocabulary } = await host.open('translate');
    const [run] = runs;
    const other = run.written[2].id === 600 ? 601 : 600;
    const job = { client, info, vocabulary, prompt: run.prompt, choices: `3:${other}`, options: {} };
    const changed = (await translateText(job))!;
    expect(changed.written.slice(0, 2)).toEqual(run.written.slice(0, 2));
    expect(changed.written[2].id).toBe(other);
    expect(changed.choices).toBe(`3:${other}`);
    const rest = await client.translate(
      {
        model: 'translate',
        sourceIds: run.source.map((token) => token.id),
        prefix: changed.written.slice(0, 3).map((token) => token.id),
        maxTokens: 61,
        cache: false,
      },
      () => undefined,
    );
    expect(changed.written.slice(3).map((token) => token.id)).toEqual(rest.map((token) => token.id));
  });
});

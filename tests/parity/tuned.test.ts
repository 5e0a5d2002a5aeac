import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OpenModel } from '../../src/runtime/modelHost';
import { tracePass } from '../../src/runtime/tracePass';
import { diskHost, hashOf } from '../runtime/nodeHost';
import { describeParity, gap } from './parityFile';

describeParity('story-chat');

/** What PyTorch computed with the shipped reward model's own weights (training/chat/parity.py). */
interface RewardParity {
  readonly sha256: string;
  readonly prompts: readonly {
    readonly text: string;
    readonly ids: readonly number[];
    readonly reward: readonly number[];
    readonly finalNorm: { readonly data: readonly number[] };
  }[];
}

describe('the shipped reward model', () => {
  const parity = JSON.parse(readFileSync(new URL('./reward.json', import.meta.url), 'utf8')) as RewardParity;
  let model: OpenModel;
  const run = (ids: readonly number[], outputs: string[]) =>
    tracePass(model.session, model.info, { model: 'reward', ids, outputs });

  beforeAll(async () => {
    model = await diskHost().open('reward');
  }, 60_000);

  it('was recorded from the very file that ships, and has no logits', () => {
    expect(hashOf('reward/onnx/model.onnx')).toBe(parity.sha256);
    expect(model.session.outputNames).toContain('reward');
    expect(model.session.outputNames).not.toContain('logits');
  });

  it('gives PyTorch’s reward at every position', async () => {
    for (const { text, ids, reward, finalNorm } of parity.prompts) {
      expect([...model.encode(text), model.info.endOfTextId]).toEqual(ids);
      const { tensors } = await run(ids, ['reward', 'final.norm']);
      expect(tensors.reward.dims).toEqual([1, ids.length]);
      expect(gap(tensors.reward.data, reward)).toBeLessThanOrEqual(1e-4);
      expect(gap(tensors['final.norm'].data.slice(-192), finalNorm.data)).toBeLessThanOrEqual(1e-4);
    }
  });

  it('scores the polite answer above the rude one', async () => {
    const score = async (ids: readonly number[]) => (await run(ids, ['reward'])).tensors.reward.data.at(-1)!;
    const [polite, rude] = parity.prompts;
    expect(await score(polite.ids)).toBeGreaterThan(await score(rude.ids));
  });
});

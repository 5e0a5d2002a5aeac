import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../src/runtime/training/openSession';
import type { TrainingTask } from '../../src/runtime/training';
import { tinyTraining } from './localTraining';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use after a thorough collection: objects and typed arrays together. */
function bytesInUse(): number {
  for (let i = 0; i < 4; i++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const pairs = Array.from({ length: 24 }, (_, i) => ({
  prompt: `Say ${i}:`,
  chosen: ' yes please',
  rejected: ' no, never!',
}));
const prompts = pairs.map(({ prompt }) => prompt);
const small = { answers: 4, maxTokens: 6, epochs: 2, evaluateEvery: 25 };
const tasks: TrainingTask[] = [
  { kind: 'reward', pairs, heldOut: pairs.slice(0, 4), settings: { batch: 4, evaluateEvery: 25 } },
  { kind: 'dpo', pairs, heldOut: pairs.slice(0, 4), settings: { batch: 4, evaluateEvery: 25 } },
  { kind: 'ppo', prompts, settings: small },
  { kind: 'grpo', prompts, settings: small },
];

describe('500 steps', () => {
  it.each(tasks)('of $kind leave the heap where it was at step 20', async (task) => {
    const host = await openSession(tinyTraining, { kind: 'model', model: 'story' }, () => {});
    host.begin(task);
    for (let i = 0; i < 20; i++) host.step();
    const early = bytesInUse();
    const { heapBytes } = host.info;
    for (let i = 20; i < 500; i++) host.step();
    expect(Math.abs(bytesInUse() - early) / early).toBeLessThan(0.05);
    expect(host.info.heapBytes).toBe(heapBytes);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { heldOutGroups, sampleLoss } from '../../src/topics/training-steps/sampleLoss';
import { diskHost } from '../runtime/nodeHost';

interface Recorded {
  readonly nats: number;
  readonly bitsPerByte: number;
  readonly tokens: number;
  readonly bytes: number;
}
interface Record {
  readonly checkpoints: readonly {
    readonly model: string;
    readonly tokens: number;
    readonly heldOut: { readonly stories: Recorded; readonly world: Recorded };
  }[];
}

const path = new URL('../../static/runs/story-ckpt.json', import.meta.url);
const record = JSON.parse(readFileSync(path, 'utf8')) as Record;

describe('the shipped checkpoints', () => {
  it.each(record.checkpoints)(
    '$model has on the shipped held-out sample the loss of its record',
    async (row) => {
      const host = diskHost();
      const { info } = await host.open(row.model);
      for (const group of ['stories', 'world'] as const) {
        const found = await sampleLoss(host, info, heldOutGroups[group]);
        expect(found.tokens).toBe(row.heldOut[group].tokens);
        expect(found.bytes).toBe(row.heldOut[group].bytes);
        expect(Math.abs(found.nats - row.heldOut[group].nats)).toBeLessThan(1e-3);
        expect(Math.abs(found.bitsPerByte - row.heldOut[group].bitsPerByte)).toBeLessThan(1e-3);
      }
    },
    60_000,
  );

  it('get better the longer they were trained', () => {
    const losses = record.checkpoints.map((row) => row.heldOut.stories.nats);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    expect(record.checkpoints.map((row) => row.tokens)[0]).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { heldOutPoints } from './trainingRecord';

describe('a training record', () => {
  it('gives its held-out measurements', () => {
    const record = { points: [{ step: 20, tokens: 122880, loss: 7.6, heldOutBitsPerByte: 2.254 }] };
    expect(heldOutPoints(record)).toEqual([{ tokens: 122880, bitsPerByte: 2.254 }]);
  });

  it('gives none when it is not a record', () => {
    for (const odd of [
      null,
      3,
      {},
      { points: 'many' },
      { points: [null, { tokens: 1 }, { heldOutBitsPerByte: 1 }] },
    ])
      expect(heldOutPoints(odd)).toEqual([]);
  });
});

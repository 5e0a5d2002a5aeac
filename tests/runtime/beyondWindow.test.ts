import { describe, expect, it } from 'vitest';
import { FakeClient, fakeInfo } from '../../src/runtime/fakeClient';

const ids = (count: number) => Array.from({ length: count }, (_, i) => 1 + (i % 200));
const outputs = ['final.norm'];

describe('a text longer than the window', () => {
  const client = new FakeClient();
  const { window } = fakeInfo;

  it('is refused unless that is asked for', async () => {
    await expect(client.trace({ model: 'story', ids: ids(window), outputs })).resolves.toBeTruthy();
    await expect(client.trace({ model: 'story', ids: ids(window + 1), outputs })).rejects.toMatchObject({
      code: 'too-long',
    });
    const trace = await client.trace({ model: 'story', ids: ids(window + 1), outputs, beyondWindow: true });
    expect(trace.tensors['final.norm'].dims).toEqual([1, window + 1, fakeInfo.width]);
  });

  it('is refused beyond four windows all the same', async () => {
    const request = { model: 'story', outputs, beyondWindow: true };
    await expect(client.trace({ ...request, ids: ids(4 * window) })).resolves.toBeTruthy();
    await expect(client.trace({ ...request, ids: ids(4 * window + 1) })).rejects.toMatchObject({
      code: 'too-long',
    });
  });
});

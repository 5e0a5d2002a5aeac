import { describe, expect, it } from 'vitest';
import { alibiBias, alibiSlopes, sinusoidal } from '../../src/math/positions';
import { fakeInfo } from '../../src/runtime/fakeClient';
import { buildFeeds, emptyPast } from '../../src/runtime/feeds';
import type { GraphSession } from '../../src/runtime/graphSession';
import { modelInfo } from '../../src/runtime/modelInfo';
import { arrangement } from '../../src/runtime/positions';
import type { ModelInfo, Positions } from '../../src/runtime/protocol';

const inputs = ['input_ids', 'attn_bias', 'rotary_cos', 'rotary_sin', 'position_rows'];
const session = { inputNames: inputs, outputNames: [] } as unknown as GraphSession;
const withPositions = (positions: Positions): ModelInfo => ({ ...fakeInfo, positions });
const table = Float32Array.from({ length: fakeInfo.window * fakeInfo.width }, (_, i) => i);
const kinds: Positions[] = [
  { kind: 'none' },
  { kind: 'sinusoidal', scale: 0.25 },
  { kind: 'learned', rows: table },
  { kind: 'alibi', slopes: [...alibiSlopes(fakeInfo.heads)] },
  { kind: 'rope' },
];
const feedsOf = (info: ModelInfo, count: number, past = 0) =>
  buildFeeds(session, info, Array<number>(count).fill(1), {}, { ...emptyPast(info), length: past });
const numbers = (tensor: { data: unknown }) => Array.from(tensor.data as Float32Array);

describe('a model is fed its own positions', () => {
  it('rows of the sinusoids, scaled, from where the cache ends', () => {
    const rows = feedsOf(withPositions(kinds[1]), 2, 5).position_rows;
    expect(rows.dims).toEqual([2, fakeInfo.width]);
    const wanted = [5, 6].flatMap((place) => [...sinusoidal(place, fakeInfo.width)].map((x) => x / 4));
    numbers(rows).forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 6));
  });

  it('rows of a learned table, which ends', () => {
    const info = withPositions(kinds[2]);
    expect(numbers(feedsOf(info, 2, 3).position_rows)).toEqual([
      ...table.slice(3 * info.width, 5 * info.width),
    ]);
    expect(() => feedsOf(info, 1, info.window)).toThrowError(
      expect.objectContaining({ code: 'too-long', message: expect.stringContaining('64 positions') }),
    );
  });

  it("ALiBi's slopes in the mask, head by head", () => {
    const { data, dims } = feedsOf(withPositions(kinds[3]), 4).attn_bias;
    expect(dims).toEqual([1, fakeInfo.heads, 4, 4]);
    [...alibiSlopes(fakeInfo.heads)].forEach((slope, h) => {
      alibiBias(slope, 4).forEach((wanted, i) => {
        const found = (data as Float32Array)[h * 16 + i];
        if (wanted === -Infinity) expect(found).toBeLessThan(-1e8);
        else expect(found).toBeCloseTo(wanted, 6);
      });
    });
    expect(feedsOf(withPositions(kinds[3]), 1, 3).attn_bias.dims).toEqual([1, fakeInfo.heads, 1, 4]);
  });

  it('nothing where it has none, and rotary tables where it tells nothing', () => {
    expect(feedsOf(withPositions(kinds[0]), 3).position_rows).toBeUndefined();
    expect(numbers(feedsOf(fakeInfo, 2, 1).rotary_sin)[0]).toBeCloseTo(Math.sin(1), 6);
  });
});

describe('positions and mask can be switched off', () => {
  it.each(kinds.map((each) => [each.kind, each] as const))('%s: nothing tells places apart', (kind, each) => {
    const info = withPositions(each);
    const given = arrangement(info, 4, { positions: false, mask: false });
    const feeds = buildFeeds(session, info, [1, 2, 3, 4], given);
    expect(new Set(numbers(feeds.attn_bias))).toEqual(new Set([0]));
    if (feeds.position_rows) expect(new Set(numbers(feeds.position_rows))).toEqual(new Set([0]));
    if (kind === 'rope') expect(new Set(numbers(feeds.rotary_sin))).toEqual(new Set([0]));
  });

  it.each(kinds.map((each) => [each.kind, each] as const))(
    '%s: both on is the model as trained',
    (_, each) => {
      const info = withPositions(each);
      const given = buildFeeds(
        session,
        info,
        [1, 2, 3],
        arrangement(info, 3, { positions: true, mask: true }),
      );
      const own = buildFeeds(session, info, [1, 2, 3]);
      for (const name of Object.keys(own).filter((key) => key !== 'input_ids'))
        expect(numbers(given[name])).toEqual(numbers(own[name]));
    },
  );

  it('ALiBi without a mask counts the distance both ways', () => {
    const { attentionBias } = arrangement(withPositions(kinds[3]), 3, { positions: true, mask: false });
    const slope = alibiSlopes(fakeInfo.heads)[0];
    [0, -slope, -2 * slope, -slope, 0, -slope].forEach((wanted, i) =>
      expect(attentionBias!.data[i]).toBeCloseTo(wanted, 6),
    );
  });
});

describe('config.json tells the positions', () => {
  const config = (positions?: object) =>
    JSON.stringify({
      num_hidden_layers: 1,
      num_attention_heads: 2,
      hidden_size: 4,
      vocab_size: 9,
      eos_token_id: 0,
      positions,
    });
  const row = { name: 'm', kind: 'decoder', parameters: 1, window: 2, bytes: 1, files: [], card: '' };

  it('each kind with what it needs', () => {
    expect(modelInfo(row, config()).positions).toBeUndefined();
    expect(modelInfo(row, config({ kind: 'alibi', slopes: [0.5, 0.25] })).positions).toEqual({
      kind: 'alibi',
      slopes: [0.5, 0.25],
    });
    const bytes = new Uint8Array(Float32Array.from({ length: 8 }, (_, i) => i / 2).buffer);
    const positions = modelInfo(row, config({ kind: 'learned', rows: 2 }), bytes).positions;
    expect(positions).toEqual({ kind: 'learned', rows: Float32Array.from({ length: 8 }, (_, i) => i / 2) });
  });

  it.each([{ kind: 'alibi' }, { kind: 'sinusoidal' }, { kind: 'learned' }, { kind: 'strange' }])(
    'is refused as %j',
    (positions) => {
      expect(() => modelInfo(row, config(positions))).toThrowError(
        expect.objectContaining({ code: 'model-corrupt' }),
      );
    },
  );
});

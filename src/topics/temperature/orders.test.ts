import { describe, expect, it } from 'vitest';
import { compareOrders } from './orders';

// 200 logits that fall like a language model's.
const logits = Array.from({ length: 200 }, (_, i) => 6 - 2 * Math.log(1 + i));

const ranked = logits.map((_, i) => i);

describe('the order of temperature and cuts', () => {
  it('decides who survives top-p', () => {
    const hot = compareOrders(logits, { temperature: 2, topP: 0.9 }, ranked);
    expect(hot.first.kept).toBeGreaterThan(hot.last.kept);
    expect(hot.onlyFirst).toHaveLength(hot.first.kept - hot.last.kept);
    expect(hot.onlyLast).toEqual([]);
    const cold = compareOrders(logits, { temperature: 0.5, topP: 0.9 }, ranked);
    expect(cold.first.kept).toBeLessThan(cold.last.kept);
    expect(cold.onlyLast[0]).toBe(cold.first.kept);
  });

  it('does not matter at T = 1', () => {
    const one = compareOrders(logits, { temperature: 1, topP: 0.9, minP: 0.02, typicalP: 0.8 }, ranked);
    expect(one.onlyFirst).toEqual([]);
    expect(one.onlyLast).toEqual([]);
  });

  it('never matters for top-k', () => {
    for (const temperature of [0.3, 2, 50]) {
      const { first, last, onlyFirst, onlyLast } = compareOrders(logits, { temperature, topK: 12 }, ranked);
      expect([first.kept, last.kept, onlyFirst.length, onlyLast.length]).toEqual([12, 12, 0, 0]);
      first.final.forEach((value, i) => expect(last.final[i]).toBeCloseTo(value, 12));
    }
  });
});

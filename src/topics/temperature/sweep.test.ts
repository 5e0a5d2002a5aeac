import { describe, expect, it } from 'vitest';
import { softmax } from '../../math/softmax';
import { peakOf, placeOf, sweepTemperatures, temperatureAt } from './sweep';

describe('the ruler', () => {
  it('maps places to temperatures and back', () => {
    expect(temperatureAt(0)).toBe(0);
    expect(temperatureAt(1)).toBe(5);
    for (const T of [0, 0.01, 0.2, 0.8, 1, 2.5, 5]) expect(temperatureAt(placeOf(T))).toBeCloseTo(T, 12);
    expect(placeOf(100)).toBe(1);
  });
});

describe('a sweep over temperatures', () => {
  // The worked case of the predict question: 0.007, 0.339, 0.290 at T = 0.1, about the peak, and 5.
  const logits = [2, 1.5, 0, -1];
  const sweep = sweepTemperatures(logits);

  it('gives the leader’s and the runner-up’s own probabilities', () => {
    sweep.T.forEach((T, i) => {
      const p = softmax(logits, T);
      expect(sweep.top[i]).toBe(p[0]);
      expect(sweep.second[i]).toBe(p[1]);
    });
  });

  it('lets entropy rise from 0 and the leader fall', () => {
    expect(sweep.entropy[0]).toBe(0);
    for (let i = 1; i < sweep.T.length; i++) {
      expect(sweep.entropy[i]).toBeGreaterThanOrEqual(sweep.entropy[i - 1]);
      expect(sweep.top[i]).toBeLessThanOrEqual(sweep.top[i - 1]);
    }
    expect(sweep.choices.at(-1)).toBeLessThan(4);
  });

  it('finds the runner-up’s peak where its logit is the mean logit', () => {
    const peak = peakOf(sweep.T, sweep.second)!;
    expect(peak.value).toBeGreaterThan(sweep.second.at(-1)!);
    expect(peak.value).toBeCloseTo(0.339, 2);
    const mean = softmax(logits, peak.T).reduce((sum, p, i) => sum + p * logits[i], 0);
    expect(Math.abs(mean - 1.5)).toBeLessThan(0.1);
  });

  it('has no runner-up in a vocabulary of one', () => {
    expect(sweepTemperatures([3]).second).toEqual([]);
    expect(peakOf([], [])).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { applyCuts } from '../../math/cuts';
import { arithmeticOf } from './arithmetic';

const logits = [6.1, 5.8, 3, -2, 0.5];

describe('the line of arithmetic', () => {
  it.each([0.01, 0.3, 1, 5, 100])('is true at T = %d', (T) => {
    const cut = applyCuts(logits, { temperature: T, topP: 0.9 });
    for (let id = 0; id < logits.length; id++) {
      const line = arithmeticOf(logits, cut, T, id)!;
      expect(line.numerator / line.denominator).toBeCloseTo(line.p, 12);
      expect(Number.isFinite(line.denominator)).toBe(true);
      if (line.final !== null) expect(line.p / line.keptMass).toBeCloseTo(line.final, 12);
      else expect(cut.keep[id]).toBe(0);
    }
  });

  it('holds with the temperature last as well', () => {
    const cut = applyCuts(logits, { temperature: 2, topP: 0.9, order: 'temperature-last' });
    const line = arithmeticOf(logits, cut, 2, 0)!;
    expect(line.p / line.keptMass).toBeCloseTo(line.final!, 12);
  });

  it('shifts only when the numbers would become unreadable', () => {
    expect(arithmeticOf(logits, applyCuts(logits, { temperature: 1 }), 1, 0)!.shift).toBe(0);
    expect(arithmeticOf(logits, applyCuts(logits, { temperature: 0.1 }), 0.1, 0)!.shift).toBe(6.1);
  });

  it('is not written at T = 0', () => {
    expect(arithmeticOf(logits, applyCuts(logits, { temperature: 0 }), 0, 0)).toBeNull();
  });
});

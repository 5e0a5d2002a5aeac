import { describe, expect, it } from 'vitest';
import { scoresComputed } from './scoresComputed';

describe('scores computed', () => {
  it('are what counting them one by one gives', () => {
    const tokens = 40;
    let [cached, plain] = [0, 0];
    const { cached: fast, plain: slow } = scoresComputed(tokens);
    for (let step = 1; step <= tokens; step++) {
      cached += step;
      for (let row = 1; row <= step; row++) plain += row;
      expect(fast[step - 1]).toBe(cached);
      expect(slow[step - 1]).toBe(plain);
    }
  });
});

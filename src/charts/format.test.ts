import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatNumber, formatPercent, formatShare, formatTick } from './format';

describe('numbers as the page writes them', () => {
  it('writes shares without the leading zero and never rounds a possible token to nothing', () => {
    expect([0.2871, 1, 0, 0.0004, 0.9996, -0.42].map((p) => formatShare(p))).toEqual([
      '.287',
      '1.000',
      '0',
      '<.001',
      '1.000',
      '−.420',
    ]);
    expect(formatShare(0.004, 2)).toBe('<.01');
  });
  it('marks thousands and turns scientific at both ends', () => {
    expect(formatCount(4082)).toBe('4,082');
    expect([3.6, 4082, 1412000, 3.2e-5, -2.5, 0].map((x) => formatNumber(x))).toEqual([
      '3.60',
      '4,082.00',
      '1.41e6',
      '3.2e−5',
      '−2.50',
      '0.00',
    ]);
  });
  it('says what is not a number in words of either language', () => {
    expect([NaN, Infinity, -Infinity].map((x) => formatNumber(x, 2, 'en'))).toEqual([
      'undefined',
      'infinite',
      'minus infinity',
    ]);
    expect([NaN, Infinity, -Infinity].map((x) => formatShare(x, 3, 'zh'))).toEqual([
      '无定义',
      '无穷大',
      '负无穷',
    ]);
    for (const write of [formatNumber, formatShare, formatCount, formatTick, formatPercent, formatBytes])
      expect(write(NaN)).not.toContain('NaN');
  });
  it('writes ticks as short as they can be, in spite of binary fractions', () => {
    expect([0, 0.1, 0.1 + 0.2, 0.25, 1.5, 2000, 1e6, 1e-5, -0.5].map((x) => formatTick(x))).toEqual([
      '0',
      '.1',
      '.3',
      '.25',
      '1.5',
      '2,000',
      '1e6',
      '1e−5',
      '−.5',
    ]);
  });
  it('writes bytes and per cent with their unit', () => {
    expect([812, 1.9e6, 3.1e9, 250e6].map((b) => formatBytes(b))).toEqual([
      '812 B',
      '1.9 MB',
      '3.1 GB',
      '250 MB',
    ]);
    expect(formatPercent(0.824)).toBe('82 %');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asCsv } from '../charts/data';
import { linkOfRun, writeRun } from './runFile';

const about = {
  app: '0.1.0',
  title: 'Temperature',
  settings: 'story, T = 2',
  link: '#/temperature?T=2&lang=en',
};

describe('a run’s file', () => {
  it('opens the link it was saved with, whatever was drawn', () => {
    fc.assert(
      fc.property(fc.float64Array(), fc.string(), (values, label) => {
        const chart = { name: 'a/b', label, series: [{ name: 'p', values }], labels: [label] };
        const text = writeRun(about, [chart], new Date(0));
        expect(linkOfRun(text)).toBe(about.link);
        const [kept] = JSON.parse(text).charts[0].series;
        expect(kept.values).toHaveLength(values.length);
        kept.values.forEach((value: number | null, index: number) => {
          if (Number.isFinite(values[index])) expect(value).toBe(values[index] + 0);
          else expect(value).toBeNull();
        });
      }),
    );
  });

  it('leads nowhere but to a page of this site', () => {
    for (const link of ['https://example.org/#/', 'javascript:alert(1)', '', 7, null])
      expect(() => linkOfRun(JSON.stringify({ glasslm: 'run', link }))).toThrow();
    for (const text of ['', 'null', '[]', '{}']) expect(() => linkOfRun(text)).toThrow();
  });
});

describe('the numbers as CSV', () => {
  it('keeps every digit and quotes what would break a row', () => {
    const data = {
      name: 'a/b',
      label: '',
      series: [{ name: 'p, after', values: [0.1 + 0.2, 1e-300] }],
      labels: ['say "hi"', 'b\nc'],
    };
    expect(asCsv(data)).toBe(
      '\ufeffindex,label,"p, after"\r\n0,"say ""hi""",0.30000000000000004\r\n1,b c,1e-300\r\n',
    );
  });
});

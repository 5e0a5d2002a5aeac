import { describe, expect, it } from 'vitest';
import { ready, values } from './browser';
import {
  defaultPrompt,
  dot,
  largestGap,
  lossOf,
  mean,
  norm,
  openLive,
  series,
  turned,
  vectors,
} from './ropePanel';

describe('the page’s q and k', () => {
  const cases = [
    { layer: 1, head: 1, query: 15, key: 3 },
    { layer: 4, head: 5, query: 9, key: 9 },
    { layer: 6, head: 2, query: 12, key: 0 },
  ];
  it.each(cases)('give q·k of $layer·$head, wherever both stand', async ({ layer, head, query, key }) => {
    const { q, k, qRot, kRot } = await vectors(defaultPrompt, layer, head, query, key);
    const size = norm(q) * norm(k);
    const inText = dot(turned(q, query), turned(k, key));
    // Our rotation is the model's own.
    expect(largestGap(turned(q, query), qRot)).toBeLessThan(1e-5 * norm(q));
    expect(largestGap(turned(k, key), kRot)).toBeLessThan(1e-5 * norm(k));
    const { page, complaints } = await openLive({ layer, head, query, key, view: 'distance', shift: 500 });
    const shown = await series(page, 'rope/placements');
    expect(shown.m).toEqual([query, query + 500, key + 500]);
    expect(shown.n).toEqual([key, key + 500, query + 500]);
    const expected = [inText, inText, dot(turned(q, key), turned(k, query))];
    expect(largestGap(shown['q.k'], expected)).toBeLessThan(1e-5 * size);
    expect(Math.abs(shown['q.k'][1] - shown['q.k'][0])).toBeLessThan(1e-5 * size);
    const lengths = await series(page, 'rope/lengths');
    expect(largestGap(lengths.before, [norm(q), norm(k)])).toBeLessThan(1e-5 * norm(k));
    expect(largestGap(lengths.after, lengths.before)).toBeLessThan(1e-5 * norm(q));
    expect((await values(page, 'rope/gap'))[0]).toBeLessThan(1e-5 * (norm(q) + norm(k)));
    const curve = await series(page, 'rope/score-by-distance');
    const scores = curve[' x'].map((d) => dot(turned(q, d), k) / Math.sqrt(32));
    expect(largestGap(curve[' y'], scores)).toBeLessThan(1e-5 * size);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('move, swap and come back by hand', async () => {
    const { q, k } = await vectors(defaultPrompt, 1, 1, 15, 3);
    const size = norm(q) * norm(k);
    const { page } = await openLive({ query: 15, key: 3, view: 'distance' });
    const now = async () => (await series(page, 'rope/placements'))['q.k'][1];
    const expectNow = (m: number, n: number) =>
      expect
        .poll(async () => Math.abs((await now()) - dot(turned(q, m), turned(k, n))))
        .toBeLessThan(1e-5 * size);
    await page.getByRole('slider', { name: 'q at m' }).press('ArrowRight');
    await expectNow(16, 3);
    await page.getByRole('button', { name: 'Swap m and n' }).click();
    await expectNow(3, 16);
    await page.getByRole('slider', { name: 'move both by' }).press('End');
    await expectNow(3 + 1023, 16 + 1023);
    await page.getByRole('button', { name: 'As in the text' }).click();
    await expectNow(15, 3);
    await page.locator('[data-chart="rope/key-token"] [data-position="0"]').click();
    const { k: first } = await vectors(defaultPrompt, 1, 1, 15, 0);
    await expect
      .poll(async () => Math.abs((await now()) - dot(turned(q, 15), first)))
      .toBeLessThan(1e-5 * norm(q) * norm(first));
    await expect.poll(() => page.url()).toContain('key=0');
    await page.context().close();
  });

  it('split into sixteen contributions that sum to q·k', async () => {
    const { q, k } = await vectors(defaultPrompt, 2, 3, 15, 7);
    const { page } = await openLive({
      layer: 2,
      head: 3,
      query: 15,
      key: 7,
      m: 300,
      n: 100,
      view: 'turned',
      pair: 4,
    });
    const { value } = await series(page, 'rope/contributions');
    const [a, b] = [turned(q, 300), turned(k, 100)];
    expect(
      largestGap(
        value,
        Array.from({ length: 16 }, (_, i) => a[i] * b[i] + a[i + 16] * b[i + 16]),
      ),
    ).toBeLessThan(1e-5 * norm(q) * norm(k));
    const hands = await series(page, 'rope/hands');
    const direction = (x: readonly number[]) => Math.atan2(x[3 + 16], x[3]);
    const cosines = [direction(q), direction(k), direction(a), direction(b)].map(Math.cos);
    expect(largestGap(hands.angle.map(Math.cos), cosines)).toBeLessThan(1e-5);
    await page.context().close();
  });
});

describe('the clocks', () => {
  it('stand at m times their frequency and follow the slider', async () => {
    const { page } = await openLive({ m: 40 });
    const angles = async () =>
      Promise.all(
        Array.from({ length: 16 }, async (_, i) => (await series(page, `rope/clock-${i + 1}`)).angle[0]),
      );
    const expected = (m: number) => Array.from({ length: 16 }, (_, i) => m * 10_000 ** (-i / 16));
    expect(largestGap(await angles(), expected(40))).toBeLessThan(1e-9);
    await page.getByRole('slider', { name: 'Position m' }).press('ArrowRight');
    await expect.poll(async () => largestGap(await angles(), expected(41))).toBeLessThan(1e-9);
    const { value } = await series(page, 'rope/wavelengths');
    expect(
      largestGap(
        value,
        Array.from({ length: 16 }, (_, i) => 2 * Math.PI * 10_000 ** (i / 16)),
      ),
    ).toBeLessThan(1e-7);
    expect(await page.locator('[data-chart="rope/wavelengths"] .beyond').count()).toBe(
      value.filter((each) => each > 256).length,
    );
    await page.context().close();
  });
});

describe('past the trained window', () => {
  it('shows the losses that the graph gives, and keeps them when a switch goes off and on', async () => {
    const length = 512;
    const { page, complaints } = await openLive({
      view: 'beyond',
      methods: '0.2.4',
      scale: 2,
      length,
      own: 0,
    });
    expect((await series(page, 'rope/methods')).beyond.every(Number.isNaN)).toBe(true);
    await page.getByRole('button', { name: 'Measure', exact: true }).click();
    await expect
      .poll(async () => (await series(page, 'rope/methods')).beyond.filter(Number.isFinite).length, {
        timeout: 90_000,
      })
      .toBe(3);
    const shown = await series(page, 'rope/methods');
    const kinds = ['plain', 'ntk', 'yarn-code'] as const;
    for (const [at, kind] of kinds.entries()) {
      const bits = await lossOf(kind, 2, length);
      expect(shown.inside[at * 2]).toBeCloseTo(mean(bits.slice(0, 255)), 3);
      expect(shown.beyond[at * 2]).toBeCloseTo(mean(bits.slice(255)), 3);
      const drawn = (await series(page, 'rope/loss-by-position'))[`${['plain', 'NTK', 'YaRN'][at]} y`];
      expect(drawn).toHaveLength(length - 1);
      expect(drawn[300]).toBeCloseTo(mean(bits.slice(300 - 24, 300 + 25)), 3);
    }
    const toggle = page.getByRole('switch', { name: 'NTK-aware' });
    await toggle.click();
    await expect.poll(async () => Object.keys(await series(page, 'rope/loss-by-position')).length).toBe(4);
    await toggle.click();
    await expect.poll(async () => Object.keys(await series(page, 'rope/loss-by-position')).length).toBe(6);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('can be stopped and taken up again', async () => {
    const { page, complaints } = await openLive({
      view: 'beyond',
      methods: '0.1.2.3.4',
      length: 1024,
      measure: 1,
    });
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('button', { name: 'Measure', exact: true }).waitFor();
    await expect.poll(() => page.url()).not.toContain('measure=1');
    await ready(page, 'rope');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('answers the prediction with its own measurement', async () => {
    const { page } = await openLive({ methods: '-', length: 512 });
    for (const _ of [1, 2]) await page.getByRole('button', { name: 'Next question' }).click();
    await page.locator('[data-predict="beyond"] .choices button').first().click();
    await page.getByRole('button', { name: 'Commit and look' }).click();
    const said = page.locator('[data-predict="beyond"] [data-value]');
    await expect.poll(() => said.count(), { timeout: 90_000 }).toBe(1);
    await expect
      .poll(async () => (await series(page, 'rope/methods')).beyond[5], { timeout: 90_000 })
      .toBeGreaterThan(0);
    const { beyond } = await series(page, 'rope/methods');
    expect(Number(await said.getAttribute('data-value'))).toBe(beyond[0]);
    const truth = Math.abs(beyond[0] - beyond[5]) < 0.05 ? 1 : beyond[0] < beyond[5] ? 0 : 2;
    await expect
      .poll(() => page.locator('[data-predict="beyond"] .choices button').nth(truth).getAttribute('class'))
      .toContain('truth');
    await page.context().close();
  });
});

describe('another base', () => {
  it('turns the held vectors by other angles, and the model is run with it', async () => {
    const { q, k } = await vectors(defaultPrompt, 1, 1, 15, 3);
    const { page, complaints } = await openLive({ query: 15, key: 3, view: 'base', base: 500, rerun: 1 });
    const curve = await series(page, 'rope/base-score');
    const scores = curve['500 x'].map((d) => dot(turned(q, d, 500), k) / Math.sqrt(32));
    expect(largestGap(curve['500 y'], scores)).toBeLessThan(1e-5 * norm(q) * norm(k));
    const { value, before } = await series(page, 'rope/base-wavelengths');
    expect(value[15]).toBeCloseTo(2 * Math.PI * 500 ** (15 / 16), 6);
    expect(before[15]).toBeCloseTo(2 * Math.PI * 10_000 ** (15 / 16), 6);
    await expect
      .poll(
        async () => (await series(page, 'rope/base-loss').catch(() => ({ ' x': [] as number[] })))[' x'],
        {
          timeout: 60_000,
        },
      )
      .toEqual([100, 500, 1_000, 10_000, 100_000, 1_000_000]);
    const losses = (await series(page, 'rope/base-loss'))[' y'];
    const plain = await lossOf('plain', 1, 256);
    expect(losses[3]).toBeCloseTo(mean(plain), 3);
    // The base it was trained with is no worse than the others it is tried with.
    expect(Math.min(...losses)).toBeGreaterThan(0);
    expect(losses[0]).toBeGreaterThan(losses[3]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

import type { Page, Route } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import { open, ready, theBrowser, values } from './browser';

const chart = 'temperature/next-token';
/** The topics whose panels are built. */
const panels = [
  'temperature',
  'multi-head-attention',
  'rope',
  'repetition',
  'why-decoder-only',
  'position-encoding',
];
const root = '[data-topic="temperature"]';

/** A page with a fresh profile in which some requests are tampered with before the app starts. */
async function openTampered(
  tamper: (page: Page) => Promise<unknown>,
  route = '#/temperature',
): Promise<Page> {
  const context = await (
    await theBrowser()
  ).newContext({ locale: 'en-US', reducedMotion: 'reduce', serviceWorkers: 'block' });
  const page = await context.newPage();
  await tamper(page);
  await page.goto(inject('address') + route);
  return page;
}

/** Puts a line of script in front of the model worker's own, so that its world lacks something. */
const inWorker = (script: string) => (page: Page) =>
  page.route('**/modelWorker*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });

const model = '**/models/story/onnx/model.onnx';
const failed = (page: Page) => page.waitForSelector(`${root}[data-model="error"]`, { timeout: 60_000 });
const sentence = (page: Page) => page.locator(`${root} .chip.error`).first().innerText();

describe('when something is missing or broken', () => {
  it.each<[string, (route: Route) => Promise<void>]>([
    ['missing', (route) => route.fulfill({ status: 404, body: 'Not found' })],
    ['out of reach', (route) => route.abort()],
    [
      'a web page instead of a model',
      (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>Sign in' }),
    ],
    ['cut short', (route) => route.fulfill({ body: Buffer.alloc(1000) })],
  ])(
    'a model file that is %s: the stored run stays, a sentence says so, trying again heals',
    async (_how, answer) => {
      let broken = true;
      const page = await openTampered((each) =>
        each.route(model, (route) => (broken ? answer(route) : route.continue())),
      );
      await failed(page);
      expect(await sentence(page)).toMatch(/fetched|damaged/);
      expect((await values(page, chart)).length).toBeGreaterThan(10);
      broken = false;
      await page.locator(`${root} [role="alert"] button`).click();
      await page.waitForSelector(`${root}[data-model="ready"]`, { timeout: 60_000 });
      await ready(page, 'temperature');
      await page.context().close();
    },
  );

  it('a catalogue that is not JSON is the model’s failure, not the page’s', async () => {
    const page = await openTampered((each) =>
      each.route('**/models/index.json', (route) => route.fulfill({ body: '<html>' })),
    );
    await failed(page);
    expect((await values(page, chart)).length).toBeGreaterThan(10);
    await page.context().close();
  });

  it('no WebAssembly: says so and keeps the stored run', async () => {
    const page = await openTampered(inWorker('delete globalThis.WebAssembly;'));
    await failed(page);
    expect(await sentence(page)).toContain('WebAssembly');
    expect((await values(page, chart)).length).toBeGreaterThan(10);
    await page.context().close();
  });

  it.each([
    ['full', 'Cache.prototype.put = () => Promise.reject(new DOMException("full", "QuotaExceededError"));'],
    [
      'refused',
      'CacheStorage.prototype.open = () => Promise.reject(new DOMException("no", "SecurityError"));',
    ],
  ])('storage %s: the model still opens', async (_how, script) => {
    const page = await openTampered(inWorker(script));
    await ready(page, 'temperature');
    expect(await page.locator(root).getAttribute('data-model')).toBe('ready');
    await page.context().close();
  });

  it('a worker that dies loses nothing: the text stays, and the model comes back when asked', async () => {
    const { page } = await open('#/temperature?prompt=The+cat+sat+on+the');
    await ready(page, 'temperature');
    const before = await values(page, chart);
    const [worker] = page.workers();
    await worker
      .evaluate(
        () =>
          void setTimeout(() => {
            throw new Error('killed by the test');
          }, 0),
      )
      .catch(() => undefined);
    await failed(page);
    await page.locator(`${root} [role="alert"] button`).click();
    await page.waitForSelector(`${root}[data-model="ready"]`, { timeout: 60_000 });
    await ready(page, 'temperature');
    await expect.poll(() => page.url()).toContain('The+cat+sat+on+the');
    expect(await values(page, chart)).toEqual(before);
    await page.context().close();
  });
});

describe('on its own', () => {
  it('asks no other origin for anything, on home and on every built panel', async () => {
    for (const route of [
      '#/',
      '#/temperature',
      '#/multi-head-attention',
      '#/rope',
      '#/credits',
      '#/models',
    ]) {
      const { page, requests, complaints } = await open(route);
      const slug = route.slice(2);
      if (panels.includes(slug)) await ready(page, slug);
      else await page.waitForTimeout(1500);
      const origin = new URL(inject('address')).origin;
      expect(requests.filter((url) => !/^(data|blob):/.test(url) && new URL(url).origin !== origin)).toEqual(
        [],
      );
      expect(complaints, route).toEqual([]);
      await page.context().close();
    }
  });

  it('runs under its policy: inline script and inline style do nothing', async () => {
    const { page } = await open('#/credits');
    await page.waitForSelector('main');
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.intruder = true';
      document.body.append(script);
      const probe = document.createElement('div');
      probe.setAttribute('style', 'width: 7px');
      document.body.append(probe);
      return { script: 'intruder' in window, style: getComputedStyle(probe).width === '7px' };
    });
    expect(ran).toEqual({ script: false, style: false });
    expect(await page.locator('meta[http-equiv="Content-Security-Policy"]').count()).toBe(1);
    await page.context().close();
  });

  it('brings nothing again on the second visit but the page itself', async () => {
    const { page, requests } = await open('#/temperature');
    await ready(page, 'temperature');
    requests.length = 0;
    await page.reload();
    await ready(page, 'temperature');
    expect(requests.filter((url) => /\.onnx$/.test(url))).toEqual([]);
    await page.context().close();
  });
});

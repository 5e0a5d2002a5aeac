import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import type { BrowserContext, Page } from 'playwright';
import { afterEach, describe, expect, it } from 'vitest';
import { packed } from '../../scripts/pack.mjs';
import { expectAccessible, expectNoSideScroll, ready, theBrowser } from './browser';
import { serveCopy, type SiteCopy } from './siteCopy';

let site: SiteCopy | undefined;
let context: BrowserContext | undefined;

afterEach(async () => {
  await context?.close();
  await site?.stop();
  context = site = undefined;
});

/** A fresh profile in which service workers are allowed. */
async function visit(at: SiteCopy, route: string): Promise<Page> {
  context = await (
    await theBrowser()
  ).newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(at.address + route);
  return page;
}

const go = (page: Page, route: string) => page.evaluate((to) => (location.hash = to), route);
/** The site's own files are stored, as the models page says after reading them back. */
async function appStored(page: Page): Promise<void> {
  await go(page, '#/models');
  await page.locator('tr[data-kept="app"] td', { hasText: /^stored/ }).waitFor({ timeout: 60_000 });
}
const complete = (page: Page) =>
  page.locator('[data-offline="complete"]').waitFor({ state: 'attached', timeout: 60_000 });

describe('with the network off', () => {
  it('opens after the first visit, panels never opened before included', async () => {
    site = await serveCopy();
    const page = await visit(site, '#/temperature');
    await ready(page, 'temperature');
    await appStored(page);
    await site.stop();
    await page.goto(`${site.address}#/temperature?T=0.5`);
    await page.reload();
    await ready(page, 'temperature');
    await go(page, '#/rope');
    await ready(page, 'rope');
    await go(page, '#/models');
    await page.getByRole('heading', { name: 'story', exact: true }).waitFor();
  });

  it('has every model once all was stored ahead, says so, and forgets on request', async () => {
    site = await serveCopy();
    const page = await visit(site, '#/models');
    const row = page.locator('tr[data-kept="story"]');
    await row.getByText('not stored').waitFor();
    await page.getByRole('button', { name: /^Store everything/ }).click();
    await complete(page);
    expect(await page.locator('[data-offline] [role="status"]').textContent()).toMatch(
      /Everything is stored: the page and its models \(\d+\)/,
    );
    await site.stop();
    await page.goto(`${site.address}#/temperature`);
    await page.reload();
    await ready(page, 'temperature');
    await go(page, '#/models');
    await page.getByRole('button', { name: 'Remove story', exact: true }).click();
    await row.getByText('not stored').waitFor();
    await page.getByRole('button', { name: 'Remove everything stored' }).click();
    await page.locator('tr[data-kept="app"] td', { hasText: /^not stored/ }).waitFor();
    const left = await page.evaluate(async () => {
      const names = await caches.keys();
      const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return all.flat().filter((request) => !request.url.includes('index.json')).length;
    });
    expect(left).toBe(0);
  });

  it('heals a store whose files were damaged or lost', async () => {
    site = await serveCopy();
    const page = await visit(site, '#/temperature');
    await ready(page, 'temperature');
    await appStored(page);
    const damaged = await page.evaluate(async () => {
      const app = await caches.open('glasslm-app');
      const models = await caches.open('glasslm-models');
      const hurt: string[] = [];
      for (const cache of [app, models]) {
        for (const { url } of await cache.keys()) {
          if (/index\.html|assets\/index-.*\.css/.test(url)) await cache.put(url, new Response('garbage'));
          else if (/assets\/index-.*\.js/.test(url)) await cache.delete(url);
          else if (/model\.onnx/.test(url)) await cache.put(url, new Response(new Uint8Array(1000)));
          else continue;
          hurt.push(url);
        }
      }
      return hurt;
    });
    expect(damaged.length).toBeGreaterThanOrEqual(4);
    // A worker that starts anew reads with fresh eyes.
    const session = await context!.newCDPSession(page);
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
    await page.goto(`${site.address}#/temperature`);
    await page.reload();
    await ready(page, 'temperature');
    await appStored(page);
    await site.stop();
    await page.goto(`${site.address}#/temperature`);
    await page.reload();
    await ready(page, 'temperature');
  });
});

describe('an update', () => {
  it('leaves open windows whole, and starts only when one window is left and asks for it', async () => {
    site = await serveCopy();
    const page = await visit(site, '#/credits');
    await appStored(page);
    const second = await context!.newPage();
    await second.goto(`${site.address}#/credits`);
    site.release('the next build', 'Panel-');
    await page.reload();
    await page.getByText('A newer version is stored.').waitFor({ timeout: 60_000 });
    // The server no longer has the panels of the build that is open; the store has.
    await go(second, '#/temperature');
    await ready(second, 'temperature');
    expect(await page.content()).not.toContain('the next build');
    await page.getByRole('button', { name: 'Start it now' }).click();
    await page.getByText('Other windows open on this device: 1.').waitFor();
    await second.close();
    await page.getByRole('button', { name: 'Start it now' }).click();
    await page.waitForFunction(() => document.body.innerHTML.includes('the next build'));
  });
});

describe('what is handed on', () => {
  it('the zip runs behind a static server, and its page says how when it is opened from a disk', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'glasslm-zip-'));
    for (const [name, content] of Object.entries(unzipSync(packed()))) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    const inside = join(folder, 'glasslm');
    site = await serveCopy(inside);
    const page = await visit(site, '#/temperature');
    await ready(page, 'temperature');
    await page.goto(pathToFileURL(join(inside, 'index.html')).href);
    expect(await page.getByText('python3 -m http.server 8000').first().isVisible()).toBe(true);
    expect(await page.getByRole('heading', { name: /double-clicked/ }).isVisible()).toBe(true);
    expect(await page.getByRole('heading', { name: /双击/ }).isVisible()).toBe(true);
  });

  it('can be installed', async () => {
    site = await serveCopy();
    const page = await visit(site, '#/');
    const session = await context!.newCDPSession(page);
    const { errors } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // A test's profile is a private one, in which nothing can be installed.
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual(
      [],
    );
  });
});

describe('the models page', () => {
  it('axe finds nothing in what it says about keeping, in every theme, and it fits a phone', async () => {
    site = await serveCopy();
    const page = await visit(site, '#/models');
    await page.setViewportSize({ width: 360, height: 740 });
    await page.locator('tr[data-kept="story"]').waitFor();
    await expectNoSideScroll(page);
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const theme of ['light', 'dark', 'projector']) {
      await page.evaluate((choice) => (document.documentElement.dataset.theme = choice), theme);
      await expectAccessible(page, '[data-offline]');
    }
  });
});

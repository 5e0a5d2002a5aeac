import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { chromiumFlags } from '../../scripts/browser.mjs';
import { ready } from './browser';

/** A name for this computer where it is in no network; like an address, it is no secure context. */
const otherName = 'classroom.test';

let server: ChildProcess;
let browser: Browser;
let address: string;

/** `npm start -- --lan`, until it has said where it is running. */
async function startInRoom(): Promise<string> {
  const script = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));
  server = spawn(process.execPath, [script, '--lan', '--no-open', '--port', '0']);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stdout!.on('data', (chunk: Buffer) => {
      said += String(chunk);
      if (said.includes('GlassLM is running at')) resolve();
    });
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
  const port = /running at http:\/\/localhost:(\d+)\//.exec(said)![1];
  const printed = /In this room: (http:\S+)/.exec(said)?.[1];
  if (!printed) expect(said).toContain('is in no network');
  return printed ?? `http://${otherName}:${port}/`;
}

beforeAll(async () => {
  address = await startInRoom();
  browser = await chromium.launch({
    executablePath: inject('browserPath'),
    args: [...chromiumFlags, '--no-proxy-server', `--host-resolver-rules=MAP ${otherName} 127.0.0.1`],
  });
});
afterAll(async () => {
  await browser?.close();
  server?.kill();
});

describe('in a classroom’s own network, without https', () => {
  it('everything but keeping and installing works, by the address that npm start -- --lan prints', async () => {
    const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${address}#/temperature?T=0.5`);
    expect(
      await page.evaluate(() => [
        isSecureContext,
        typeof crypto.subtle,
        typeof caches,
        typeof navigator.clipboard,
        typeof navigator.serviceWorker,
      ]),
    ).toEqual([false, 'undefined', 'undefined', 'undefined', 'undefined']);
    await ready(page, 'temperature');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Copied', { exact: true }).waitFor();
    // The code on the wall leads to this computer as the room sees it, in this very state.
    await page.keyboard.press('q');
    const code = page.locator('dialog[open] svg[data-link]');
    await code.waitFor();
    const link = (await code.getAttribute('data-link'))!;
    expect(link.startsWith(`${address}#/temperature?`)).toBe(true);
    expect(link).toContain('T=0.5');
    expect(await page.getByText('known to this computer only').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => location.hash.includes('step=1'));

    // A phone that reads the code: another profile, a small screen, a finger.
    const phone = await (
      await browser.newContext({
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        isMobile: true,
        locale: 'zh-CN',
      })
    ).newPage();
    phone.on('pageerror', (error) => complaints.push(String(error)));
    await phone.goto(link);
    await ready(phone, 'temperature');
    await phone.waitForFunction(() => location.hash.includes('T=0.5'));

    await page.evaluate(() => (location.hash = '#/models'));
    await page.getByText('cannot be kept or installed').waitFor();
    await page.evaluate(() => (location.hash = '#/revise'));
    await page.locator('[data-card]').waitFor();
    await page.evaluate(() => (location.hash = '#/rlhf'));
    await ready(page, 'rlhf');
    await page.evaluate(() => (location.hash = '#/present?deck=temperature&show=1'));
    await ready(page, 'temperature');
    const speaker = await context.newPage();
    await speaker.goto(`${address}#/speaker?pictures=0`);
    await speaker.locator('main[data-page="speaker"][data-connected="true"]').waitFor();
    expect(complaints).toEqual([]);
  });
});

// Finds a Chromium for the tests: one already on the machine, else Playwright's own, else one inside an npm package.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { root, run, say } from './ensure.mjs';

/** Flags for a closed network: nothing is looked up, nothing is phoned home. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Google/Chrome/Application/chrome.exe',
];

const packaged = { name: '@sparticuz/chromium', version: '143.0.4' };
const packagedFolder = join(root, '.cache', 'browser');

async function playwrightsOwn() {
  const { chromium } = await import('playwright');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : null;
}

/** Unpacks the npm package's Chromium with the libraries it brings along. */
async function fromPackage() {
  const entry = join(packagedFolder, 'node_modules', packaged.name, 'build', 'esm', 'index.js');
  if (!existsSync(entry)) return null;
  // The package unpacks its shared libraries only where it believes to run in a bare cloud image.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x';
  const { default: chromium } = await import(pathToFileURL(entry).href);
  return chromium.executablePath();
}

/** Path of a usable browser, or null. */
export async function findBrowser() {
  if (process.env.CHROME_PATH) {
    if (!existsSync(process.env.CHROME_PATH))
      throw new Error(`CHROME_PATH names no file: ${process.env.CHROME_PATH}`);
    return process.env.CHROME_PATH;
  }
  return usualPlaces.find((path) => existsSync(path)) ?? (await playwrightsOwn()) ?? (await fromPackage());
}

/** As findBrowser, but fetches one where none is found. Throws with a clear sentence when that fails too. */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found) return found;
  say('No Chrome or Chromium found; fetching one for the tests (once) ...');
  try {
    run('npx', ['playwright', 'install', 'chromium'], { timeout: 180_000 });
    const own = await playwrightsOwn();
    if (own) return own;
  } catch {
    say("Playwright's download is out of reach; taking the Chromium inside an npm package.");
  }
  await mkdir(packagedFolder, { recursive: true });
  await writeFile(join(packagedFolder, 'package.json'), '{ "private": true }\n');
  try {
    run('npm', [
      'install',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      '--prefix',
      packagedFolder,
      `${packaged.name}@${packaged.version}`,
    ]);
  } catch {
    /* the sentence below says it */
  }
  const unpacked = await fromPackage();
  if (unpacked) return unpacked;
  throw new Error('No browser for the tests. Install Chrome or Chromium, or set CHROME_PATH to one.');
}

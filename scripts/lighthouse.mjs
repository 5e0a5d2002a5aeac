// npm run lighthouse: Lighthouse 12 on the built site; fails below 95 in any category and names the audits that cost it.
// It is fetched by npx when asked for and is no dependency: 13 needs a newer Node, and it weighs 185 MB.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBrowser, chromiumFlags } from './browser.mjs';
import { ensureBuilt } from './build.mjs';
import { fail, say } from './ensure.mjs';
import { startServer } from './server.mjs';

const wanted = 95;
const standard = [
  '#/?lang=en',
  '#/?lang=zh',
  '#/temperature?lang=en',
  '#/temperature?lang=zh',
  '#/transformer-flow?lang=en',
];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { desktop: { type: 'boolean', default: false } },
});

/** Lighthouse's report of one address. It runs beside this process, which serves the page. */
async function audit(address, browser, folder) {
  const path = join(folder, 'report.json');
  const options = [
    '--yes',
    'lighthouse@12.8.2',
    address,
    '--quiet',
    '--output=json',
    `--output-path=${path}`,
    `--chrome-flags=--headless=new ${chromiumFlags.join(' ')}`,
    ...(values.desktop ? ['--preset=desktop'] : []),
  ];
  const child = spawn('npx', options, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CHROME_PATH: browser },
    shell: process.platform === 'win32',
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`Lighthouse ended with ${code} on ${address}`);
  return JSON.parse(await readFile(path, 'utf8'));
}

/** The audits that keep a category from 100, the dearest first, e.g. `largest-contentful-paint 0.81 (2.9 s)`. */
function costs({ audits }, { auditRefs }) {
  return auditRefs
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
    .sort((a, b) => b.weight * (1 - audits[b.id].score) - a.weight * (1 - audits[a.id].score))
    .map(({ id }) => [id, audits[id].score, audits[id].displayValue && `(${audits[id].displayValue})`])
    .map((parts) => parts.filter((part) => part !== undefined && part !== '').join(' '));
}

ensureBuilt();
const browser = await ensureBrowser();
const folder = await mkdtemp(join(tmpdir(), 'glasslm-lighthouse-'));
const server = await startServer({ port: 0 });
const short = [];
try {
  for (const route of positionals.length > 0 ? positionals : standard) {
    const report = await audit(`${server.address}${route}`, browser, folder);
    const categories = Object.values(report.categories);
    say(
      `${route}: ${categories.map(({ title, score }) => `${title} ${Math.round(score * 100)}`).join(', ')}`,
    );
    for (const category of categories) {
      for (const cost of costs(report, category)) say(`    ${category.title}: ${cost}`);
      if (category.score * 100 < wanted) short.push(`${route} ${category.title}`);
    }
  }
} catch (error) {
  short.push(error.message);
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true });
}
if (short.length > 0) fail(`Below ${wanted}, or not measured: ${short.join('; ')}.`);

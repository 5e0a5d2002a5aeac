// npm run bench: what a reader waits for, measured in a real browser on the built site. Nothing here is asserted.
// Each figure that depends on the machine stands beside another measured in the same run, and as a ratio.
// The training engine's steps are timed in Node, beside PyTorch's where that is installed.
// Options: --runs N (fresh profiles, 5), --only scrubbing, --json (one JSON line at the end).
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, root, say } from './ensure.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: 'all' },
    json: { type: 'boolean', default: false },
  },
});
ensureInstalled();
const { ensureBuilt } = await import('./build.mjs');
ensureBuilt();
const { startServer } = await import('./server.mjs');
const { chromiumFlags, ensureBrowser } = await import('./browser.mjs');
const { chromium } = await import('playwright');
const { bareLoop, scrubFilm, sliderToPicture } = await import('./benchInPage.mjs');

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const percentile = (list, share) =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.ceil(list.length * share) - 1)];
const ms = (value) => `${value < 100 ? value.toFixed(1) : Math.round(value)} ms`;

/** Bytes of the files a cold start of the temperature panel asked for, plain and as sent. */
function bytesOf(paths) {
  let plain = 0;
  let brotli = 0;
  for (const path of paths) {
    const file = join(root, 'dist', path === '' ? 'index.html' : path);
    try {
      plain += statSync(file).size;
      brotli += statSync(`${file}.br`, { throwIfNoEntry: false })?.size ?? statSync(file).size;
    } catch {
      say(`(not a file of the build: ${path})`);
    }
  }
  return { plain, brotli };
}

const server = await startServer({ port: 0 });
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: chromiumFlags });

/** One visit with an empty profile, from the address bar to the first live number. */
async function coldStart() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const asked = new Set();
  page.on('request', (request) => asked.add(decodeURI(new URL(request.url()).pathname.slice(1))));
  await page.goto(`${server.address}#/temperature`);
  await page.waitForSelector('[data-topic="temperature"][data-status="ready"]', { timeout: 120_000 });
  const marks = await page.evaluate(() => ({
    ready: performance.now(),
    ...Object.fromEntries(performance.getEntriesByType('mark').map((mark) => [mark.name, mark.startTime])),
  }));
  await context.close();
  return { marks, asked };
}

/** The film of the whole Transformer under a hand that drags the ruler; three rounds each, the median of every figure. */
async function scrubs() {
  say('Scrubbing through the whole Transformer, closed and with a block open ...');
  const found = {};
  for (const [name, query, viewport] of [
    ['closed', '', { width: 1440, height: 900 }],
    ['open', '?open=1', { width: 1440, height: 900 }],
    ['closed, phone', '', { width: 390, height: 844 }],
    ['open, phone', '?open=1', { width: 390, height: 844 }],
  ]) {
    const film = await (await browser.newContext({ viewport })).newPage();
    await film.goto(`${server.address}#/transformer-flow${query}`);
    await film.waitForSelector('[data-topic="transformer-flow"][data-status="ready"]', { timeout: 120_000 });
    await film.evaluate(scrubFilm, { steps: 30 });
    const rounds = [];
    for (let round = 0; round < 3; round++) rounds.push(await film.evaluate(scrubFilm, { steps: 120 }));
    const over = (key, share) => median(rounds.map((times) => percentile(times[key], share)));
    found[name] = {
      p50: over('painted', 0.5),
      p95: over('painted', 0.95),
      scripts: over('scripts', 0.5),
      framesPerSecond: median(rounds.map(({ perSecond }) => perSecond)),
      load: loadavg()[0],
    };
    const { p50, p95, scripts, framesPerSecond, load } = found[name];
    say(
      `${name}: ${ms(p50)} a frame (p95 ${ms(p95)}; a frame is 16.7 ms), ${ms(scripts)} of it in scripts; ` +
        `${framesPerSecond.toFixed(0)} frames a second drawn. Load of the machine ${load.toFixed(1)}.`,
    );
    await film.context().close();
  }
  return found;
}

if (values.only === 'scrubbing') {
  const scrubbing = await scrubs();
  if (values.json) console.log(JSON.stringify({ scrubbing }));
  await browser.close();
  await server.close();
  process.exit(0);
}

say(`Cold start of the temperature panel, ${values.runs} fresh profiles ...`);
const visits = [];
for (let run = 0; run < Number(values.runs); run++) visits.push(await coldStart());
const at = (name) => median(visits.map(({ marks }) => marks[name] ?? NaN));
const parts = {
  total: at('ready'),
  pageAndCode: at('story:fetch'),
  fetch: median(visits.map(({ marks }) => marks['story:compile'] - marks['story:fetch'])),
  wasm: median(visits.map(({ marks }) => marks['story:session'] - marks['story:compile'])),
  session: median(visits.map(({ marks }) => marks['story:ready'] - marks['story:session'])),
  firstPass: median(visits.map(({ marks }) => marks.ready - marks['story:ready'])),
};
const bytes = bytesOf(visits.at(-1).asked);
say(
  `First live number: ${ms(parts.total)} (median). Page and code ${ms(parts.pageAndCode)}, fetch ${ms(parts.fetch)}, ` +
    `rest of the wasm ${ms(parts.wasm)}, session ${ms(parts.session)}, first pass and drawing ${ms(parts.firstPass)}.`,
);
say(
  `Bytes until then: ${(bytes.brotli / 1e6).toFixed(2)} MB with brotli, ${(bytes.plain / 1e6).toFixed(2)} MB plain.`,
);

const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
await page.goto(`${server.address}#/temperature`);
await page.waitForSelector('[data-topic="temperature"][data-status="ready"]', { timeout: 120_000 });

say('A slider drag, from input event to the next painted frame ...');
const drags = await page.evaluate(sliderToPicture, { steps: 120 });
const slider = { p50: percentile(drags, 0.5), p95: percentile(drags, 0.95) };
say(`Slider to picture: p50 ${ms(slider.p50)}, p95 ${ms(slider.p95)} (a frame is 16.7 ms; aim 16).`);

say('Generation in the app against a bare onnxruntime-web loop in the same page ...');
const ortFolder = join(root, 'node_modules', 'onnxruntime-web', 'dist');
for (const name of ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm']) {
  await page.route(`**/bench/${name}`, (route) =>
    route.fulfill({
      body: readFileSync(join(ortFolder, name)),
      contentType: name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript',
    }),
  );
}
const loops = await page.evaluate(bareLoop, { tokens: 64, rounds: 5 });
const generation = { app: median(loops.app), bare: median(loops.bare) };
say(
  `Per token with cache: ${ms(generation.app)} in the app, ${ms(generation.bare)} bare; ` +
    `ratio ${(generation.app / generation.bare).toFixed(2)}.`,
);
const scrubbing = await scrubs();
const modelBytes = readdirSync(join(root, 'static', 'models'), { recursive: true })
  .map((name) => statSync(join(root, 'static', 'models', name)))
  .reduce((sum, each) => sum + (each.isFile() ? each.size : 0), 0);
say(`All models together: ${(modelBytes / 1e6).toFixed(1)} MB of the 60 MB budget.`);

await browser.close();
await server.close();

const { benchTraining } = await import('./benchTraining.mjs');
const training = await benchTraining(say);
if (values.json)
  console.log(JSON.stringify({ parts, bytes, slider, scrubbing, generation, modelBytes, training }));
say('Bench finished. Absolute times are this machine’s; compare ratios.');

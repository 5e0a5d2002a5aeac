// Finds openings after which a shipped model repeats itself under greedy decoding, `story` in English and `text-zh` in
// Chinese: every opening of src/topics/repetition/openings.json (openings.zh.json) is run, those whose commonest 4-gram
// occurs at least five times are kept in presets.json with the count: loops of whole phrases first, by how much surer
// the model gets from the first round to the last. It also makes the first of them the prompt of the stored run. Run it
// after the weights have changed, then storedRuns.mjs; `node scripts/findLoops.mjs zh` does one language alone.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { root, say } from './ensure.mjs';

const ENOUGH = 5;
const KEPT = 6;
const { runnerImport } = await import('vite');
const { module } = await runnerImport('./tests/runtime/loops.ts', {
  root,
  configFile: false,
  logLevel: 'error',
});
const folder = `${root}/src/topics/repetition`;
const host = module.diskHost();
/** A loop of one or two tokens is a stammer; a phrase that comes back is what people complain about. */
const isPhrase = ({ period, rounds }) => Number(period >= 4 && rounds >= ENOUGH);
const climbOf = ({ first, last }) => last - first;
/** Share of words, of characters in Chinese, that two loops have in common. */
const likeness = (a, b) => {
  const [x, y] = [a, b].map(({ loop }) => new Set(loop.toLowerCase().match(/[a-z]+|\p{Script=Han}/gu)));
  return [...x].filter((word) => y.has(word)).length / new Set([...x, ...y]).size;
};
const write = async (path, value) =>
  writeFileSync(
    path,
    await format(JSON.stringify(value), { ...(await resolveConfig(path)), filepath: path }),
  );

async function search(model, suffix) {
  const found = [];
  for (const prompt of JSON.parse(readFileSync(`${folder}/openings${suffix}.json`, 'utf8'))) {
    const { text, ...measured } = await module.measureOpening(prompt, host, model);
    const { count, period, rounds, first, last } = measured;
    const climb = `period ${period}, ${rounds} rounds, p ${first.toFixed(2)} to ${last.toFixed(2)}`;
    say(`${String(count).padStart(3)} × (${climb}) ${prompt} …${text.slice(-60).replace(/\s+/g, ' ')}`);
    if (count >= ENOUGH) found.push(measured);
  }
  found.sort((a, b) => isPhrase(b) - isPhrase(a) || climbOf(b) - climbOf(a) || b.count - a.count);
  // Six openings that end in the same sentence would be one preset.
  const kept = [];
  for (const each of found)
    if (kept.length < KEPT && kept.every((other) => likeness(each, other) < 0.3)) kept.push(each);
  const presets = kept.map(({ prompt, count }) => ({ prompt, count }));
  say(`${model}: ${found.length} openings loop; ${presets.length} kept`);
  for (const { prompt, loop } of kept) say(`${prompt} … ${loop.trim()}`);
  await write(`${folder}/presets${suffix}.json`, presets);
  if (presets.length > 0) {
    const path = `${folder}/storedRun${suffix}.json`;
    await write(path, { ...JSON.parse(readFileSync(path, 'utf8')), prompt: presets[0].prompt });
  }
}

const only = process.argv[2];
if (only !== 'zh') await search('story', '');
if (only !== 'en') await search('text-zh', '.zh');

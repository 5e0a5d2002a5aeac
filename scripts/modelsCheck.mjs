// npm run models:check: asks the shipped models, in the page's own runtime, the questions that their bars rest on
// (tests/bars), and compares the shares with the bars and with the cards. Names of models as arguments pick some.
import { ensureInstalled, root, say } from './ensure.mjs';

ensureInstalled();
const { runnerImport } = await import('vite');
const load = async (path) =>
  (await runnerImport(path, { root, configFile: false, logLevel: 'error' })).module;
const { checkedModels, checksOf, runCheck } = await load('./tests/runtime/checkModels.ts');
const { diskHost } = await load('./tests/runtime/nodeHost.ts');

const wanted = process.argv.slice(2);
const models = checkedModels.filter((model) => wanted.length === 0 || wanted.includes(model));
const host = diskHost();
const percent = (share) => `${(100 * share).toFixed(1)} %`;
let missed = 0;

async function report(model, check) {
  const found = await runCheck(host, model, check);
  const card = found.card === undefined ? '' : `, the card says ${percent(found.card)}`;
  say(
    `${found.met ? 'holds ' : 'MISSED'} ${model}: ${found.bar}, ${found.wanted}: ${percent(found.share)} of ${found.asked}${card}`,
  );
  if (!found.met) missed += 1;
}

say(`Asking ${models.join(', ')}; a few minutes ...`);
for (const model of models) {
  for (const check of checksOf(model)) {
    await report(model, check);
    if (check.untuned)
      await report(check.untuned.model, { ...check, ...check.untuned, atLeast: undefined, card: undefined });
  }
}
say(missed === 0 ? 'Every quick bar holds.' : `${missed} quick bars are missed.`);
process.exit(missed === 0 ? 0 : 1);

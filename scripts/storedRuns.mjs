// Records each topic's stored run (src/topics/*/storedRun.json) from the shipped weights into static/runs/stored/.
// Run it after a model or a default prompt has changed; a test fails when a stored run is stale. The runs of the
// preference page take minutes: they are recorded only with --rlhf.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { root, say } from './ensure.mjs';

const { runnerImport } = await import('vite');
const { module } = await runnerImport('./tests/runtime/recordRun.ts', {
  root,
  configFile: false,
  logLevel: 'error',
});
for (const spec of module.storedRunSpecs()) {
  const text = `${JSON.stringify(await module.recordRun(spec))}\n`;
  const path = module.storedRunPath(spec.slug);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  say(`${spec.slug}: ${(text.length / 1000).toFixed(0)} kB from ${spec.model}`);
}

const { module: stages } = await runnerImport('./tests/runtime/recordStages.ts', {
  root,
  configFile: false,
  logLevel: 'error',
});
writeFileSync(stages.storedStagesPath, `${JSON.stringify(await stages.recordStages())}\n`);
say(`training-steps: ${stages.shippedStages().length} stages`);

if (process.argv.includes('--rlhf')) {
  const { module: rlhf } = await runnerImport('./tests/runtime/recordRlhf.ts', {
    root,
    configFile: false,
    logLevel: 'error',
  });
  writeFileSync(rlhf.storedRlhfPath, rlhf.storedRlhfText(await rlhf.recordRlhf(undefined, undefined, say)));
}

// npm test: installs what is missing (a browser included), builds, runs every test, ends with a count.
// Arguments are handed to vitest, for example: npm test -- tests/math
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, fail, root, run, say } from './ensure.mjs';

ensureInstalled();
const { ensureBrowser } = await import('./browser.mjs');
const { ensureBuilt } = await import('./build.mjs');
try {
  process.env.CHROME_PATH = await ensureBrowser();
  say(`Browser for the tests: ${process.env.CHROME_PATH}`);
  say('Checking types and style ...');
  run('npm', ['run', '--silent', 'check']);
  ensureBuilt();
} catch (error) {
  fail(error.message);
}
say('Running the tests ...');
const report = join(root, '.cache', 'tests.json');
mkdirSync(join(root, '.cache'), { recursive: true });
const vitest = spawnSync(
  'npx',
  [
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' },
);
const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
// A suite that could not even start counts as a failure, and so does an error outside any test.
const failed = Math.max(numFailedTests, numFailedTestSuites, vitest.status === 0 ? 0 : 1);
say(failed === 0 ? 'All tests passed.' : 'Some tests failed; they are named above.');
console.log(`${numPassedTests} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

// Makes sure that Node is new enough and that the packages of package-lock.json are installed.
import { existsSync, lstatSync, statSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const root = fileURLToPath(new URL('..', import.meta.url));
/** npm writes this file at the end of each install. */
const installed = join(root, 'node_modules', '.package-lock.json');

/** Says one line of progress, in the same form everywhere. */
export function say(line) {
  console.log(`[glasslm] ${line}`);
}

/** Ends the program with one clear sentence. */
export function fail(sentence) {
  console.error(`[glasslm] ${sentence}`);
  process.exit(1);
}

/** Runs a program in the repository root with its output shown; throws if it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  if (result.error) throw result.error;
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} ended with status ${result.status}`);
}

/** Installs the packages unless an install newer than the lock file is already there. */
export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`GlassLM needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  }
  const packages = lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false });
  // A link leads to somebody else's packages, and npm would empty them before installing.
  if (packages?.isSymbolicLink()) return;
  const lockWritten = statSync(join(root, 'package-lock.json')).mtimeMs;
  // npm writes the two files within a moment of each other when it changes both.
  if (existsSync(installed) && statSync(installed).mtimeMs >= lockWritten - 10_000) return;
  say('Installing packages (about 340 MB on disk, once) ...');
  try {
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  } catch {
    fail('The packages could not be installed. Is the npm registry reachable? Try again with: npm ci');
  }
  say('Packages are installed.');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureInstalled();

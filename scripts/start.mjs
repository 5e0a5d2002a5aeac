// npm start: installs, builds, serves and opens the app. Options: --port N, --no-open, --lan.
import { spawn } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { parseArgs } from 'node:util';
import { fail, say } from './ensure.mjs';
import { ensureBuilt } from './build.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4173' },
    'no-open': { type: 'boolean', default: false },
    lan: { type: 'boolean', default: false },
  },
});

/** Opens the address in the reader's own browser; a machine without one is no error. */
function open(address) {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [address]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', address]]
        : ['xdg-open', [address]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => say('No browser could be opened from here: open the address yourself.'));
  child.unref();
}

try {
  ensureBuilt();
} catch (error) {
  fail(`The site could not be built: ${error.message}`);
}
// Only now: its packages are there.
const { startServer } = await import('./server.mjs');
const server = await startServer({
  port: Number(values.port),
  host: values.lan ? '0.0.0.0' : '127.0.0.1',
}).catch((error) => fail(`The server could not start: ${error.message}`));
if (values.lan) {
  for (const each of Object.values(networkInterfaces()).flat()) {
    if (each && each.family === 'IPv4' && !each.internal)
      say(`In this room: http://${each.address}:${server.port}/`);
  }
}
say(`GlassLM is running at ${server.address} (Ctrl+C stops it).`);
if (!values['no-open'] && !process.env.CI) open(server.address);

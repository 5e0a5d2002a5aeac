// npm start: installs, builds, serves and opens the app. Options: --port N, --no-open, --lan.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { fail, say } from './ensure.mjs';
import { ensureBuilt } from './build.mjs';
import { roomAddresses } from './room.mjs';

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
const inRoom = values.lan ? roomAddresses().map((address) => `http://${address}:${server.port}/`) : [];
for (const address of inRoom) say(`In this room: ${address}`);
if (values.lan && inRoom.length === 0) say('This computer is in no network: other devices cannot reach it.');
say(`GlassLM is running at ${server.address} (Ctrl+C stops it).`);
// With --lan by the address that the room can reach: the QR code on the wall must lead there.
if (!values['no-open'] && !process.env.CI) open(inRoom[0] ?? server.address);

// npm run preview: serves dist/ as it is. Options: --port N, --base /sub/path/.
import { parseArgs } from 'node:util';
import { say } from './ensure.mjs';
import { startServer } from './server.mjs';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '4173' }, base: { type: 'string', default: '/' } },
});
const server = await startServer({ port: Number(values.port), base: values.base });
say(`Serving dist/ at ${server.address} (Ctrl+C stops it).`);

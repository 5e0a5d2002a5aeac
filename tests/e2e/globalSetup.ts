import type { TestProject } from 'vitest/node';
import { ensureBuilt } from '../../scripts/build.mjs';
import { ensureBrowser } from '../../scripts/browser.mjs';
import { startServer } from '../../scripts/server.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    address: string;
    browserPath: string;
  }
}

/** Builds (when stale), serves the site below a sub-path, as a university's host would, and finds a browser. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  ensureBuilt();
  const browserPath = await ensureBrowser();
  const server = await startServer({ port: 0, base: '/lectures/glass/' });
  project.provide('address', server.address);
  project.provide('browserPath', browserPath);
  return server.close;
}

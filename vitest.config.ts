import { defineConfig } from 'vitest/config';
import { svelte } from '@sveltejs/vite-plugin-svelte';

const shared = {
  define: { __GLASSLM_VERSION__: JSON.stringify('test') },
};

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'tests/{math,runtime,architecture,content,parity,scripts}/**/*.test.ts',
            'src/{math,runtime}/**/*.test.ts',
          ],
          testTimeout: 60_000,
        },
      },
      {
        ...shared,
        plugins: [svelte()],
        // Without the browser condition effects never run and component tests pass falsely.
        resolve: { conditions: ['browser'] },
        test: {
          name: 'components',
          environment: 'happy-dom',
          include: ['src/{state,charts,ui,topics,shell}/**/*.test.ts', 'tests/components/**/*.test.ts'],
          setupFiles: ['tests/setupComponents.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/globalSetup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          // A shared CI machine stalls now and then; a test that needed its second try says so in the report.
          retry: process.env.CI ? 1 : 0,
        },
      },
    ],
  },
});

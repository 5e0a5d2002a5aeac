import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { policyFor } from './scripts/csp.mjs';

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Puts its policy into each built page itself, so that any static host enforces it. The dev server injects styles and goes without. */
function cspMeta(): Plugin {
  return {
    name: 'glasslm-csp',
    apply: 'build',
    transformIndexHtml: (_html, { filename }) => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policyFor(filename) },
        injectTo: 'head-prepend',
      },
    ],
  };
}

export default defineConfig({
  base: './',
  publicDir: 'static',
  plugins: [svelte(), cspMeta()],
  define: { __GLASSLM_VERSION__: JSON.stringify(version) },
  resolve: {
    // The plain wasm build of onnxruntime is half the size of the WebGPU one and as fast at this scale.
    alias: { 'onnxruntime-web/webgpu': 'onnxruntime-web/wasm' },
    conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'],
  },
  // How long plugins took is no news to somebody who only wants the site.
  worker: { format: 'es', rolldownOptions: { checks: { pluginTimings: false } } },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  build: {
    target: 'es2022',
    manifest: true,
    chunkSizeWarningLimit: 1500,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['index.html', 'fetch.html'], checks: { pluginTimings: false } },
  },
});

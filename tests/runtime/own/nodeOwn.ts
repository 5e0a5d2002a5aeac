import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Tokenizer } from '@huggingface/tokenizers';
import * as ort from 'onnxruntime-web/wasm';
import type { OpenModel } from '../../../src/runtime/modelHost';
import { ModelHost } from '../../../src/runtime/modelHost';
import { variantsOf, type ListedFile } from '../../../src/runtime/own/layout';
import { openOwn, ownRow, type OwnEngine } from '../../../src/runtime/own/openOwn';
import { modelsFolder } from '../nodeHost';

const root = new URL('../../..', import.meta.url).pathname;

/** The folder of tiny models that tests bring as a reader would. */
export const fixtures = `${root}tests/fixtures/own/`;

/** Every file below a folder as a hub would list it. */
export function listFolder(folder: string): ListedFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => ({ path, bytes: statSync(join(folder, path)).size }));
}

/** onnxruntime's wasm in Node, and the tokenizers that transformers.js uses. */
export function nodeEngine(): OwnEngine {
  const dist = `${root}node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded`;
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = {
    mjs: pathToFileURL(`${dist}.mjs`).href,
    wasm: pathToFileURL(`${dist}.wasm`).href,
  };
  ort.env.wasm.wasmBinary = readFileSync(`${dist}.wasm`).buffer as ArrayBuffer;
  return {
    Tensor: ort.Tensor as never,
    create: (graph, options) => ort.InferenceSession.create(graph, options) as never,
    tokenizer: (json, config) => {
      const tokenizer = new Tokenizer(json, config);
      return { encode: (text, options) => [...tokenizer.encode(text, options).ids] };
    },
  };
}

/** Opens the smallest graph of a folder on the disk. */
export function openFolder(name: string, folder: string): Promise<OpenModel> {
  const { graph, files } = variantsOf(listFolder(folder))[0];
  const read = (path: string) => Promise.resolve(new Uint8Array(readFileSync(join(folder, path))));
  return openOwn(name, { graph, paths: files.map(({ path }) => path), read }, nodeEngine());
}

/** A host over folders: the tiny models by name, any other name a shipped model. */
export function ownHost(): ModelHost {
  return new ModelHost({
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    row: (name) => Promise.resolve(ownRow(name)),
    open: ({ name }) => {
      const title = name.split(/[/:]/)[1];
      return openFolder(name, (title.startsWith('tiny') ? fixtures : modelsFolder) + title);
    },
  });
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Tokenizer } from '@huggingface/tokenizers';
import * as ort from 'onnxruntime-web/wasm';
import { parseCatalogue, rowOf } from '../../src/runtime/catalogue';
import { graphSession, type OrtSession } from '../../src/runtime/graphSession';
import { hasPositionRows, modelInfo, positionsFile } from '../../src/runtime/modelInfo';
import { ModelHost, type ModelSource, type OpenModel } from '../../src/runtime/modelHost';
import { tokenTexts, type TokenizerJson } from '../../src/runtime/tokenTexts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The folder of shipped models. */
export const modelsFolder = `${root}static/models/`;

/**
 * Opens the very files that the page downloads, with the same wasm engine, in Node: everything above the session is
 * the worker's own code. Only the tokenizer comes without transformers.js, from the package it uses itself.
 */
export const diskSource: ModelSource = {
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
  row: async (model) => rowOf(parseCatalogue(readFileSync(`${modelsFolder}index.json`, 'utf8')), model),
  async open(row, onProgress): Promise<OpenModel> {
    const read = (path: string) => readFileSync(`${modelsFolder}${row.name}/${path}`);
    const json = JSON.parse(read('tokenizer.json').toString()) as TokenizerJson;
    const tokenizer = new Tokenizer(json as object, JSON.parse(read('tokenizer_config.json').toString()));
    const rows = hasPositionRows(row) ? read(positionsFile) : undefined;
    const info = modelInfo(row, read('config.json').toString(), rows);
    ort.env.wasm.numThreads = 1;
    const dist = `${root}node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded`;
    ort.env.wasm.wasmPaths = {
      mjs: pathToFileURL(`${dist}.mjs`).href,
      wasm: pathToFileURL(`${dist}.wasm`).href,
    };
    ort.env.wasm.wasmBinary = readFileSync(`${dist}.wasm`).buffer as ArrayBuffer;
    const graph = async (file: string) => {
      const options = { executionProviders: ['wasm'] };
      const session = await ort.InferenceSession.create(read(`onnx/${file}.onnx`), options);
      return graphSession(ort as never, session as unknown as OrtSession);
    };
    const two = info.kind === 'encoder-decoder';
    const sessions = {
      session: await graph(two ? 'decoder_model_merged' : 'model'),
      ...(two ? { encoder: await graph('encoder_model') } : {}),
    };
    onProgress({ model: row.name, loadedBytes: row.bytes, totalBytes: row.bytes, phase: 'ready' });
    return {
      info,
      ...sessions,
      texts: tokenTexts(json, info.vocabulary),
      encode: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids,
    };
  },
};

/** A host over the shipped models. */
export function diskHost(): ModelHost {
  return new ModelHost(diskSource);
}

/** SHA-256 of a shipped file, in hex, from its bytes on the disk. */
export function hashOf(path: string): string {
  return createHash('sha256')
    .update(readFileSync(modelsFolder + path))
    .digest('hex');
}

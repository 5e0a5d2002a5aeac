import * as ort from 'onnxruntime-web/wasm';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import mjsUrl from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import { EngineError, openingFailure } from './failures';

/** onnxruntime as transformers.js sees it too: one module, one wasm instance. */
export { ort };

/**
 * The smallest graph there is, y = x, as ONNX bytes (ir_version 8; graph "i" with one Identity node, float x[1] to
 * y[1]; opset 13). Opening it makes onnxruntime fetch and compile its wasm.
 */
const identityGraph = Uint8Array.from([
  0x08, 0x08, 0x3a, 0x37, 0x0a, 0x10, 0x0a, 0x01, 0x78, 0x12, 0x01, 0x79, 0x22, 0x08, 0x49, 0x64, 0x65, 0x6e,
  0x74, 0x69, 0x74, 0x79, 0x12, 0x01, 0x69, 0x5a, 0x0f, 0x0a, 0x01, 0x78, 0x12, 0x0a, 0x0a, 0x08, 0x08, 0x01,
  0x12, 0x04, 0x0a, 0x02, 0x08, 0x01, 0x62, 0x0f, 0x0a, 0x01, 0x79, 0x12, 0x0a, 0x0a, 0x08, 0x08, 0x01, 0x12,
  0x04, 0x0a, 0x02, 0x08, 0x01, 0x42, 0x04, 0x0a, 0x00, 0x10, 0x0d,
]);

/** A wasm module with one SIMD instruction; browsers from before 2021-2023 refuse it, and so would they onnxruntime's. */
const simdProbe = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
]);

function requireWebAssembly(): void {
  if (typeof WebAssembly !== 'object')
    throw new EngineError('no-webassembly', 'this browser has no WebAssembly');
  if (!WebAssembly.validate(simdProbe))
    throw new EngineError('no-webassembly', 'this browser has no WebAssembly SIMD');
}

let starting: Promise<void> | null = null;

/**
 * Fetches and compiles the wasm while the model is still on its way; later calls share the first. Throws
 * EngineError 'no-webassembly', or 'model-missing' when the engine's own file doesn't arrive.
 */
export function startWasm(): Promise<void> {
  starting ??= (async () => {
    requireWebAssembly();
    ort.env.wasm.wasmPaths = { wasm: wasmUrl, mjs: mjsUrl };
    // Two threads never helped at this size, and need headers that a plain host doesn't send.
    ort.env.wasm.numThreads = 1;
    ort.env.logLevel = 'error';
    try {
      const session = await ort.InferenceSession.create(identityGraph, { executionProviders: ['wasm'] });
      await session.release();
    } catch (error) {
      const failure = openingFailure(error);
      throw failure instanceof EngineError ? failure : new EngineError('model-missing', failure.message);
    }
  })();
  return starting;
}

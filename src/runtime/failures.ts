import { RuntimeError, type RuntimeErrorCode } from './protocol';

/** A failure after which the worker itself is of no more use (its engine did not start, or its memory is gone). */
export class EngineError extends RuntimeError {}

/** Shortest true description of anything thrown. */
export function describe(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}

/** Wasm throws its out-of-memory in several shapes, by browser and by place. */
const memoryWords =
  /out of memory|bad_alloc|failed to allocate|could not allocate|allocation failed|Invalid typed array length|memory access out of bounds/i;
const engineWords = /no available backend|initWasm|WebAssembly\.(instantiate|compile)/i;
const refusalWords = /Content Security|unsafe-eval|disallowed|not supported/i;
const importWords = /dynamically imported module|Importing a module script failed/i;

/** Turns whatever opening a model threw into a RuntimeError with the code the page has words for. */
export function openingFailure(error: unknown): RuntimeError {
  if (error instanceof RuntimeError) return error;
  const detail = describe(error);
  if (memoryWords.test(detail)) return new EngineError('out-of-memory', detail);
  if (engineWords.test(detail)) {
    // Either the browser or a policy refuses wasm, or something else came in its file's place.
    const code = refusalWords.test(detail) ? 'no-webassembly' : 'model-missing';
    return new EngineError(code, `The wasm engine did not start: ${detail}`);
  }
  if (importWords.test(detail))
    return new EngineError('model-missing', `Part of the program is missing: ${detail}`);
  return new RuntimeError('model-corrupt', detail);
}

/** Turns whatever a run threw into a RuntimeError: too little memory, or inputs that the graph refuses. */
export function runFailure(error: unknown): RuntimeError {
  if (error instanceof RuntimeError) return error;
  const detail = describe(error);
  const code: RuntimeErrorCode =
    memoryWords.test(detail) || typeof error === 'number' ? 'out-of-memory' : 'bad-request';
  return code === 'out-of-memory' ? new EngineError(code, detail) : new RuntimeError(code, detail);
}

import { RuntimeError, type RuntimeErrorCode } from './protocol';

/** A failure after which the worker itself is of no more use (its engine did not start, or its memory is gone). */
export class EngineError extends RuntimeError {}

/** Shortest true description of anything thrown. */
export function describe(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}

/** Wasm throws its out-of-memory in several shapes, by engine and by place. */
const memoryWords =
  /out of memory|bad_alloc|allocat|Array buffer allocation|Invalid typed array length|memory access out of bounds/i;
const engineWords =
  /no available backend|initWasm|both async and sync fetching of the wasm failed|WebAssembly\.(instantiate|compile)/i;
const contentWords =
  /protobuf|ModelProto|model format|ORT_INVALID|INVALID_PROTOBUF|INVALID_GRAPH|Failed to load model|JSON|Unexpected token|config/i;

/** Turns whatever opening a model threw into a RuntimeError with the code the page has words for. */
export function openingFailure(error: unknown): RuntimeError {
  if (error instanceof RuntimeError) return error;
  const detail = describe(error);
  if (memoryWords.test(detail) && !engineWords.test(detail)) return new EngineError('out-of-memory', detail);
  if (engineWords.test(detail)) {
    const refused = /CompileError|unsafe-eval|Content Security|disallowed|not supported/i.test(detail);
    return new EngineError(
      refused ? 'no-webassembly' : 'model-missing',
      `The wasm engine did not start: ${detail}`,
    );
  }
  if (
    /dynamically imported module|Importing a module script failed|error loading dynamically/i.test(detail)
  ) {
    return new EngineError('model-missing', `Part of the program could not be fetched: ${detail}`);
  }
  // A bare number is an exception pointer out of the wasm parser: the bytes passed the checks but make no model.
  if (contentWords.test(detail) || typeof error === 'number')
    return new RuntimeError('model-corrupt', detail);
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

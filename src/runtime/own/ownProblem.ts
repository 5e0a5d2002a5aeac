/** Why a model of the reader's can't be had or run; each has a sentence in both languages. */
export type OwnProblemCode =
  | 'bad-name'
  | 'bad-address'
  | 'mixed'
  | 'offline'
  | 'unreachable'
  | 'cors'
  | 'host-policy'
  | 'not-found'
  | 'denied'
  | 'limited'
  | 'server'
  | 'page'
  | 'not-json'
  | 'missing-files'
  | 'no-graph'
  | 'not-causal'
  | 'inputs'
  | 'broke-off'
  | 'storage-full'
  | 'damaged'
  | 'too-large'
  | 'cancelled'
  | 'not-here'
  | 'failed';

/** A problem with a model of the reader's; `detail` fills the sentence's `{detail}`: an address, a file, a status. */
export class OwnProblem extends Error {
  readonly code: OwnProblemCode;
  readonly detail: string;
  constructor(code: OwnProblemCode, detail = '') {
    super(`${code}: ${detail}`);
    this.name = 'OwnProblem';
    this.code = code;
    this.detail = detail;
  }
}

/** Any error as a problem; an unknown one is 'failed' with its own words. */
export function ownProblem(error: unknown): OwnProblem {
  if (error instanceof OwnProblem) return error;
  return new OwnProblem('failed', error instanceof Error ? error.message || error.name : String(error));
}

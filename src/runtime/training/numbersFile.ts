import { RuntimeError } from '../protocol';

/** What a file of numbers says of itself, in JSON at its start. */
export interface FileHead {
  /** Name and version of the format. */
  readonly format: string;
  readonly [key: string]: unknown;
}

const FORMAT = 'glasslm-training-1';
const ALIGN = 4;

/**
 * A file of named float32 arrays: four bytes with the length of a JSON head, the head (padded with spaces to whole words),
 * then the numbers, little-endian, in the order of the head's `lengths`.
 */
export function writeNumbers(
  head: Readonly<Record<string, unknown>>,
  arrays: readonly Float32Array[],
): Uint8Array<ArrayBuffer> {
  const lengths = arrays.map(({ length }) => length);
  let text = new TextEncoder().encode(JSON.stringify({ format: FORMAT, ...head, lengths }));
  const padding = (ALIGN - (text.length % ALIGN)) % ALIGN;
  const padded = new Uint8Array(text.length + padding).fill(32);
  padded.set(text);
  text = padded;
  const count = lengths.reduce((sum, length) => sum + length, 0);
  const bytes = new Uint8Array(ALIGN + text.length + count * 4);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, ALIGN);
  let at = ALIGN + text.length;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  return bytes;
}

/** Reads such a file; throws RuntimeError 'model-corrupt' on anything else, or on a number that is not finite. */
export function readNumbers(bytes: Uint8Array): { head: FileHead; arrays: Float32Array[] } {
  const corrupt = (why: string): RuntimeError => new RuntimeError('model-corrupt', why);
  if (bytes.length < ALIGN) throw corrupt('the file is empty');
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (size > bytes.length - ALIGN) throw corrupt('this is no file of trained numbers');
  let head: FileHead & { lengths?: unknown };
  try {
    head = JSON.parse(new TextDecoder().decode(bytes.subarray(ALIGN, ALIGN + size))) as FileHead;
  } catch {
    throw corrupt('this is no file of trained numbers');
  }
  if (head?.format !== FORMAT) throw corrupt('this is no file of trained numbers, or of another version');
  const lengths = head.lengths;
  if (!Array.isArray(lengths) || !lengths.every((length) => Number.isInteger(length) && length >= 0))
    throw corrupt('the file does not say how many numbers it holds');
  const count = (lengths as number[]).reduce((sum, length) => sum + length, 0);
  if (bytes.length !== ALIGN + size + count * 4) throw corrupt('the file was cut short');
  const all = new Float32Array(new Uint8Array(bytes.subarray(ALIGN + size)).buffer);
  if (!all.every(Number.isFinite)) throw corrupt('the file holds something that is no number');
  let at = 0;
  return { head, arrays: (lengths as number[]).map((length) => all.slice(at, (at += length))) };
}

/** The little of protobuf that an ONNX file needs to be read and added to without knowing all of it. */
import { OwnProblem } from './ownProblem';

/** A field of a message: its number, and a varint's value or a part's bytes. */
export interface Field {
  readonly field: number;
  /** 0 varint, 1 eight bytes, 2 a part, 5 four bytes. */
  readonly wire: number;
  readonly value: number;
  readonly part: Uint8Array;
}

const none = new Uint8Array(0);

/** The fields of one message, in order; throws OwnProblem 'damaged' when it ends in the middle of one. */
export function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; at < bytes.length; factor *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new OwnProblem('damaged', 'onnx');
  };
  while (at < bytes.length) {
    const key = varint();
    const [field, wire] = [Math.floor(key / 8), key & 7];
    if (wire === 0) {
      yield { field, wire, value: varint(), part: none };
      continue;
    }
    const size = wire === 2 ? varint() : wire === 1 ? 8 : wire === 5 ? 4 : NaN;
    if (!(at + size <= bytes.length)) throw new OwnProblem('damaged', 'onnx');
    yield { field, wire, value: NaN, part: bytes.subarray(at, at + size) };
    at += size;
  }
}

function varint(value: number): number[] {
  const out: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) out.push((value % 128) + 128);
  return [...out, value];
}

/** A whole number as a field. */
export function numberField(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8), ...varint(value)]);
}

/** A text or a message as a field, its bytes given in pieces. */
export function partField(field: number, pieces: readonly Uint8Array[] | string): Uint8Array[] {
  const all = typeof pieces === 'string' ? [new TextEncoder().encode(pieces)] : pieces;
  const size = all.reduce((sum, piece) => sum + piece.length, 0);
  return [Uint8Array.from([...varint(field * 8 + 2), ...varint(size)]), ...all];
}

/** A field as it was read. */
export function sameField({ field, wire, value, part }: Field): Uint8Array[] {
  if (wire === 0) return [numberField(field, value)];
  return wire === 2 ? partField(field, [part]) : [Uint8Array.from(varint(field * 8 + wire)), part];
}

/** Pieces put together. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

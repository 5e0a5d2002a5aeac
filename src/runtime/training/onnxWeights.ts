import { RuntimeError } from '../protocol';

/** One stored tensor of an ONNX file. */
interface StoredTensor {
  readonly dims: readonly number[];
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** TensorProto.DataType of what our exporter stores. */
const FLOAT = 1;
const INT8 = 3;
const FLOAT16 = 10;

/** Walks the fields of one protobuf message: number, wire type, and a varint's value or a part's bytes. */
function* fields(bytes: Uint8Array): Generator<{ field: number; value: number; part: Uint8Array }> {
  const none = new Uint8Array(0);
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; at < bytes.length; factor *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new RuntimeError('model-corrupt', 'an ONNX file ends inside a number');
  };
  while (at < bytes.length) {
    const key = varint();
    const field = Math.floor(key / 8);
    const wire = key & 7;
    if (wire === 0) yield { field, value: varint(), part: none };
    else if (wire === 1 || wire === 5) {
      const size = wire === 1 ? 8 : 4;
      yield { field, value: NaN, part: bytes.subarray(at, at + size) };
      at += size;
    } else if (wire === 2) {
      const size = varint();
      if (at + size > bytes.length)
        throw new RuntimeError('model-corrupt', 'an ONNX file ends inside a part');
      yield { field, value: NaN, part: bytes.subarray(at, at + size) };
      at += size;
    } else throw new RuntimeError('model-corrupt', `an ONNX file has a field of wire type ${wire}`);
  }
}

function readTensor(bytes: Uint8Array): [string, StoredTensor] {
  let name = '';
  let type = 0;
  let raw = new Uint8Array(0);
  const dims: number[] = [];
  for (const { field, value, part } of fields(bytes)) {
    if (field === 1 && part.length === 0) dims.push(value);
    else if (field === 1) for (let i = 0; i < part.length;) i = pushVarint(part, i, dims);
    else if (field === 2) type = value;
    else if (field === 8) name = new TextDecoder().decode(part);
    else if (field === 9) raw = part as Uint8Array<ArrayBuffer>;
  }
  return [name, { dims, type, bytes: raw }];
}

function pushVarint(bytes: Uint8Array, at: number, into: number[]): number {
  let value = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[at++];
    value += (byte & 127) * factor;
    if (byte < 128) break;
  }
  into.push(value);
  return at;
}

/** A half-precision number of IEEE 754 from its 16 bits. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0
    ? sign * 2 ** -14 * (fraction / 1024)
    : sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}

function floats(tensor: StoredTensor): Float32Array {
  const { bytes, type } = tensor;
  if (type === INT8) return Float32Array.from(new Int8Array(bytes.slice().buffer));
  if (type === FLOAT) return new Float32Array(bytes.slice().buffer);
  if (type === FLOAT16) return Float32Array.from(new Uint16Array(bytes.slice().buffer), half);
  throw new RuntimeError('model-corrupt', `a weight is stored as ONNX type ${type}`);
}

/**
 * The weights inside an ONNX file of ours, by name, as the float32 numbers that onnxruntime computes with: matrices are
 * stored as `<name>.int8` with one `<name>.scale` a row, as `<name>.fp16`, or plainly. So the engine trains the very
 * file that the page has already downloaded. Throws RuntimeError 'model-corrupt'.
 */
export class OnnxWeights {
  #tensors = new Map<string, StoredTensor>();

  constructor(bytes: Uint8Array) {
    for (const { field, part } of fields(bytes)) {
      if (field !== 7) continue;
      for (const inner of fields(part)) {
        if (inner.field !== 5) continue;
        const [name, tensor] = readTensor(inner.part);
        this.#tensors.set(name, tensor);
      }
    }
    if (this.#tensors.size === 0) throw new RuntimeError('model-corrupt', 'an ONNX file holds no weights');
  }

  /** Whether a weight of this name is stored, in any form. */
  has(name: string): boolean {
    return [name, `${name}.int8`, `${name}.fp16`].some((each) => this.#tensors.has(each));
  }

  /** The numbers of one weight, `count` of them; throws RuntimeError 'model-corrupt' when it is absent or has another size. */
  read(name: string, count: number): Float32Array {
    const small = this.#tensors.get(`${name}.int8`);
    const stored = small ?? this.#tensors.get(`${name}.fp16`) ?? this.#tensors.get(name);
    if (!stored) throw new RuntimeError('model-corrupt', `the file holds no ${name}`);
    const values = floats(stored);
    if (values.length !== count)
      throw new RuntimeError('model-corrupt', `${name} holds ${values.length} numbers instead of ${count}`);
    if (!small) return values;
    const scale = this.#tensors.get(`${name}.scale`);
    if (!scale) throw new RuntimeError('model-corrupt', `the file holds no ${name}.scale`);
    const scales = floats(scale);
    const columns = count / scales.length;
    for (let i = 0; i < count; i++) values[i] *= scales[Math.floor(i / columns)];
    return values;
  }
}

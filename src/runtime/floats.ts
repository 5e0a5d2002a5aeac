import { RuntimeError, type Tensor } from './protocol';

/** A tensor as stored runs keep it: base64 of little-endian float32, so that no digit is lost. */
export interface StoredTensor {
  readonly dims: readonly number[];
  readonly float32: string;
}

/** Packs a tensor into JSON. */
export function packTensor(tensor: Tensor): StoredTensor {
  const bytes = new Uint8Array(tensor.data.length * 4);
  const view = new DataView(bytes.buffer);
  tensor.data.forEach((value, i) => view.setFloat32(4 * i, value, true));
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return { dims: [...tensor.dims], float32: btoa(letters) };
}

/** Unpacks what `packTensor` made, bit for bit; throws RuntimeError 'model-corrupt' when lengths don't agree. */
export function unpackTensor(stored: StoredTensor): Tensor {
  const letters = atob(stored.float32);
  const length = stored.dims.reduce((product, size) => product * size, 1);
  if (letters.length !== 4 * length) {
    throw new RuntimeError('model-corrupt', `${letters.length} bytes for a tensor [${stored.dims}]`);
  }
  const view = new DataView(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)).buffer);
  return { dims: stored.dims, data: Float32Array.from({ length }, (_, i) => view.getFloat32(4 * i, true)) };
}

/** Float32 values of half-precision bits (IEEE 754 binary16). */
export function fromHalf(bits: Uint16Array): Float32Array {
  const out = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) {
    const half = bits[i];
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    if (exponent === 31) out[i] = fraction ? NaN : sign * Infinity;
    else if (exponent === 0) out[i] = sign * 2 ** -24 * fraction;
    else out[i] = sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
  }
  return out;
}

const oneFloat = new Float32Array(1);
const oneWord = new Uint32Array(oneFloat.buffer);

/** Half-precision bits of float32 values, rounded to nearest, ties to even; what is too large becomes infinite. */
export function toHalf(values: Float32Array): Uint16Array {
  const out = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    oneFloat[0] = values[i];
    const word = oneWord[0];
    const sign = (word >>> 16) & 0x8000;
    const magnitude = word & 0x7fffffff;
    if (magnitude > 0x7f800000) out[i] = sign | 0x7e00;
    // 65520 is the smallest that rounds up to infinity.
    else if (magnitude >= 0x477ff000) out[i] = sign | 0x7c00;
    else if (magnitude < 0x38800000) {
      // Below 2^-14 halves are multiples of 2^-24; Math has no rounding to even.
      const steps = Math.abs(values[i]) * 2 ** 24;
      const whole = Math.floor(steps);
      const rest = steps - whole;
      out[i] = sign | (whole + (rest > 0.5 || (rest === 0.5 && whole % 2 === 1) ? 1 : 0));
    } else out[i] = sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
  }
  return out;
}

import { requireFinite, requireInteger, requirePositive } from './checks';

/**
 * Sinusoidal encoding [d] of one position: PE(2i) = sin(pos / 10000^(2i/d)), PE(2i+1) = cos of the same
 * (Vaswani et al. 2017, sec. 3.5); throws a RangeError unless d is even and the position finite.
 */
export function sinusoidal(position: number, d: number): Float64Array {
  requireFinite('The position', position);
  requireInteger('The width d', d, 2);
  if (d % 2 !== 0) throw new RangeError(`The width d must be even, got ${d}.`);
  const encoding = new Float64Array(d); // [d]
  for (let i = 0; i < d; i += 2) {
    const angle = position / 10000 ** (i / d);
    encoding[i] = Math.sin(angle);
    encoding[i + 1] = Math.cos(angle);
  }
  return encoding;
}

/** Sinusoidal encodings of positions 0..length-1, row-major [length, d] (Vaswani et al. 2017, sec. 3.5); same errors as sinusoidal. */
export function sinusoidalTable(length: number, d: number): Float64Array {
  requireInteger('The length', length, 1);
  const table = new Float64Array(length * d); // [T, d]
  for (let t = 0; t < length; t++) table.set(sinusoidal(t, d), t * d);
  return table;
}

/**
 * ALiBi's slope of each head [H]: 2^(-8h/H) for h = 1..H when H is a power of two, else the slopes of the power below
 * followed by every other slope of the power above (Press et al. 2022, sec. 3 and their code); throws a RangeError on a bad H.
 */
export function alibiSlopes(heads: number): Float64Array {
  requireInteger('The number of heads', heads, 1);
  const power = 2 ** Math.floor(Math.log2(heads));
  return Float64Array.from({ length: heads }, (_, h) =>
    h < power ? 2 ** ((-8 * (h + 1)) / power) : 2 ** ((-4 * (2 * (h - power) + 1)) / power),
  );
}

/**
 * ALiBi's additive causal bias [T, T] of one head: -slope (i - j) for keys j <= i and -Infinity for later keys, added
 * after the division by sqrt(D) (Press et al. 2022, sec. 3); throws a RangeError on a bad slope or length.
 */
export function alibiBias(slope: number, length: number): Float64Array {
  requirePositive('The slope', slope);
  requireInteger('The length', length, 1);
  const bias = new Float64Array(length * length).fill(-Infinity); // [T, T]
  for (let i = 0; i < length; i++) {
    for (let j = 0; j <= i; j++) bias[i * length + j] = slope * (j - i);
  }
  return bias;
}

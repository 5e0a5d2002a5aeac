import { requireInteger } from './checks';

/** All that a generator remembers: four unsigned 32-bit words and the unused half of the last normal pair. */
export interface RandomState {
  readonly words: readonly [number, number, number, number];
  readonly spareNormal: number | null;
}

/** A seeded stream of random numbers; equal seeds give equal streams on every machine. */
export interface Random {
  /** A uniform number in [0, 1) with 53 random bits. */
  next(): number;
  /** A standard normal number (mean 0, variance 1). */
  normal(): number;
  /** A uniform whole number in [0, n); throws a RangeError unless n is a whole number in [1, 2^32]. */
  int(n: number): number;
  /** A copy of the generator's state, from which `restoreRandom` continues the same stream. */
  state(): RandomState;
}

const TWO_32 = 2 ** 32;

/**
 * Creates a seeded generator (sfc32 of PractRand, its state filled by splitmix32 from `seed`);
 * throws a RangeError unless `seed` is a whole number of at least 0.
 */
export function createRandom(seed: number): Random {
  requireInteger('The seed', seed, 0);
  // Both halves of a 53-bit seed count, so that 1 and 2^32 + 1 give different streams.
  let a = (seed >>> 0) ^ Math.imul(Math.floor(seed / TWO_32), 0x85ebca6b);
  const splitmix32 = (): number => {
    a = (a + 0x9e3779b9) | 0;
    let t = Math.imul(a ^ (a >>> 16), 0x21f0aaad);
    t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
    return (t ^ (t >>> 15)) >>> 0;
  };
  return restoreRandom({
    words: [splitmix32(), splitmix32(), splitmix32(), splitmix32()],
    spareNormal: null,
  });
}

/** Continues the stream that was at `state`; throws a RangeError if a word is not an unsigned 32-bit number. */
export function restoreRandom(state: RandomState): Random {
  for (const word of state.words) {
    if (!(word === word >>> 0))
      throw new RangeError(`A state word must be an unsigned 32-bit number, got ${word}.`);
  }
  let [a, b, c, d] = state.words;
  let spareNormal = state.spareNormal;

  const uint32 = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };

  const next = (): number => ((uint32() >>> 5) * 2 ** 26 + (uint32() >>> 6)) / 2 ** 53;

  const normal = (): number => {
    if (spareNormal !== null) {
      const spare = spareNormal;
      spareNormal = null;
      return spare;
    }
    // Box and Muller 1958; 1 - u is never 0, so the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };

  const int = (n: number): number => {
    requireInteger('The number of choices', n, 1);
    if (n > TWO_32) throw new RangeError(`The number of choices must be at most 2^32, got ${n}.`);
    // Values past the last whole multiple of n would make small numbers more likely.
    const limit = TWO_32 - (TWO_32 % n);
    let value = uint32();
    while (value >= limit) value = uint32();
    return value % n;
  };

  return {
    next,
    normal,
    int,
    state: () => ({ words: [a >>> 0, b >>> 0, c >>> 0, d >>> 0], spareNormal }),
  };
}

/** Turns a text into an unsigned 32-bit seed (FNV-1a over its UTF-16 code units, then an avalanche step). */
export function hashSeed(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return (hash ^ (hash >>> 15)) >>> 0;
}

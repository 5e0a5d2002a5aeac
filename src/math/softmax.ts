import { argmax } from './ranking';

export { argmax, topIndices } from './ranking';

/** The largest logit and its index; throws a RangeError on an empty list, NaN, +Infinity, or nothing but -Infinity. */
function peak(z: ArrayLike<number>): { index: number; value: number } {
  const index = argmax(z);
  const value = z[index];
  if (value === Infinity) throw new RangeError('A logit must not be +Infinity.');
  if (value === -Infinity) throw new RangeError('At least one logit must be finite.');
  return { index, value };
}

function requireTemperature(T: number): void {
  if (!(T >= 0)) throw new RangeError(`The temperature must be at least 0, got ${T}.`);
}

/**
 * Softmax of logits `z` [V] at temperature `T`, in float64: p_i = exp((z_i - max z)/T) / sum_j exp((z_j - max z)/T)
 * (Hinton et al. 2015, eq. 1). T = 0 gives all mass to the first largest logit; T = Infinity spreads it evenly over
 * the logits above -Infinity. Throws a RangeError on NaN, +Infinity, an empty or wholly masked list, or T < 0.
 */
export function softmax(z: ArrayLike<number>, T = 1): Float64Array {
  requireTemperature(T);
  const top = peak(z);
  const p = new Float64Array(z.length); // [V]
  if (T === 0) {
    p[top.index] = 1;
    return p;
  }
  let total = 0;
  for (let i = 0; i < z.length; i++) {
    // The maximum is taken off before the division: z/T itself may overflow. A masked logit stays at 0 even for T = Infinity.
    p[i] = z[i] === -Infinity ? 0 : Math.exp((z[i] - top.value) / T);
    total += p[i];
  }
  for (let i = 0; i < p.length; i++) p[i] /= total;
  return p;
}

/**
 * Natural logarithm of `softmax(z, T)` [V] without leaving the logarithmic scale, so that tiny probabilities keep
 * their digits; same errors as softmax, and T = 0 gives 0 and -Infinity.
 */
export function logSoftmax(z: ArrayLike<number>, T = 1): Float64Array {
  requireTemperature(T);
  const top = peak(z);
  const logP = new Float64Array(z.length); // [V]
  if (T === 0) {
    logP.fill(-Infinity);
    logP[top.index] = 0;
    return logP;
  }
  let total = 0;
  for (let i = 0; i < z.length; i++) {
    logP[i] = z[i] === -Infinity ? -Infinity : (z[i] - top.value) / T;
    total += Math.exp(logP[i]);
  }
  const logTotal = Math.log(total);
  for (let i = 0; i < logP.length; i++) logP[i] -= logTotal;
  return logP;
}

/** log(sum_i exp(z_i)) of logits `z` [V] in nats, without overflow; same errors as softmax. */
export function logSumExp(z: ArrayLike<number>): number {
  const top = peak(z).value;
  let total = 0;
  for (let i = 0; i < z.length; i++) total += Math.exp(z[i] - top);
  return top + Math.log(total);
}
